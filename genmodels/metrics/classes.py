"""How many classes the samples have: the exponential of the entropy of what the judge calls them.

10 when ten classes come equally often, 1 when only one does. Which ones are missing stands in the details, with the
histogram of real images as the judge sees those.
"""

from __future__ import annotations

import math

import numpy as np

from genmodels.data.base import ImageSet, Labels
from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.evidence import Evidence

MISSED_BY_CHANCE = 1e-3      # that a class of equal share has no sample among the fewest
FEWEST = 128


class Classes(Metric):
    """Interval: the delta method for the entropy of multinomial counts, with the second order that is left when all
    classes come equally often (Harris 1975)."""

    name = "classes"
    title = "Effective classes"
    unit = "classes"
    better = "as real"
    tells = "coverage"
    judged = True

    def smallest(self, held_out: ImageSet) -> int:
        kinds = len(held_out.classes)
        return max(FEWEST, math.ceil(kinds * math.log(kinds / MISSED_BY_CHANCE)))

    def meet(self, evidence: Evidence) -> None:
        evidence.seen     # noqa: B018

    def measure(self, evidence: Evidence) -> Measured:
        names = evidence.held_out.classes
        drawn = np.bincount(evidence.drawn.classes, minlength=len(names))                   # (K,)
        real = np.bincount(evidence.seen.classes, minlength=len(names))
        value, margin = effective(drawn), 1.96 * _deviation(drawn)
        missing = [name for name, n, there in zip(names, drawn, real, strict=True) if n == 0 and there > 0]
        details = {"classes": list(names), "counts": drawn.tolist(), "real": real.tolist(), "missing": missing,
                   "entropy": math.log(value)}
        low, high = max(1.0, value - margin), min(float(len(names)), value + margin)
        return Measured(value, low, high, effective(real), details)


def effective(counts: Labels) -> float:
    """exp of the entropy of counts (K,)."""
    return math.exp(-float((_shares(counts) * np.log(_shares(counts))).sum()))


def _deviation(counts: Labels) -> float:
    """Of the exponential: its slope is its value."""
    p, n = _shares(counts), int(counts.sum())
    logs, freedom = np.log(p), len(counts) - 1
    # Shares that were counted differ by chance too: what that adds to the first order is taken off.
    first = max(0.0, float((p * logs**2).sum() - (p * logs).sum() ** 2) - freedom / n)
    return effective(counts) * math.sqrt(first / n + freedom / (2 * n**2))


def _shares(counts: Labels) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Of the classes that there are."""
    present = counts[counts > 0]
    shares: np.ndarray[tuple[int], np.dtype[np.float64]] = present / present.sum()
    return shares
