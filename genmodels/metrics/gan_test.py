"""How often the judge finds the class in a sample that was asked for: GAN-test, Shmelkov et al. 2018, arXiv:1807.09499.

The floor is how often it finds the class of a real image. Above the floor samples are simpler than real ones.
"""

from __future__ import annotations

from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.interval import wilson
from genmodels.models.base import GenerativeModel


class GanTest(Metric):
    """Interval: Wilson's over the samples."""

    name = "gan_test"
    title = "GAN-test accuracy"
    unit = "share of samples of the class asked for"
    better = "higher"
    fewest = 100
    judged = True

    def suits(self, model: GenerativeModel) -> bool:
        return super().suits(model) and model.conditional

    def measure(self, evidence: Evidence) -> Measured:
        right = int((evidence.drawn.classes == evidence.asked).sum())
        low, high = wilson(right, evidence.n)
        return Measured(right / evidence.n, low, high, float((evidence.seen.classes == evidence.asked).mean()))
