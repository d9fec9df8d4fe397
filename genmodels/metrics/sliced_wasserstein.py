"""Sliced Wasserstein distance: how far points have to be moved, seen along lines. Bonneel et al. 2015,
doi:10.1007/s10851-014-0506-3.

In the plane the mean over all directions needs no chance: evenly turned lines take it. It falls with n by itself, as
the root of it, so it stands beside what training points score against the same held-out points.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from genmodels.data.base import Points
from genmodels.metrics.base import Measured
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.points import OfPoints, drawn, others, real

LINES = 64          # more change the fourth digit
RESAMPLES = 50
Places = npt.NDArray[np.float64]


class SlicedWasserstein(OfPoints):
    """Of order 1, in units of the plane, which is 2 wide. The interval is the spread of a bootstrap over both sets:
    its mean is too high, for resampling adds a distance of its own."""

    name = "sliced_wasserstein"
    title = "Sliced Wasserstein distance"
    unit = "of a plane 2 wide"
    better = "lower"

    def measure(self, evidence: Evidence) -> Measured:
        samples, held_out, training = (along(points) for points in (drawn(evidence), real(evidence), others(evidence)))
        value, dice = distance(samples.places, held_out.places), np.random.default_rng(evidence.seed)
        again = [distance(samples.resampled(dice), held_out.resampled(dice)) for _ in range(RESAMPLES)]
        margin = 1.96 * float(np.std(again, ddof=1))
        return Measured(value, max(0.0, value - margin), value + margin, distance(training.places, held_out.places))


class Along(NamedTuple):
    """Where points lie on each line, in order, and which point it is."""

    places: Places     # (LINES, N)
    order: npt.NDArray[np.int64]     # (LINES, N)

    def resampled(self, dice: np.random.Generator) -> Places:
        """N of the points with replacement, the same on all lines; still in order without sorting again."""
        n = self.places.shape[1]
        times = np.bincount(dice.integers(0, n, n), minlength=n)
        return np.stack([line.repeat(times[order]) for line, order in zip(*self, strict=True)])


def along(points: Points) -> Along:
    """(N, 2) -> the same on LINES lines."""
    angles = np.pi * np.arange(LINES) / LINES
    lines = np.stack([np.cos(angles), np.sin(angles)], 1)                               # (LINES, 2)
    places = lines @ points.T.astype(np.float64)                                        # (LINES, N)
    order = places.argsort(axis=1)
    return Along(np.take_along_axis(places, order, axis=1), order)


def distance(a: Places, b: Places) -> float:
    """Mean over lines of the Wasserstein distance between as many points each, in order."""
    return float(np.abs(a - b).mean())
