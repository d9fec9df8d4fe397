"""From a choice to a running training, as Home and Train do it."""

from __future__ import annotations

from typing import Any

from genmodels import data, worker
from genmodels.config import RunConfig, build
from genmodels.runs import Run
from ui.store import store

QUICK_PRESET = "30 seconds"


def configure(model: str, dataset: str, preset: str, changes: dict[str, Any], **rest: Any) -> RunConfig:
    """The config of a run whose settings differ from the model's defaults by `changes`; raises ConfigError."""
    from genmodels.models import find_model  # torch, and only now

    kind, card = find_model(model), data.find(dataset)
    build(kind.Config, changes)
    return build(RunConfig, {"model": model, "dataset": dataset, "image": card.image, "classes": card.classes,
                             "preset": preset, "settings": changes, **rest})


def quick(model: str) -> Run:
    """The 30-second preset of a model on the best dataset at hand, started."""
    from genmodels.models import find_model

    preset = find_model(model).presets[QUICK_PRESET]
    config = configure(model, data.best_at_hand(), QUICK_PRESET, dict(preset.settings), seconds=preset.seconds)
    return worker.submit(store(), config)


def default_gan() -> str:
    from genmodels.models import DEFAULT_GAN

    return DEFAULT_GAN
