"""Can a classifier tell samples from real images? Lopez-Paz & Oquab 2017, arXiv:1610.06545.

0.5 means that this classifier finds no difference, 1 that it always knows. With images enough everything is told apart,
so it is the accuracy that counts and not its significance.
"""

from __future__ import annotations

import numpy as np

from genmodels.data.base import ImageSet, Pixels
from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.classifier import guesses, trained
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.interval import wilson

MOST = 5000       # images on each side
TESTED = 0.2      # of them; the others are learned from


class TwoSample(Metric):
    """Interval: Wilson's over the images tested, for the classifier that was trained; another seed trains another."""

    name = "two_sample"
    title = "Told apart from real images"
    unit = "accuracy; 0.5 is a guess"
    better = "lower"

    def size(self, n: int, train: ImageSet, held_out: ImageSet) -> int:
        return min(MOST, super().size(n, train, held_out))

    def judge(self, evidence: Evidence) -> str:
        return "a small classifier trained for it"

    def measure(self, evidence: Evidence) -> Measured:
        right, n = told_apart(evidence.samples, evidence.real, evidence.seed)
        low, high = wilson(right, n)
        floor = evidence.kept("two-sample floor", lambda: {
            "right": np.array(told_apart(evidence.others, evidence.real, evidence.seed)[0])}, self.judge(evidence))
        return Measured(right / n, low, high, floor["right"].item() / n)


def told_apart(a: Pixels, b: Pixels, seed: int) -> tuple[int, int]:
    """How many of the tested images the classifier names rightly, and how many were tested."""
    split = len(a) - round(TESTED * len(a))
    network = trained(_mixed(a[:split], b[:split]), seed)
    test = _mixed(a[split:], b[split:])
    return int((guesses(network, test.images) == test.labels).sum()), len(test)


def _mixed(a: Pixels, b: Pixels) -> ImageSet:
    return ImageSet(np.concatenate([a, b]), np.repeat([0, 1], [len(a), len(b)]), ("drawn", "real"))
