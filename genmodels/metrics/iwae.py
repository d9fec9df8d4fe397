"""Importance-weighted bounds on the log-likelihood of held-out images. Burda et al. 2016, arXiv:1509.00519, eq. 8.

The mean of k importance weights is taken before its logarithm, so the bound rises with k towards log p(x): numbers
compare only at equal k. The networks compute in float32; weights are added up and averaged in float64.
Letters in shapes: N images, K weights for each, L size of the code z.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from genmodels.metrics.base import Measured
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.held_out import HeldOut, batches, device, likelihood, log_sigma, mean
from genmodels.models.base import Encodes, GenerativeModel, HasLikelihood

WEIGHTS = 1000     # for each image; bounds at a smaller k are averaged over the groups of k among them
CODES = 100        # decoded at once: what they draw stays in the processor's cache
KINDS = {"bernoulli": ("", ""), "gaussian": ("_gaussian", ", Gaussian density")}


class ImportanceWeighted(HeldOut):
    """The negative bound at k codes an image, as the mean over a thousand held-out images: a million decodings."""

    unit = "nats per image"
    better = "lower"
    most = 1000

    def __init__(self, k: int, likelihood: str = "bernoulli") -> None:
        self.k, self.likelihood = k, likelihood
        tail, words = KINDS[likelihood]
        self.name = f"test_nll_iwae_{k}{tail}"
        self.title = f"Negative importance-weighted bound, k = {k:,}{words}"

    def suits(self, model: GenerativeModel) -> bool:
        return super().suits(model) and likelihood(model) == self.likelihood

    def measure(self, evidence: Evidence) -> Measured:
        weights = evidence.once(f"importance weights {evidence.n}", lambda: _weights(evidence))
        return mean(-bound(weights, self.k))


def bound(weights: Tensor, k: int) -> Tensor:
    """log of the mean of k weights, itself averaged over the K / k groups there are. (N, K) -> (N,)"""
    groups = weights[:, :weights.shape[1] // k * k].reshape(len(weights), -1, k)        # (N, K / k, k)
    return (groups.logsumexp(2) - math.log(k)).mean(1)


def log_weights(model: GenerativeModel, x: Tensor, y: Tensor, noise: Tensor, spread: Tensor | None) -> Tensor:
    """log p(x|z) + log p(z) - log q(z|x) at codes of one image's posterior, float64.

    x (1, C, H, W), y (1,), standard normal noise (K, L) -> (K,)
    """
    assert isinstance(model, Encodes)
    assert isinstance(model, HasLikelihood)
    mu, logvar = model.posterior(x, y)                                                  # (1, L) each
    z = mu + noise * (0.5 * logvar).exp()                                               # (K, L)
    parts = [model.log_likelihood(x, part, y.expand(len(part)), spread) for part in torch.split(z, CODES)]
    # two normal distributions: log p(z) - log q(z|x) = (noise^2 - z^2 + log variance) / 2, summed over L
    ratio = 0.5 * (noise.double().square() - z.double().square() + logvar.double()).sum(1)
    return torch.cat(parts).double() + ratio                                            # (K,)


def _weights(evidence: Evidence) -> Tensor:
    model, dice, spread = evidence.model, torch.Generator().manual_seed(evidence.seed), log_sigma(evidence)
    rows = []
    with torch.inference_mode():
        for x, y in batches(evidence, 1):
            noise = torch.randn(WEIGHTS, model.latent_dim, generator=dice).to(device(model))
            rows.append(log_weights(model, x, y, noise, spread).cpu())
    return torch.stack(rows)                                                            # (N, K)
