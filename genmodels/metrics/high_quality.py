"""The share of points that lie within three deviations of a mode. Srivastava et al. 2017, arXiv:1705.07761, sec. 4.

Perfect points reach 98.9 % (1 - exp(-4.5)), not 100: the floor, that of real points, says so.
"""

from __future__ import annotations

from math import sqrt

from genmodels.metrics.base import Measured
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.points import OfModes, drawn, hits, modes, real


class HighQuality(OfModes):
    """With Wilson's interval of a rate."""

    name = "high_quality"
    title = "High-quality samples"
    unit = "share"
    better = "higher"

    def measure(self, evidence: Evidence) -> Measured:
        good, at_best = (int((hits(points, modes(evidence)) >= 0).sum())
                         for points in (drawn(evidence), real(evidence)))
        low, high = wilson(good, evidence.n)
        return Measured(good / evidence.n, low, high, at_best / evidence.n)


def wilson(good: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share. Wilson 1927, doi:10.1080/01621459.1927.10502953."""
    share, square = good / n, z * z / n
    middle = (share + square / 2) / (1 + square)
    margin = z * sqrt(share * (1 - share) / n + square / n / 4) / (1 + square)
    return max(0.0, middle - margin), min(1.0, middle + margin)
