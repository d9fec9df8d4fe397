"""Which images lie within each other's reach in the features of the judge: what four metrics count.

The reach of an image is the distance to its k-th nearest among its own kind, itself not counted; strictly nearer is
within. Letters in shapes: N and M images, F features.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from genmodels.data import cache
from genmodels.metrics.evidence import Evidence

K = 5             # Naeem et al. 2020, arXiv:2002.09797, sec. 5
CHUNK = 500       # rows of the distance matrix at a time


class Reached(NamedTuple):
    """How often each image is reached."""

    by_real: Tensor       # (N,) for each sample: real images whose reach it is in
    real: Tensor          # (M,) for each real image: is any sample in its reach?
    by_samples: Tensor    # (M,) for each real image: is it in the reach of any sample?


def reached(evidence: Evidence) -> Reached:
    """Of the samples; found once for density, coverage, precision and recall."""
    return evidence.once(f"neighbours of {evidence.n}", lambda: _of_samples(evidence))


def floor(evidence: Evidence) -> Reached:
    """Of as many other real images in the place of the samples; kept in the cache."""
    arrays = evidence.kept(f"neighbours k={K}", lambda: _of_others(evidence))
    return Reached(*(torch.from_numpy(arrays[name]) for name in Reached._fields))


def reach(a: Tensor, k: int = K) -> Tensor:
    """Squared distance of each row of (N, F) to its k-th nearest other one. -> (N,)"""
    return torch.cat([_squared(part, a).topk(k + 1, largest=False).values[:, k] for part in torch.split(a, CHUNK)])


def count(samples: Tensor, real: Tensor, reach_of_samples: Tensor, reach_of_real: Tensor) -> Reached:
    """(N, F), (M, F), (N,), (M,)"""
    by_real = torch.zeros(len(samples), dtype=torch.int64)
    any_sample, any_reach = [], []
    for start in range(0, len(real), CHUNK):
        rows = slice(start, start + CHUNK)
        squared = _squared(real[rows], samples)                                            # (CHUNK, N)
        inside = squared < reach_of_real[rows, None]
        by_real += inside.sum(0)
        any_sample.append(inside.any(1))
        any_reach.append((squared < reach_of_samples).any(1))
    return Reached(by_real, torch.cat(any_sample), torch.cat(any_reach))


def _of_samples(evidence: Evidence) -> Reached:
    drawn, real = torch.from_numpy(evidence.drawn.features), torch.from_numpy(evidence.seen.features)
    reach_of_real = torch.from_numpy(evidence.kept(f"reach k={K}", lambda: {"reach": reach(real).numpy()})["reach"])
    return count(drawn, real, reach(drawn), reach_of_real)


def _of_others(evidence: Evidence) -> cache.Arrays:
    others, real = torch.from_numpy(evidence.seen_others.features), torch.from_numpy(evidence.seen.features)
    found = count(others, real, reach(others), reach(real))
    return {name: np.asarray(part.numpy()) for name, part in found._asdict().items()}


def _squared(a: Tensor, b: Tensor) -> Tensor:
    """(N, F), (M, F) -> (N, M). A few millionths of the length are lost to rounding: far less than any reach."""
    return torch.baddbmm((a * a).sum(1)[None, :, None] + (b * b).sum(1), a[None], b.T[None], alpha=-2)[0]
