"""Dimensions of the code that move with the image: Var_x E[z|x] > 0.01. Burda et al. 2016, arXiv:1509.00519, sec. 5."""

from __future__ import annotations

import torch
from torch import Tensor

from genmodels.metrics.base import Measured
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.held_out import HeldOut, posterior

ACTIVE = 0.01
RESAMPLES = 200


class ActiveUnits(HeldOut):
    """Their number; the interval is that of a bootstrap over the images, the details hold every variance."""

    name = "active_units"
    title = "Active units"
    unit = "dimensions"
    better = "neither"
    tells = "code"

    def judge(self, evidence: Evidence) -> str:
        return "the model's own posterior"

    def measure(self, evidence: Evidence) -> Measured:
        means = posterior(evidence).mean                                                # (N, L)
        variances = means.var(0)                                                        # (L,)
        counts = (resampled_variances(means, evidence.seed) > ACTIVE).sum(1).double()   # (RESAMPLES,)
        low, high = torch.quantile(counts, torch.tensor([0.025, 0.975], dtype=torch.float64)).tolist()
        active = float((variances > ACTIVE).sum())
        return Measured(active, min(low, active), max(high, active),
                        details={"variances": variances.tolist(), "of": means.shape[1]})


def resampled_variances(means: Tensor, seed: int) -> Tensor:
    """Of each dimension in RESAMPLES draws of N images with replacement, counted instead of copied. -> (R, L)"""
    n, dice = len(means), torch.Generator().manual_seed(seed)
    picks = torch.randint(n, (RESAMPLES, n), generator=dice)                            # (R, N)
    times = torch.zeros(RESAMPLES, n, dtype=torch.float64).scatter_add_(1, picks, torch.ones_like(picks).double())
    first, second = times @ means / n, times @ means.square() / n                       # (R, L)
    return (second - first.square()) * n / (n - 1)
