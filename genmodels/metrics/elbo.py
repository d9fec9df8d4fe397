"""The negative evidence lower bound on held-out images, in nats. Kingma & Welling 2014, arXiv:1312.6114, eq. 10.

Pixel intensities in [0, 1] are taken as Bernoulli targets, which is what most published figures for MNIST do; with
binarised pixels the numbers differ by several nats. A Gaussian likelihood is a density: its numbers may be negative and
cannot be compared with Bernoulli ones, so they have a name of their own.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from genmodels.data.base import ImageSet
from genmodels.metrics.base import Measured, Subject, TooFew
from genmodels.models.base import GenerativeModel, HasLikelihood
from genmodels.preprocess import to_float

BATCH = 500
FEWEST = 100     # the interval takes the mean over images to be normally distributed


class NegativeELBO:
    """Mean over held-out images, one sample of the code for each."""

    def __init__(self, likelihood: str, name: str, title: str, unit: str) -> None:
        self.likelihood, self.name, self.title, self.unit = likelihood, name, title, unit

    def suits(self, model: GenerativeModel) -> bool:
        return isinstance(model, HasLikelihood) and getattr(model.config, "likelihood", "bernoulli") == self.likelihood

    def size(self, n: int, train: ImageSet, held_out: ImageSet) -> int:
        size = min(n, len(held_out))
        if size < FEWEST:
            raise TooFew(f"{self.title} over {size} images says too little: the smallest n that would do is {FEWEST}, "
                         f"and the held-out set has {len(held_out)} images.")
        return size

    def measure(self, subject: Subject) -> Measured:
        nats = self._per_image(subject).double()                                       # (n,)
        margin = 1.96 * float(nats.std()) / math.sqrt(len(nats))
        mean = float(nats.mean())
        return Measured(mean, mean - margin, mean + margin, None, f"the model's own {self.likelihood} likelihood")

    def _per_image(self, subject: Subject) -> Tensor:
        model, rows = subject.model, _rows(subject)
        assert isinstance(model, HasLikelihood)
        device, parts = next(model.parameters()).device, []
        with torch.random.fork_rng(_cuda(device)), torch.inference_mode():
            torch.manual_seed(subject.seed)
            for part in torch.split(rows, BATCH):
                x = to_float(torch.tensor(subject.held_out.images[part.numpy()]).to(device))     # (B, C, H, W)
                y = torch.tensor(subject.held_out.labels[part.numpy()]).to(device)               # (B,)
                reconstruction, kl = model.elbo_terms(x, y)                                      # (B,), (B, L)
                parts.append((reconstruction + kl.sum(1)).cpu())
                subject.on_progress(sum(map(len, parts)) / len(rows), self.title)
        return torch.cat(parts)                                                                  # (n,)


def _rows(subject: Subject) -> Tensor:
    """All held-out images in their order, or a random choice of n."""
    total = len(subject.held_out)
    if subject.n == total:
        return torch.arange(total)
    return torch.randperm(total, generator=torch.Generator().manual_seed(subject.seed))[:subject.n]


def _cuda(device: torch.device) -> list[torch.device]:
    return [device] if device.type == "cuda" else []
