"""The settings of several runs as a table, a row for each setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from genmodels.config import RunConfig
from genmodels.errors import ConfigError
from genmodels.models import find_model


class Row(NamedTuple):
    """One setting: what it is in each run, in their order, and whether that differs."""

    name: str
    values: tuple[object, ...]     # None for a model that has no such setting
    differs: bool


def settings(configs: Sequence[RunConfig]) -> list[Row]:
    """What the runs were trained with; settings of all runs first, then those of their models."""
    each = [_flat(config) for config in configs]
    names = dict.fromkeys(name for flat in each for name in flat)
    rows = []
    for name in names:
        values = tuple(flat.get(name) for flat in each)
        rows.append(Row(name, values, any(value != values[0] for value in values)))
    return rows


def complete(config: RunConfig) -> dict[str, Any]:
    """The model's settings with the defaults of those that came after the run; as they lie on disk when this version
    does not know the model."""
    try:
        return find_model(config.model).Config.model_validate(config.settings).model_dump()
    except (ConfigError, ValueError):
        return config.settings


def _flat(config: RunConfig) -> dict[str, Any]:
    image = f"{config.image.channels} x {config.image.size} x {config.image.size}"
    budget = {"steps": config.steps} if config.steps is not None else {"seconds": config.seconds}
    return {"model": config.model, "dataset": config.dataset, "image": image, **budget, "seed": config.seed,
            "preset": config.preset or None, "device": config.device, "threads": config.threads,
            "precision": config.precision, **complete(config)}
