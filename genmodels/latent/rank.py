"""Rank correlation: do two measurements rise together, whatever the shape of the rise? Spearman 1904."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def spearman(a: Tensor, b: Tensor) -> float:
    """Correlation of the ranks, -1 to 1; 0 where one of the two never changes. (N,), (N,)"""
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError(f"two lists of equal length are needed, got {tuple(a.shape)} and {tuple(b.shape)}")
    x, y = _centred(ranks(a)), _centred(ranks(b))
    length = float(x.norm() * y.norm())
    return float(x @ y) / length if length > 0 else 0.0


def rank_biserial(values: Tensor, members: Tensor) -> float:
    """How well the values tell members from others: the chance that a member's is larger, less that it is smaller.

    1 when every member lies above every other, however few they are, where Spearman could not reach 1. Cureton 1956.
    (N,), (N,) bool
    """
    ins = int(members.sum())
    outs = len(members) - ins
    if min(ins, outs) == 0:
        return 0.0
    ranked = ranks(values)
    return float(2 * (ranked[members].mean() - ranked[~members].mean()) / (ins + outs))


def interval(rank: float, n: int) -> tuple[float, float]:
    """95 % interval of a rank correlation over n independent pairs. Fieller, Hartley & Pearson 1957."""
    if n < 5 or abs(rank) >= 1:
        return (-1.0, 1.0) if n < 5 else (rank, rank)
    centre, half = math.atanh(rank), 1.96 * math.sqrt(1.06 / (n - 3))
    return math.tanh(centre - half), math.tanh(centre + half)


def ranks(values: Tensor) -> Tensor:
    """1 for the smallest; equal values share the mean of their places. (N,) -> (N,)"""
    values = values.double().contiguous()
    ordered = values.sort().values
    below = torch.searchsorted(ordered, values)                                # (N,) how many are smaller
    up_to = torch.searchsorted(ordered, values, right=True)                    # (N,) how many are not larger
    return (below + up_to + 1).double() / 2


def _centred(values: Tensor) -> Tensor:
    return values - values.mean()
