"""The negative evidence lower bound on held-out images, in nats. Kingma & Welling 2014, arXiv:1312.6114, eq. 10.

Pixel intensities in [0, 1] are taken as Bernoulli targets, which is what most published figures for MNIST do; with
binarised pixels the numbers differ by several nats. A Gaussian likelihood is a density: its numbers may be negative and
cannot be compared with Bernoulli ones, so they have a name of their own.
"""

from __future__ import annotations

import torch
from torch import Tensor

from genmodels.metrics.base import Measured
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.held_out import HeldOut, batches, likelihood, mean, noise
from genmodels.models.base import GenerativeModel, HasLikelihood


class NegativeELBO(HeldOut):
    """Mean over held-out images, one sample of the code for each."""

    better = "lower"

    def __init__(self, likelihood: str, name: str, title: str, unit: str) -> None:
        self.likelihood, self.name, self.title, self.unit = likelihood, name, title, unit

    def suits(self, model: GenerativeModel) -> bool:
        return super().suits(model) and likelihood(model) == self.likelihood

    def measure(self, evidence: Evidence) -> Measured:
        return mean(_per_image(evidence))


def _per_image(evidence: Evidence) -> Tensor:
    model, parts = evidence.model, []
    assert isinstance(model, HasLikelihood)
    with noise(evidence), torch.inference_mode():
        for x, y in batches(evidence):
            reconstruction, kl = model.elbo_terms(x, y)                                      # (B,), (B, L)
            parts.append((reconstruction + kl.sum(1)).cpu())
    return torch.cat(parts)                                                                  # (N,)

