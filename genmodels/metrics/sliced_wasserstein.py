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
Counts = npt.NDArray[np.int64]


class SlicedWasserstein(OfPoints):
    """Of order 1, in units of the plane, which is 2 wide. The interval is the spread of a bootstrap over both sets:
    its mean is too high, for resampling adds a distance of its own."""

    name = "sliced_wasserstein"
    title = "Sliced Wasserstein distance"
    unit = "of a plane 2 wide"
    better = "lower"

    def measure(self, evidence: Evidence) -> Measured:
        samples, held_out, n = drawn(evidence), real(evidence), evidence.n
        both, dice = along(samples, held_out), np.random.default_rng(evidence.seed)
        value = distance(both)
        again = [distance(both, _times(n, dice), _times(n, dice)) for _ in range(RESAMPLES)]
        margin = 1.96 * float(np.std(again, ddof=1))
        return Measured(value, max(0.0, value - margin), value + margin, distance(along(others(evidence), held_out)))


class Along(NamedTuple):
    """Two sets of N points on each line, in order of where they lie."""

    order: Counts     # (LINES, 2N - 1) which point, those of the second set from N on; the last one is not needed
    gaps: npt.NDArray[np.float64]     # (LINES, 2N - 1) how far the next one is


def along(a: Points, b: Points) -> Along:
    """(N, 2), (N, 2) -> both on LINES lines."""
    angles = np.pi * np.arange(LINES) / LINES
    lines = np.stack([np.cos(angles), np.sin(angles)], 1)                               # (LINES, 2)
    places = lines @ np.concatenate([a, b]).T.astype(np.float64)                        # (LINES, 2N)
    order = places.argsort(axis=1)
    return Along(order[:, :-1], np.diff(np.take_along_axis(places, order, axis=1)))


def distance(both: Along, a: Counts | None = None, b: Counts | None = None) -> float:
    """Mean over lines of the Wasserstein distance, the area between the two distribution functions; a and b (N,) say
    how often each point counts, once where nothing is said."""
    n = (both.order.shape[1] + 1) // 2
    once = np.ones(n, np.int64)
    counts = np.concatenate([once if a is None else a, -(once if b is None else b)])    # (2N,)
    apart = np.abs(counts[both.order].cumsum(axis=1))                                   # (LINES, 2N - 1), in n-ths
    return float((apart * both.gaps).sum() / n / LINES)


def _times(n: int, dice: np.random.Generator) -> Counts:
    """How often each of n points is drawn in n draws with replacement. (n,)"""
    return np.bincount(dice.integers(0, n, n), minlength=n)
