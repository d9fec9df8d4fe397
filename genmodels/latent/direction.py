"""A direction of latent space: where it points, how far codes spread along it, what justifies its name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor

Group = Literal["dimension", "axis", "class", "attribute", "sefa", "ganspace", "own"]

NAMED = 0.6     # rank correlation from which on a direction may bear an attribute's name


@dataclass(frozen=True)
class Direction:
    """One way through latent space. L is the size of a code."""

    key: str                          # for addresses: "axis-1", "class-3-8", "attribute-size"
    title: str
    group: Group
    vector: Tensor                    # (L,) of unit length
    scale: float                      # standard deviation of the codes along it: one step of a strip
    detail: str = ""                  # how it was found, in a sentence
    rank: float | None = None         # Spearman, of the place along it with `attribute`
    n: int | None = None              # pictures behind the rank
    attribute: str | None = None      # the measured one that goes along with it best

    @property
    def named(self) -> bool:
        """Is the correlation high enough to call the direction by its attribute?"""
        return self.rank is not None and self.attribute is not None and abs(self.rank) >= NAMED

    def codes(self, code: Tensor, places: Tensor) -> Tensor:
        """The code with its place along the direction set to each of these, in standard deviations.

        (L,), (P,) -> (P, L)
        """
        return code + (self.scale * places - code @ self.vector)[:, None] * self.vector

    def turned(self) -> Direction:
        """The same line walked the other way."""
        return replace(self, vector=-self.vector, rank=None if self.rank is None else -self.rank)


def unit(vector: Tensor) -> Tensor:
    """The vector at length one; raises ValueError for a zero, which points nowhere."""
    length = float(vector.norm())
    if not length > 0 or not torch.isfinite(vector).all():
        raise ValueError("a zero vector has no direction")
    return vector / length


def upright(vectors: Tensor) -> Tensor:
    """Each with its largest part positive: the sign of an eigenvector is open, and every machine is to take the same.

    (D, L) -> (D, L)
    """
    return vectors * vectors.gather(1, vectors.abs().argmax(1, keepdim=True)).sign()
