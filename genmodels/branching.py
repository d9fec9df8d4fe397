"""What a branch may do otherwise than its parent: all that keeps the shapes of the weights it goes on with."""

from __future__ import annotations

from typing import Any

import torch

from genmodels.config import Knob, RunConfig, build, knobs
from genmodels.errors import ConfigError
from genmodels.models import find_model, make_model

Shapes = dict[str, torch.Size]


def free_knobs(config: RunConfig) -> tuple[Knob, ...]:
    """The model's fields that a branch may set, in the order they are written; the others shape the network."""
    settings, shapes = resolved(config), _shapes(config, config.settings)
    return tuple(knob for knob in knobs(find_model(config.model).Config)
                 if _shapes(config, settings | {knob.name: _another(knob, settings[knob.name])}) == shapes)


def check_branch(parent: RunConfig, child: RunConfig) -> None:
    """Raises ConfigError with one sentence when the parent's weights do not fit the child's network."""
    if child.model != parent.model:
        raise ConfigError(f"A branch keeps its model: {parent.model}, not {child.model}.")
    if child.image != parent.image:
        raise ConfigError(f"A branch keeps the format of its images, and {child.dataset} has another one than "
                          f"{parent.dataset}. Start a new run instead.")
    before, after = resolved(parent), resolved(child)
    for name, value in after.items():
        if value != before[name] and _shapes(parent, before | {name: value}) != _shapes(parent, before):
            raise ConfigError(f"{name} = {value!r} does not fit: the weights to go on with were trained with "
                              f"{before[name]!r}. Keep it, or start a new run instead.")


def resolved(config: RunConfig) -> dict[str, Any]:
    """Every setting of the model, those that were not given by their defaults; raises ConfigError."""
    return build(find_model(config.model).Config, config.settings).model_dump()


def _shapes(config: RunConfig, settings: dict[str, Any]) -> Shapes | None:
    """Of all weights, without making any; None when there is no such model."""
    try:
        with torch.device("meta"):
            model = make_model(config.model, config.image, len(config.classes), settings)
    except ConfigError:
        return None
    return {name: tensor.shape for name, tensor in model.state_dict().items()}


def _another(knob: Knob, value: Any) -> Any:
    """A value that is allowed and is not this one."""
    if knob.kind == "bool":
        return not value
    others = knob.choices if knob.kind == "choice" else (knob.low, knob.high)
    kind = int if knob.kind == "int" else float if knob.kind == "float" else str
    return next((other if knob.kind == "choice" else kind(other) for other in others
                 if other is not None and other != value), value)
