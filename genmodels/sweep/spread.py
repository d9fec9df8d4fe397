"""The mean over seeds with its 95 % interval. Student 1908.

The training run is what is repeated, not the image: with fewer than eight of them the interval is that of Student's t,
which is wide, as it should be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev
from typing import NamedTuple

# 97.5 % points of Student's t for 1, 2, ... 7 degrees of freedom; a sweep has five seeds at most
T = (12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624)


class Spread(NamedTuple):
    mean: float
    low: float | None      # None: one training has no spread
    high: float | None
    n: int                 # trainings


def spread(values: Sequence[float]) -> Spread:
    """Of at least one and at most eight trainings."""
    n, mean = len(values), fmean(values)
    if n == 1:
        return Spread(mean, None, None, 1)
    margin = T[n - 2] * stdev(values) / math.sqrt(n)
    return Spread(mean, mean - margin, mean + margin, n)
