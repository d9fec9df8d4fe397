"""Small perceptrons that draw points of the plane and judge them; what the models of 2-D datasets are built from.

Letters in shapes: B batch, L size of the code z, W width. A point is an image (B, 2, 1, 1).
"""

from __future__ import annotations

from itertools import pairwise
from typing import cast

from torch import Tensor, nn

from genmodels.models.blocks import back_through_leaky, full, leaky_
from genmodels.models.contest import Sloped

AXES = 2


class PointGenerator(nn.Module):
    """Code to point, within [-1, 1]."""

    def __init__(self, latent_dim: int, width: int, depth: int) -> None:
        super().__init__()
        widths = [latent_dim, *[width] * depth]
        hidden = [layer for inputs, outputs in pairwise(widths)
                  for layer in (nn.Linear(inputs, outputs), nn.ReLU())]
        self.layers = nn.Sequential(*hidden, nn.Linear(width, AXES), nn.Tanh(), nn.Unflatten(1, (AXES, 1, 1)))

    def forward(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        return self.layers(z)     # type: ignore[no-any-return]


class PointDiscriminator(Sloped):
    """Point to score."""

    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        widths = [AXES, *[width] * depth]
        self.layers = nn.ModuleList(nn.Linear(inputs, outputs) for inputs, outputs in pairwise(widths))
        self.head = nn.Linear(width, 1)

    def forward(self, x: Tensor, y: Tensor | None = None) -> Tensor:
        return self._scores(x)[0]

    def with_gradient(self, x: Tensor, y: Tensor | None = None) -> tuple[Tensor, Tensor]:
        scores, passed = self._scores(x)
        g = self.head.weight.expand(len(x), -1)                              # (B, W)
        for layer, h in zip(reversed(self.layers), reversed(passed), strict=True):
            g = back_through_leaky(g, h) @ cast(Tensor, layer.weight)
        return scores, g.view(-1, AXES, 1, 1)

    def _scores(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        """(B,), and what each layer gave."""
        h, passed = x.flatten(1), []                                         # (B, 2)
        for layer in self.layers:
            h = leaky_(layer(h))                                             # (B, W)
            passed.append(h)
        return full(self.head(h)).squeeze(1), passed
