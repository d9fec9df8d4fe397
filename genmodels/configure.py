"""From a choice of model, dataset and preset to a checked RunConfig, as the page and the command line do it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from genmodels import data
from genmodels.config import RunConfig, build
from genmodels.data.base import Dataset
from genmodels.errors import ConfigError

if TYPE_CHECKING:
    from genmodels.models.base import ModelConfig


def configure(model: str, dataset: str, preset: str | None = None, settings: Mapping[str, Any] | None = None,
              **rest: Any) -> RunConfig:
    """`settings` go over those of the preset; `rest` are fields of RunConfig: steps, seconds, seed, device, ...

    Without steps and seconds, the preset's seconds count, or those of the model's first preset. Raises ConfigError or
    DataError for anything that a training would refuse at its start.
    """
    from genmodels.models import find_model
    kind, card = find_model(model), data.find(dataset)
    if preset is not None and preset not in kind.presets:
        raise ConfigError(f"{kind.title} has no preset {preset!r}. Presets: {', '.join(map(repr, kind.presets))}.")
    chosen = kind.presets[preset or next(iter(kind.presets))]
    if rest.get("steps") is None and rest.get("seconds") is None:
        rest["seconds"] = chosen.seconds
    merged = (dict(chosen.settings) if preset else {}) | dict(settings or {})
    config = build(RunConfig, {"model": model, "dataset": dataset, "image": card.image, "classes": card.classes,
                               "preset": preset or "", "settings": _resolved(build(kind.Config, merged), card),
                               **{name: value for name, value in rest.items() if value is not None}})
    _check(config)
    return config


def _resolved(settings: ModelConfig, card: Dataset) -> dict[str, Any]:
    """Every setting, so that a run still opens when a default has changed. A batch nobody chose fits the dataset."""
    values, images = settings.model_dump(), card.sizes["train"]
    if settings.batch_size > images and "batch_size" in settings.model_fields_set:
        raise ConfigError(f"batch_size = {settings.batch_size} does not fit: {card.name} has {images} images for "
                          f"training. Allowed: 2 to {images}.")
    return values | {"batch_size": min(settings.batch_size, images)}


def _check(config: RunConfig) -> None:
    """Build the model once and throw it away: what it refuses is told now and not by a run that fails."""
    import torch

    from genmodels.device import choose_device
    from genmodels.models import make_model
    choose_device(config.device)
    with torch.random.fork_rng(devices=[]):
        make_model(config.model, config.image, len(config.classes), config.settings)
