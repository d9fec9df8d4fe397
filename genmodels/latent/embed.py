"""An encoder by optimisation: the code whose picture comes closest to an image, for models that cannot encode.

Gradient descent on the code as in Zhu et al. 2016, arXiv:1609.03552, sec. 3.1, from several starts, with the prior as
penalty. S starts, L size of a code, C channels, H = W size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from genmodels import sample
from genmodels.errors import ConfigError
from genmodels.models.base import GenerativeModel
from genmodels.preprocess import to_float
from genmodels.sample import Pixels

STEPS = 200
STARTS = 8             # the best random codes and the middle of the prior
CANDIDATES = 500       # random codes the starts are chosen from
EVERY = 10             # steps between two looks
RATE = 0.2             # of Adam, falling to zero along a cosine
NOISE = 0.1            # deviation of a pixel, as part of the grey range, that costs as much as one of the code


@dataclass(frozen=True)
class Embedding:
    """The best code so far."""

    step: int
    steps: int
    code: Tensor            # (L,)
    label: int | None       # the class it is drawn as, by a conditional model
    residual: float         # root of the mean squared difference of pixels, as part of the grey range
    picture: Pixels         # (C, H, W), decoded from the code


def embed(model: GenerativeModel, image: Pixels, y: int | None = None, *, steps: int = STEPS, starts: int = STARTS,
          seed: int = 0) -> Iterator[Embedding]:
    """Look for the code of an image, uint8 (C, H, W), drawn as class y by a conditional model; as the classes of its
    best random codes when none is given.

    The first Embedding is the best of 500 random codes, the last the best that was found; no later one has a larger
    residual. Raises ConfigError for an image of another format, or a class that is not there.
    """
    shape = (model.image.channels, model.image.size, model.image.size)
    if image.shape != shape:
        raise ConfigError(f"The image has the shape {image.shape}, but this model draws {shape}. Fit it first.")
    if steps < 1 or starts < 1:
        raise ConfigError(f"steps = {steps} and starts = {starts} do not fit. Allowed: 1 or more.")
    target = to_float(torch.tensor(image)[None])                                      # (1, C, H, W)
    z, labels = _starts(model, target, y, starts, seed)                               # (S, L), (S,)
    code, best = z.clone().requires_grad_(), None
    optimiser = torch.optim.Adam([code], RATE)
    fall = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for step in range(steps + 1):
        cost, residuals = _cost(model, code, target, labels)                          # (S,) each
        best = _better(best, step, steps, code.detach(), labels, residuals.detach(), model)
        if step % EVERY == 0 or step == steps:
            yield best
        optimiser.zero_grad()
        cost.sum().backward()     # type: ignore[no-untyped-call]
        optimiser.step()
        fall.step()


def _cost(model: GenerativeModel, z: Tensor, target: Tensor, labels: Tensor | None) -> tuple[Tensor, Tensor]:
    """-log p(image, z) up to a constant, and the root of the mean squared difference. -> (S,) each"""
    squares = ((model.decode(z, labels) - target) / 2).square().flatten(1)            # (S, P), of the grey range
    return squares.sum(1) / (2 * NOISE**2) + z.square().sum(1) / 2, squares.mean(1).sqrt()


def _starts(model: GenerativeModel, target: Tensor, y: int | None, starts: int,
            seed: int) -> tuple[Tensor, Tensor | None]:
    """The random codes whose pictures are nearest, then the middle of the prior, with their classes. (S, L), (S,)"""
    z = sample.codes(model, CANDIDATES, seed=seed)
    labels = sample.labels(model, CANDIDATES, y)
    residuals = _residuals(model, z, target, labels)
    chosen = residuals.topk(max(1, starts - 1), largest=False).indices                # the nearest first
    z = torch.cat([z[chosen], torch.zeros(1, model.latent_dim)])[:starts]
    return z, None if labels is None else torch.cat([labels[chosen], labels[chosen[:1]]])[:starts]


def _residuals(model: GenerativeModel, z: Tensor, target: Tensor, labels: Tensor | None) -> Tensor:
    found = []
    with torch.no_grad():
        for start in range(0, len(z), sample.BATCH):
            rows = slice(start, start + sample.BATCH)
            found.append(_cost(model, z[rows], target, None if labels is None else labels[rows])[1])
    return torch.cat(found)


def _better(best: Embedding | None, step: int, steps: int, z: Tensor, labels: Tensor | None, residuals: Tensor,
            model: GenerativeModel) -> Embedding:
    row = int(residuals.argmin())
    if best is not None and not float(residuals[row]) < best.residual:
        return replace(best, step=step)
    label = None if labels is None else int(labels[row])
    return Embedding(step, steps, z[row].clone(), label, float(residuals[row]),
                     sample.decode(model, z[row:row + 1], label)[0])
