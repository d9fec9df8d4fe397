"""What a sweep will take: few probes for many runs, for most settings change nothing about the length of a step."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from genmodels.config import RunConfig
from genmodels.errors import UserError
from genmodels.sweep.plan import Cell

if TYPE_CHECKING:
    from genmodels.probe import Promise

Promises = Mapping[str, "Promise"]     # by the key of the config that was probed


def probes(cells: Sequence[Cell]) -> list[RunConfig]:
    """One config for each length of a step there is among the runs: those to ask a promise for."""
    return list({key(cell.config): cell.config for cell in reversed(cells)}.values())[::-1]


def key(config: RunConfig) -> str:
    """Equal for runs whose steps do the same work: batches of a size, and operations of a number."""
    from genmodels.cost.flops import flops_per_step
    try:
        work = str(flops_per_step(config))
    except UserError:     # unknown: every setting may change it
        work = json.dumps(config.settings, sort_keys=True)
    return f"{config.settings.get('batch_size')} images, {work} operations"


def settled(config: RunConfig, promises: Promises) -> int | None:
    """The steps of a run: as given, or as promised for its like; None leaves them to its own worker."""
    promise = promises.get(key(config))
    return config.steps if promise is None else promise.steps


def total(cells: Sequence[Cell], promises: Promises) -> float | None:
    """Seconds of training, all runs together; None while a promise is missing."""
    each = [promises.get(key(cell.config)) for cell in cells]
    return None if None in each else sum(promise.seconds for promise in each if promise is not None)
