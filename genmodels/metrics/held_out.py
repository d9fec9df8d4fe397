"""What the metrics share that look at what a model makes of held-out images: no samples enter, and no judge.

Letters in shapes: N images, B batch, L size of the code z.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import torch
from torch import Tensor

from genmodels import sample
from genmodels.data.base import ImageSet
from genmodels.metrics.base import Measured, Metric, Tells, TooFew
from genmodels.metrics.evidence import Evidence
from genmodels.models.base import Encodes, GenerativeModel, HasLikelihood
from genmodels.preprocess import Batch, to_float

BATCH = 500
SPREAD_FROM = 1000     # training images that say how wide a Gaussian likelihood is


class HeldOut(Metric):
    """A number over the first n held-out images. There is no floor: real images have no code."""

    tells: Tells = "likelihood"
    fewest = 100     # the interval takes the mean over images to be normally distributed
    most = 10**9     # images that are worth their time

    def suits(self, model: GenerativeModel) -> bool:
        return isinstance(model, HasLikelihood) and isinstance(model, Encodes)

    def size(self, n: int, train: ImageSet, held_out: ImageSet) -> int:
        size = min(n, len(held_out), self.most)
        if size < self.fewest:
            raise TooFew(f"{self.title} over {size} images says too little: the smallest n that would do is "
                         f"{self.fewest}, and the held-out set has {len(held_out)} images.")
        return size

    def judge(self, evidence: Evidence) -> str:
        return f"the model's own {likelihood(evidence.model)} likelihood"


class Posterior(NamedTuple):
    mean: Tensor       # (N, L) float64
    logvar: Tensor     # (N, L) float64


def posterior(evidence: Evidence) -> Posterior:
    """Of the first n held-out images, found once."""
    def encode() -> Posterior:
        mean, logvar = sample.encode(evidence.model, evidence.real, evidence.asked)
        return Posterior(mean.double(), logvar.double())
    return evidence.once(f"posterior {evidence.n}", encode)


def batches(evidence: Evidence, size: int = BATCH) -> Iterator[Batch]:
    """The first n held-out images with their classes, where the model is; tells how far they are read."""
    place, images, labels = device(evidence.model), torch.tensor(evidence.real), torch.tensor(evidence.asked)
    for start in range(0, evidence.n, size):
        stop = min(start + size, evidence.n)
        yield Batch(to_float(images[start:stop].to(place)), labels[start:stop].to(place))
        evidence.on_progress(stop / evidence.n, "Reading held-out images")


def log_sigma(evidence: Evidence) -> Tensor | None:
    """The spread of a Gaussian likelihood, from training images, so that p(x|z) is a density of held-out ones; None for
    a Bernoulli one, which has none."""
    def look() -> Tensor | None:
        model, rows = evidence.model, evidence.first(SPREAD_FROM).other_rows
        assert isinstance(model, HasLikelihood)
        with noise(evidence), torch.inference_mode():
            x = to_float(torch.tensor(evidence.train.images[rows]).to(device(model)))
            return model.log_sigma(x, torch.tensor(evidence.train.labels[rows]).to(device(model)))
    return None if likelihood(evidence.model) == "bernoulli" else evidence.once("log sigma", look)


def mean(values: Tensor, details: dict[str, object] | None = None) -> Measured:
    """Of one number for each image, (N,), with the interval of a normal distribution."""
    values = values.double()
    middle, margin = float(values.mean()), 1.96 * float(values.std()) / math.sqrt(len(values))
    return Measured(middle, middle - margin, middle + margin, details=details)


@contextmanager
def noise(evidence: Evidence) -> Iterator[None]:
    """Random numbers of the evidence's seed; those of the process stay as they are."""
    place = device(evidence.model)
    with torch.random.fork_rng([place] if place.type == "cuda" else []):
        torch.manual_seed(evidence.seed)
        yield


def likelihood(model: GenerativeModel) -> str:
    """The name of p(x|z)."""
    return str(getattr(model.config, "likelihood", "bernoulli"))


def device(model: GenerativeModel) -> torch.device:
    return next(model.parameters()).device
