"""What a dataset is: images and labels in memory, and the card that says where they come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from genmodels.config import ImageSpec

Split = Literal["train", "held-out"]
Progress = Callable[[float, str], None]     # share done in 0..1, and a few words
Pixels = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]
Points = npt.NDArray[np.float32]            # (N, 2)


def silent(share: float, words: str) -> None:
    """The Progress of a caller who does not watch."""


@dataclass(frozen=True)
class ImageSet:
    """Images of one split. uint8, because that is what files hold and what fits four times into memory."""

    images: npt.NDArray[np.uint8]       # (N, C, H, W)
    labels: npt.NDArray[np.int64]       # (N,)
    classes: tuple[str, ...]
    factors: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict)     # name -> (N,), where truth is known

    def __len__(self) -> int:
        return len(self.images)


@dataclass(frozen=True)
class Modes:
    """What a mixture of Gaussians is made of, in equal shares."""

    centres: Points         # (M, 2)
    deviation: float        # of every coordinate around its centre


@dataclass(frozen=True)
class PointSet(ImageSet):
    """Points of the plane, in the arrays of images of one pixel with two channels: float32 (N, 2, 1, 1) in [-1, 1],
    for a byte would be too coarse."""

    modes: Modes | None = None     # where the density is known to have them

    @property
    def points(self) -> Points:
        """(N, 2)"""
        return self.images.reshape(len(self), 2).view(np.float32)


@dataclass(frozen=True)
class Factor:
    """One thing that a drawn dataset was drawn from, with its inclusive range."""

    name: str
    low: float
    high: float
    unit: str


@dataclass(frozen=True)
class Truth:
    """The known factors of a drawn dataset, and how an image looks when one of them moves and the others rest."""

    factors: tuple[Factor, ...]
    traverse: Callable[[str, str, int], Pixels]     # class, factor, count -> (count, C, H, W)


@dataclass(frozen=True)
class Dataset:
    """The card of a dataset, and how to read it."""

    name: str
    title: str
    summary: str                        # one sentence for the page
    image: ImageSpec
    classes: tuple[str, ...]
    sizes: dict[Split, int]
    source: str                         # where it comes from, with authors and year
    licence: str
    checksums: dict[str, str]           # part -> SHA-256 of the unpacked bytes; empty when drawn by program
    read: Callable[[Split, Progress], ImageSet]     # downloads when it must; raises DataError
    here: Callable[[], bool]            # can it be read now, without the network?
    own: bool = False                   # imported by the user, so it can be deleted
    truth: Truth | None = None          # only for datasets drawn from known factors
