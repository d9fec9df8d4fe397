"""Intervals for shares. Wilson 1927: they stay inside 0..1, also for none of twenty."""

from __future__ import annotations

import math

Z = 1.96     # of a normal distribution's central 95 %


def wilson(successes: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of n independent cases."""
    share, z2 = successes / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # Rounding may not leave none of n, or all of n, outside.
    return (max(0.0, middle - half) if successes else 0.0), (min(1.0, middle + half) if successes < n else 1.0)
