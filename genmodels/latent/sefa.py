"""SeFa: directions in closed form from the first layer's weights. Shen & Zhou 2021, arXiv:2007.06600."""

from __future__ import annotations

import torch

from genmodels.latent.axes import eigen_axes
from genmodels.latent.direction import Direction
from genmodels.latent.first_layer import first_layer
from genmodels.models.base import GenerativeModel

SHOWN = 8     # directions


def sefa(model: GenerativeModel, shown: int = SHOWN) -> tuple[Direction, ...]:
    """The unit directions that move the first layer's outputs most, orthonormal, the strongest first.

    argmax |A n|^2 over unit n, arXiv:2007.06600 eq. 7: the eigenvectors of A^T A, where A is the code's part of the
    weights. A step is one standard deviation of the prior. Raises ConfigError where no layer meets the code.
    """
    first = first_layer(model)
    vectors, shares = eigen_axes(first.matrix.double().T @ first.matrix.double())     # (L, L), (L,)
    return tuple(Direction(f"sefa-{i + 1}", f"SeFa direction {i + 1}", "sefa", vectors[i], 1.0,
                           f"{float(shares[i]):.1%} of what the weights of {first.name} let through")
                 for i in range(min(shown, torch.linalg.matrix_rank(first.matrix))))
