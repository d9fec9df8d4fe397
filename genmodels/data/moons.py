"""Moons: two half circles that reach into each other, as in scikit-learn's make_moons, brought into [-1, 1]."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from genmodels.data.base import Labels
from genmodels.data.plane import dataset

SCALE, DEVIATION = 0.55, 0.025
MIDDLE = np.array([0.5, 0.25])      # between the two centres


def draw(n: int, random: np.random.Generator) -> tuple[npt.NDArray[np.float64], Labels]:
    """Points spread evenly over both half circles, with some noise; the label is the moon."""
    labels = random.integers(0, 2, n)
    angle = random.uniform(0, np.pi, n)
    upper = np.stack([np.cos(angle), np.sin(angle)], 1)                  # (n, 2)
    lower = np.array([1.0, 0.5]) - upper
    arcs = np.where(labels[:, None] == 0, upper, lower)
    return SCALE * (arcs - MIDDLE) + DEVIATION * random.normal(size=(n, 2)), labels


DATASET = dataset(
    "moons", "Two moons", "Two half circles that reach into each other: easy to draw, hard to keep apart.",
    "Drawn by this program with the formula of scikit-learn's make_moons.", ("upper moon", "lower moon"), draw)
