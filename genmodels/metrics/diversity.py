"""How different samples are from each other: the mean distance of two, beside that of two real images.

In the features of the judge; 1 is as diverse as real images, 0 is one picture again and again. The details count
near-duplicates: samples with another one nearer than a twentieth of the median real distance.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from genmodels.data import cache
from genmodels.judge import Look
from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.evidence import Evidence

MOST = 4000           # images on each side: their eight million pairs are plenty
DUPLICATE = 0.05      # of the median distance of two real images
CHUNK = 500


class Diversity(Metric):
    """Interval: the first-order variance of a U-statistic (Hoeffding 1948) on both sides, by the delta method."""

    name = "diversity"
    title = "Diversity against real"
    unit = "ratio of mean pairwise distances"
    better = "as real"
    tells = "coverage"
    fewest = 100
    judged = True

    def meet(self, evidence: Evidence) -> None:
        _real(evidence)

    def measure(self, evidence: Evidence) -> Measured:
        kept = _real(evidence)
        real, others = kept["real"], kept["others"]                                        # (M,) each
        found = pairwise(_tensor(evidence.drawn), DUPLICATE * kept["median"].item())
        value = float(found.means.mean() / real.mean())
        margin = 1.96 * value * math.sqrt(_relative(found.means.numpy()) + _relative(real))
        details = {"near_duplicates": float(found.twins.double().mean())}
        return Measured(value, max(0.0, value - margin), value + margin, float(others.mean() / real.mean()), details)


class Pairs(NamedTuple):
    means: Tensor     # (N,) mean distance of each to all others
    twins: Tensor     # (N,) does it have a near-duplicate?


def pairwise(a: Tensor, near: float) -> Pairs:
    """Of the rows of (N, F)."""
    sums, twins = [], []
    for start in range(0, len(a), CHUNK):
        distances = torch.cdist(a[start:start + CHUNK], a)                                 # (CHUNK, N)
        itself = torch.arange(len(distances))
        distances[itself, itself + start] = 0
        sums.append(distances.sum(1, dtype=torch.float64))
        twins.append((distances < near).sum(1) > 1)
    return Pairs(torch.cat(sums) / (len(a) - 1), torch.cat(twins))


def _relative(means: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Squared relative error of their mean: each image stands in two of N pairs, hence the 4."""
    mean = max(float(means.mean()), 1e-12)
    return 4 * float(means.var(ddof=1)) / len(means) / mean**2


def _real(evidence: Evidence) -> cache.Arrays:
    return evidence.kept("pairwise distances", lambda: _pairs_of_real(evidence))


def _pairs_of_real(evidence: Evidence) -> cache.Arrays:
    real, others = _tensor(evidence.seen), _tensor(evidence.seen_others)
    median = torch.cdist(real[:1000], real[:1000]).median()
    return {"real": pairwise(real, 0).means.numpy(), "others": pairwise(others, 0).means.numpy(),
            "median": median.numpy()}


def _tensor(look: Look) -> Tensor:
    return torch.from_numpy(look.features[:MOST])
