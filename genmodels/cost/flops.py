"""Floating-point operations of one training step: matrix products and convolutions, forwards and backwards.

A step is gone through once on torch's meta device, where tensors have shapes and no numbers: it takes milliseconds and
no memory, and neither the random numbers nor the weights of any training know of it. Operations on single elements
(activations, normalisation, Adam) are not counted, as is usual; nor is nn.LSTM, which torch counts as nothing.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from genmodels.config import ImageSpec, RunConfig
from genmodels.errors import ConfigError
from genmodels.models import make_model
from genmodels.models.base import GenerativeModel
from genmodels.preprocess import Batch

METHOD = "Matrix products and convolutions of one step, counted by torch, times the steps."


def flops_per_step(config: RunConfig) -> int:
    """Of all players' moves together. Raises ConfigError with the reason when they cannot be counted."""
    settings = json.dumps(config.settings, sort_keys=True)
    return _counted(config.model, config.image, len(config.classes), settings)


@lru_cache(maxsize=256)
def _counted(name: str, image: ImageSpec, classes: int, settings: str) -> int:
    values: dict[str, Any] = json.loads(settings)
    with torch.device("meta"):
        model = make_model(name, image, classes, values)
    try:
        flops = count(model)
    except Exception as error:     # a model may do what needs numbers; a count is no reason for a run to fail
        raise ConfigError(f"The operations of {model.title} cannot be counted without computing them: "
                          f"{' '.join(str(error).split())[:200]}") from error
    if flops == 0:
        raise ConfigError(f"torch counts no operations in {model.title}, so how many there are is not known.")
    return flops


def count(model: GenerativeModel) -> int:
    """One round of the players of a model, wherever its weights are, as the training loop plays it."""
    counter = FlopCounterMode(display=False)
    counter.mod_tracker = _Everything()     # type: ignore[assignment]
    batch: Batch | None = None
    with counter:
        for player in model.players():
            for move in range(player.moves):
                if batch is None or move > 0:     # the next player begins with the batch the last one ended with
                    batch = _batch(model)
                loss = player.loss(batch)["loss"]
                loss.backward(inputs=list(player.module.parameters()))     # type: ignore[no-untyped-call]
    return int(counter.get_total_flops())


def _batch(model: GenerativeModel) -> Batch:
    device, n, size = next(model.parameters()).device, model.config.batch_size, model.image.size
    return Batch(torch.zeros(n, model.image.channels, size, size, device=device),
                 torch.zeros(n, dtype=torch.int64, device=device))


class _Everything:
    """In place of torch's tracker of modules, which refuses torch.autograd.grad with respect to an input: we want the
    sum, whatever module it belongs to."""

    parents = frozenset({"Global"})

    def __enter__(self) -> _Everything:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing was hooked, so nothing is to be undone."""
