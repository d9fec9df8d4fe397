"""Density and coverage with k = 5, in the features of the judge. Naeem et al. 2020, arXiv:2002.09797, eq. 5 and 6.

Density asks how thickly the real images lie where the samples fall (above 1: at the core of the data), coverage which
share of the real images has a sample near. Unlike precision and recall, neither is inflated by a single outlier.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.interval import wilson
from genmodels.metrics.neighbours import K, floor, reached


class Density(Metric):
    """Interval: normal over the samples, the real images taken as given."""

    name = "density"
    title = "Density"
    unit = "real neighbourhoods per sample, of 5"
    better = "as real"
    judged = True

    def measure(self, evidence: Evidence) -> Measured:
        each = reached(evidence).by_real.double() / K                                      # (n,)
        margin = 1.96 * float(each.std()) / math.sqrt(len(each))
        value = float(each.mean())
        return Measured(value, max(0.0, value - margin), value + margin, _density(floor(evidence).by_real))


class Coverage(Metric):
    """Interval: Wilson's over the real images, the samples taken as given."""

    name = "coverage"
    title = "Coverage"
    unit = "share of real images with a sample near"
    better = "higher"
    tells = "coverage"
    judged = True

    def measure(self, evidence: Evidence) -> Measured:
        covered = reached(evidence).real                                                   # (n,)
        low, high = wilson(int(covered.sum()), len(covered))
        return Measured(_share(covered), low, high, _share(floor(evidence).real))


def _density(by_real: Tensor) -> float:
    return float(by_real.double().mean()) / K


def _share(yes: Tensor) -> float:
    return float(yes.to(torch.float64).mean())
