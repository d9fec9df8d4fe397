"""Repair by a model that encodes: in one pass, again and again with known pixels clamped, or by optimising the code.

Letters in shapes: N images, C channels, H = W size, L size of the code, S starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from genmodels.errors import ConfigError
from genmodels.models.base import Encodes, GenerativeModel
from genmodels.pictures import Pixels
from genmodels.preprocess import to_float
from genmodels.repair.damage import Damage
from genmodels.sample import labels

MEASURED = 512          # training images that tell the model's spread and the mean image
SHARPEST = 0.01         # no spread is taken to be smaller: two grey values and a half
ITERATIONS = 40
OPTIMISER_STEPS = 100
OPTIMISER_RATE = 0.2


@dataclass(frozen=True)
class Repairer:
    """A model with what it knows of intact images; built once, by `repairer`."""

    model: GenerativeModel
    spread: float           # standard deviation of its reconstructions around intact images, in grey ranges
    average: Tensor         # (C, H, W), the mean training image: what stands in a hole before anything is known

    def encode(self, x: Tensor, y: Tensor | None) -> tuple[Tensor, Tensor]:
        """(N, C, H, W) in 0..1 -> mean and log-variance, (N, L) each."""
        if not isinstance(self.model, Encodes):
            raise ConfigError(f"{self.model.title} cannot encode, so it cannot repair. Choose a run of a VAE.")
        return self.model.posterior(x * 2 - 1, y)

    def draw(self, z: Tensor, y: Tensor | None) -> Tensor:
        """(N, L) -> (N, C, H, W) in 0..1"""
        return (self.model.decode(z, y) + 1) / 2

    def begin(self, seen: Tensor, damage: Damage) -> Tensor:
        """What the encoder is shown first: the picture itself, a hole filled with the mean image."""
        known = damage.known(seen)
        return torch.where(known, seen, self.average) if bool(known.any()) else seen


def repairer(model: GenerativeModel, train: Pixels, y: Tensor | None = None) -> Repairer:
    """Measures, on training images uint8 (T, C, H, W) and their classes (T,), how far reconstructions stay from them.

    Raises ConfigError for a model that cannot encode.
    """
    rows = torch.linspace(0, len(train) - 1, min(MEASURED, len(train))).long()
    x = (to_float(torch.from_numpy(train[rows.numpy()])) + 1) / 2                        # (M, C, H, W)
    classes = labels(model, len(x), None if y is None else y[rows])
    blank = Repairer(model, 1.0, x.mean(0))
    with torch.no_grad():
        mean, _ = blank.encode(x, classes)
        spread = float((blank.draw(mean, classes) - x).square().mean().sqrt())
    return Repairer(model, max(spread, SHARPEST), blank.average)


def one_pass(repairer: Repairer, seen: Tensor, damage: Damage, y: Tensor | None) -> Tensor:
    """What the model draws from the posterior mean of the destroyed picture."""
    with torch.no_grad():
        mean, _ = repairer.encode(repairer.begin(seen, damage), y)
        return repairer.draw(mean, y)


def iterated(repairer: Repairer, seen: Tensor, damage: Damage, y: Tensor | None, seed: int = 0) -> Tensor:
    """The mean of the second half of `iterations`: an estimate of the missing pixels' mean given the others."""
    pictures = list(iterations(repairer, seen, damage, y, seed))[1:]
    return torch.stack(pictures[len(pictures) // 2:]).mean(0)


def iterations(repairer: Repairer, seen: Tensor, damage: Damage, y: Tensor | None, seed: int = 0,
               steps: int = ITERATIONS) -> Iterator[Tensor]:
    """Encode, draw a code, decode, put back what is known; again. Yields the start and each picture, (N, C, H, W).

    The pseudo-Gibbs chain of Rezende et al. 2014, arXiv:1401.4082, appendix F, with the decoder's mean in place of
    sampled pixels. Where nothing is certain, each pixel is put back as far as it can be trusted.
    """
    noise = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        x = repairer.begin(seen, damage)
        yield x
        for _ in range(steps):
            mean, logvar = repairer.encode(x, y)
            z = mean + (0.5 * logvar).exp() * torch.randn(mean.shape, generator=noise)   # (N, L)
            x = put_back(seen, repairer.draw(z, y), damage, repairer.spread)
            yield x


def put_back(seen: Tensor, drawn: Tensor, damage: Damage, spread: float) -> Tensor:
    """The mean of the intact image given both: known pixels as they are, others as far as they can be trusted."""
    trust = damage.trust(seen, drawn, spread)                                            # (N, C, H, W)
    return trust * seen + (1 - trust) * drawn


def optimised(repairer: Repairer, seen: Tensor, damage: Damage, y: Tensor | None, seed: int = 0) -> Tensor:
    """The picture of the most probable code given what is seen: max_z log p(seen | z) + log p(z), by Adam.

    From three starts: the one-pass code, that of the chain's picture, and the middle of the prior; the best is kept.
    """
    starts = _starts(repairer, seen, damage, y, seed)                                    # (S, N, L)
    many = len(starts)
    z = starts.flatten(0, 1).clone().requires_grad_(True)                                # (S * N, L)
    again = None if y is None else y.repeat(many)
    copies = seen.repeat(many, 1, 1, 1)
    optimiser = torch.optim.Adam([z], lr=OPTIMISER_RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, OPTIMISER_STEPS)
    for _ in range(OPTIMISER_STEPS):
        optimiser.zero_grad()
        minus_log_posterior(repairer, z, copies, damage, again).sum().backward()         # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    with torch.no_grad():
        cost = minus_log_posterior(repairer, z, copies, damage, again).view(many, -1)    # (S, N)
        best = z.view(many, len(seen), -1)[cost.argmin(0), torch.arange(len(seen))]      # (N, L)
        return put_back(seen, repairer.draw(best, y), damage, repairer.spread)


def minus_log_posterior(repairer: Repairer, z: Tensor, seen: Tensor, damage: Damage, y: Tensor | None) -> Tensor:
    """-log p(seen | z) - log p(z) up to a constant. (N, L) -> (N,)"""
    likelihood = damage.log_likelihood(seen, repairer.draw(z, y), repairer.spread)       # (N, C, H, W)
    return 0.5 * z.square().sum(1) - likelihood.flatten(1).sum(1)


def _starts(repairer: Repairer, seen: Tensor, damage: Damage, y: Tensor | None, seed: int) -> Tensor:
    with torch.no_grad():
        first, _ = repairer.encode(repairer.begin(seen, damage), y)
        later, _ = repairer.encode(iterated(repairer, seen, damage, y, seed), y)
    return torch.stack([first, later, torch.zeros_like(first)])
