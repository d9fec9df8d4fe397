"""Points of the plane drawn by program: what the datasets share whose density one can see whole.

They live in [-1, 1] x [-1, 1], the range of all that networks draw. Nothing is kept on disk: drawing is quick.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
import numpy.typing as npt

from genmodels.config import ImageSpec
from genmodels.data.base import Dataset, Labels, Modes, Pixels, Points, PointSet, Progress, Split

POINT = ImageSpec(channels=2, size=1)
SIZES: dict[Split, int] = {"train": 100_000, "held-out": 10_000}
SEEDS: dict[Split, int] = {"train": 1, "held-out": 2}
Draw = Callable[[int, np.random.Generator], tuple[npt.NDArray[np.float64], Labels]]     # n -> (n, 2), (n,)


def dataset(name: str, title: str, summary: str, source: str, classes: tuple[str, ...], draw: Draw,
            modes: Modes | None = None) -> Dataset:
    """The card of a 2-D dataset that `draw` draws."""
    def read(split: Split, progress: Progress) -> PointSet:
        points, labels = draw(SIZES[split], np.random.Generator(np.random.PCG64(SEEDS[split])))
        return point_set(points.astype(np.float32), labels, classes, modes)
    return Dataset(name=name, title=title, summary=summary, image=POINT, classes=classes, sizes=SIZES, source=source,
                   licence="CC0: no rights reserved", checksums={}, read=read, here=lambda: True)


def point_set(points: Points, labels: Labels, classes: tuple[str, ...], modes: Modes | None = None) -> PointSet:
    """Points (N, 2) in the form of images."""
    return PointSet(cast(Pixels, points.reshape(-1, 2, 1, 1)), labels, classes, modes=modes)


def mixture(modes: Modes) -> Draw:
    """Draws from Gaussians in equal shares; the label is the number of the Gaussian."""
    def draw(n: int, random: np.random.Generator) -> tuple[npt.NDArray[np.float64], Labels]:
        labels = random.integers(0, len(modes.centres), n)
        return modes.centres[labels] + modes.deviation * random.normal(size=(n, 2)), labels
    return draw
