"""GANSpace: principal axes of a generator's early features, brought back to the code. Härkönen et al. 2020,
arXiv:2004.02546."""

from __future__ import annotations

import torch
from torch import Tensor

from genmodels import sample
from genmodels.latent.axes import eigen_axes
from genmodels.latent.direction import Direction, unit, upright
from genmodels.latent.first_layer import first_layer
from genmodels.models.base import GenerativeModel

CODES = 10_000     # from the prior
LARGEST = 2048     # side of a matrix whose eigenvectors are wanted; with more features than that, so many codes
SHOWN = 8
STILL = 1e-9        # share of the features' squares below which an axis is rounding


def ganspace(model: GenerativeModel, shown: int = SHOWN, codes: int = CODES, seed: int = 0) -> tuple[Direction, ...]:
    """The directions whose codes move the features along their principal axes, the one of most variance first.

    For a conditional model each class is centred by itself, since what the class does is no matter of the code. Raises
    ConfigError where no layer meets the code.
    """
    first = first_layer(model)
    width = first.features(sample.codes(model, 1, seed=seed)).shape[1]
    codes = codes if width <= LARGEST else min(codes, LARGEST)
    z, y = sample.codes(model, codes, seed=seed), sample.labels(model, codes)                    # (N, L), (N,)
    raw = first.features(z, y)                                                                  # (N, F)
    places, shares = _principal(_centred(raw, y))                                                # (N, A), (A,)
    moved = int((places.square().sum(0) > STILL * raw.square().sum()).sum())     # axes that are more than rounding
    vectors = upright(_regressed(places[:, :min(shown, moved)], z))                              # (A, L)
    return tuple(Direction(f"ganspace-{i + 1}", f"GANSpace direction {i + 1}", "ganspace", unit(vector), 1.0,
                           f"{float(shares[i]):.1%} of the variance of the features behind {first.name}")
                 for i, vector in enumerate(vectors))


def _principal(found: Tensor) -> tuple[Tensor, Tensor]:
    """Where each code's features lie along each principal axis, and the axes' shares. (N, F) -> (N, A), (A,)"""
    if found.shape[1] <= len(found):
        axes, shares = eigen_axes(found.T @ found)                                               # (F, F)
        return found @ axes.T, shares
    rows, shares = eigen_axes(found @ found.T)                                                   # (N, N): U of U S V^T
    return rows.T * (shares * found.square().sum()).sqrt(), shares


def _regressed(places: Tensor, z: Tensor) -> Tensor:
    """How the code changes with the place along each axis: least squares, arXiv:2004.02546 eq. 2. Places along
    different principal axes do not go along with each other, so each is regressed alone. (N, A), (N, L) -> (A, L)"""
    slopes: Tensor = places.T @ (z - z.mean(0)) / places.square().sum(0)[:, None].clamp_min(1e-12)
    return slopes


def _centred(found: Tensor, y: Tensor | None) -> Tensor:
    """A copy around the mean of each class. (N, F)"""
    found = found.clone()
    classes = torch.zeros(len(found), dtype=torch.int64) if y is None else y
    for label in torch.unique(classes):
        rows = classes == label
        found[rows] -= found[rows].mean(0)
    return found
