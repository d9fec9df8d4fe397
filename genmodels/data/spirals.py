"""Spirals: two thin arms that wind around each other, Lang & Witbrock 1988; one density without modes to count."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from genmodels.data.base import Labels
from genmodels.data.plane import dataset

TURNS, RADIUS, DEVIATION = 1.5, 0.85, 0.012


def draw(n: int, random: np.random.Generator) -> tuple[npt.NDArray[np.float64], Labels]:
    """Points spread evenly over the length of the arms, with some noise; the label is the arm."""
    labels = random.integers(0, 2, n)
    share = np.sqrt(random.uniform(0.01, 1, n))          # an arm is about as long as its radius squared
    angle = 2 * np.pi * TURNS * share + np.pi * labels
    points = RADIUS * share[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
    return points + DEVIATION * random.normal(size=(n, 2)), labels


DATASET = dataset(
    "spirals", "Two spirals", "Two arms that wind around each other: thin, curved, and close to a neighbour.",
    "Drawn by this program after Lang and Witbrock, 1988.", ("first arm", "second arm"), draw)
