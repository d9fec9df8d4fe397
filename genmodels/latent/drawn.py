"""Directions of a model that cannot encode: found in its weights, features and samples, labelled by its pictures."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from genmodels import sample
from genmodels.latent.attributes import attributes, varied
from genmodels.latent.direction import Direction
from genmodels.latent.directions import attribute_directions
from genmodels.latent.encoded import Encoded
from genmodels.latent.ganspace import ganspace
from genmodels.latent.labels import labelled
from genmodels.latent.sefa import sefa
from genmodels.models.base import GenerativeModel

SAMPLES = 4000         # measured to find the attributes' directions
STARTS, PLACES = 48, 7     # samples that are moved along a direction to label it, and where to
REACH = 3.0            # standard deviations both ways: as far as a strip shows
SURE = -12.0           # log-variance of a code that is known


def drawn_directions(model: GenerativeModel, grown: Sequence[Direction] | None = None) -> tuple[Direction, ...]:
    """Attribute vectors of the model's own samples, SeFa and GANSpace, each with the attribute that follows it.

    `grown`: its `sampled_attributes`, where they are known already. Raises ConfigError where no layer meets the code.
    """
    grown = sampled_attributes(model) if grown is None else grown
    return (*(one for one in grown if one.named),
            *(label_by_moving(model, one) for one in (*sefa(model), *ganspace(model))))


def sampled_attributes(model: GenerativeModel, samples: int = SAMPLES, seed: int = 1) -> tuple[Direction, ...]:
    """For each attribute the way it grows through codes, named or not: fitted on half of the samples, measured on the
    others."""
    z = sample.codes(model, samples, seed=seed)                                              # (N, L)
    y = sample.labels(model, samples)
    measured = varied(attributes(sample.decode(model, z, y)))
    known = Encoded(z, torch.full_like(z, SURE), torch.zeros(samples) if y is None else y)
    return attribute_directions(known, measured, "samples")


def label_by_moving(model: GenerativeModel, direction: Direction, seed: int = 2) -> Direction:
    """Measure samples while they are moved from -3 to 3 along the direction; n counts the samples.

    One number tells how much and how reliably: an attribute that moves less than it varies from sample to sample gets
    a low rank correlation.
    """
    z = sample.codes(model, STARTS, seed=seed)                                                # (S, L)
    places = torch.linspace(-REACH, REACH, PLACES)
    moved = torch.cat([direction.codes(code, places) for code in z])                          # (S * P, L)
    y = sample.labels(model, STARTS)
    measured = attributes(sample.decode(model, moved, None if y is None else y.repeat_interleave(PLACES)))
    return labelled(direction, places.repeat(STARTS), varied(measured), n=STARTS)
