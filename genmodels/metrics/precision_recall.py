"""Improved precision and recall with k = 5, in the features of the judge. Kynkäänniemi et al. 2019, arXiv:1904.06991.

For reference: outliers among the real images inflate precision, spread-out samples inflate recall, and both stay below
1 for a perfect model, so they mean something beside their floor only. Density and coverage are the better pair.
"""

from __future__ import annotations

from torch import Tensor

from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.interval import wilson
from genmodels.metrics.neighbours import Reached, floor, reached


class _Share(Metric):
    """Of images in the reach of the other side; interval: Wilson's over these images."""

    judged = True

    def measure(self, evidence: Evidence) -> Measured:
        inside, real = self.inside(reached(evidence)), self.inside(floor(evidence))         # (n,) each
        low, high = wilson(int(inside.sum()), len(inside))
        return Measured(float(inside.double().mean()), low, high, float(real.double().mean()))

    def inside(self, found: Reached) -> Tensor:
        raise NotImplementedError


class Precision(_Share):
    """Samples in the reach of a real image."""

    name = "precision"
    title = "Precision"
    unit = "share of samples near a real image"
    better = "higher"

    def inside(self, found: Reached) -> Tensor:
        return found.by_real > 0


class Recall(_Share):
    """Real images in the reach of a sample."""

    name = "recall"
    title = "Recall"
    unit = "share of real images in the reach of a sample"
    better = "higher"
    tells = "coverage"

    def inside(self, found: Reached) -> Tensor:
        return found.by_samples
