"""Kernel distance between samples and held-out images in the features of the judge: unbiased, so it holds at small n.

Binkowski et al. 2018, arXiv:1801.01401, sec. 4: the squared maximum mean discrepancy (Gretton et al. 2012, eq. 3) under
the kernel (x.y / F + 1)^3. It estimates 0 for a perfect model and may fall a little below. Letters in shapes: N and M
images, F features.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from genmodels.data import cache
from genmodels.judge import Look
from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.evidence import Evidence

CHUNK = 500       # rows of the kernel matrix at a time
PAIRS = 1000      # images that the second term of the variance is estimated from


class Kid(Metric):
    """n samples and n held-out images. The interval is analytic: the variance of a U-statistic (Hoeffding 1948) over
    both sets, first and second order, so that it does not vanish for a model that is nearly right."""

    name = "kid"
    title = "Kernel distance (KID)"
    unit = "squared kernel distance"
    better = "lower"
    fewest = 250
    judged = True

    def meet(self, evidence: Evidence) -> None:
        _real(evidence)

    def measure(self, evidence: Evidence) -> Measured:
        within, floor = _real(evidence)
        found = distance(_tensor(evidence.drawn), _tensor(evidence.seen), within)
        margin = 1.96 * found.deviation
        return Measured(found.value, found.value - margin, found.value + margin, floor)


class Distance(NamedTuple):
    value: float
    deviation: float


def distance(a: Tensor, b: Tensor, within_b: Tensor | None = None) -> Distance:
    """Squared MMD between (N, F) and (N, F), and its standard deviation; `within_b` is row_means(b, b) if known."""
    n = len(a)
    aa, bb = row_means(a, a), row_means(b, b) if within_b is None else within_b            # (N,) each
    ab, ba = row_means(a, b), row_means(b, a)
    value = float(aa.mean() + bb.mean() - 2 * ab.mean())
    second = _pair_variance(a[:PAIRS], b[:PAIRS])
    # Means of n pairs scatter by themselves: what that adds to the variance of the projections is taken off.
    first = max(0.0, float((aa - ab).var() + (bb - ba).var()) - second / n)
    return Distance(value, float(np.sqrt(4 * first / n + 2 * second / (n * (n - 1)))))


def row_means(a: Tensor, b: Tensor) -> Tensor:
    """Mean kernel value of each of a (N, F) with all of b (M, F), itself left out when both are the same. -> (N,)"""
    same = a is b
    sums = torch.cat([kernel(part, b).sum(1, dtype=torch.float64) for part in torch.split(a, CHUNK)])     # (N,)
    if not same:
        return sums / len(b)
    return (sums - ((a * a).sum(1) / a.shape[1] + 1).double() ** 3) / (len(b) - 1)


def kernel(a: Tensor, b: Tensor) -> Tensor:
    """(N, F), (M, F) -> (N, M)"""
    base = (a @ b.T).div_(a.shape[1]).add_(1)
    return base * base * base


def _pair_variance(a: Tensor, b: Tensor) -> float:
    """Variance of h = k(a, a') + k(b, b') - k(a, b') - k(a', b) over pairs of two different rows."""
    mixed = kernel(a, b)
    h = (kernel(a, a) + kernel(b, b) - mixed - mixed.T).double()                           # (P, P)
    return float(h[~torch.eye(len(a), dtype=torch.bool)].var())


def _real(evidence: Evidence) -> tuple[Tensor, float]:
    """row_means of the real images, (N,), and what other real images score against them."""
    rows = evidence.kept("kernel of real", lambda: _within_real(evidence))["rows"]
    floor = evidence.kept("floor of kid", lambda: _floor(evidence))["floor"]
    return torch.from_numpy(rows), float(floor.item())


def _within_real(evidence: Evidence) -> cache.Arrays:
    seen = _tensor(evidence.seen)
    return {"rows": row_means(seen, seen).numpy()}


def _floor(evidence: Evidence) -> cache.Arrays:
    return {"floor": np.array(distance(_tensor(evidence.seen_others), _tensor(evidence.seen)).value)}


def _tensor(look: Look) -> Tensor:
    return torch.from_numpy(look.features)
