"""Does the decoder read the code? What an image costs under another image's code against its own, in nats.

Zero is posterior collapse: the decoder draws the same whatever the code says (Bowman et al. 2016, arXiv:1511.06349).
A conditional model knows the class besides, so codes are exchanged within a class: only what z says is measured.
"""

from __future__ import annotations

import torch
from torch import Tensor

from genmodels.metrics.base import Measured
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.held_out import HeldOut, batches, device, log_sigma, mean, posterior
from genmodels.models.base import HasLikelihood


class ShuffledCodes(HeldOut):
    """Mean over images of log p(x|own z) - log p(x|another's z); `collapsed` where the interval reaches zero."""

    name = "shuffle_z"
    title = "Nats lost when codes are shuffled"
    unit = "nats per image"
    better = "neither"
    tells = "code"

    def measure(self, evidence: Evidence) -> Measured:
        found = mean(_losses(evidence))
        return found._replace(details={"collapsed": found.low <= 0})


def partners(labels: Tensor, within_classes: bool) -> Tensor:
    """For each image the row of another one, everyone's code used once. (N,) -> (N,)

    Rows stand in random order already, so the next row, around in a circle, is a random other.
    """
    if not within_classes:
        return torch.arange(len(labels)).roll(1)
    found = torch.empty(len(labels), dtype=torch.int64)
    for label in torch.unique(labels):
        rows = (labels == label).nonzero().squeeze(1)
        found[rows] = rows.roll(1)
    return found


def _losses(evidence: Evidence) -> Tensor:
    model, of, spread = evidence.model, posterior(evidence), log_sigma(evidence)
    assert isinstance(model, HasLikelihood)
    dice = torch.Generator().manual_seed(evidence.seed)
    z = (of.mean + torch.randn(of.mean.shape, generator=dice) * (0.5 * of.logvar).exp()).float()     # (N, L)
    other = z[partners(torch.tensor(evidence.asked), model.conditional)]
    place, parts, start = device(model), [], 0
    with torch.inference_mode():
        for x, y in batches(evidence):
            own, theirs = (model.log_likelihood(x, codes[start:start + len(x)].to(place), y, spread)
                           for codes in (z, other))                                     # (B,) each
            parts.append((own - theirs).cpu())
            start += len(x)
    return torch.cat(parts)                                                             # (N,)
