"""Settings that may change while a model trains: the fields of its Config that are marked `knob(..., live=True)`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genmodels.config import Knob, Settings, SettingsT, build, knobs
from genmodels.errors import ConfigError

OLD_RATES = {"vae": "learning_rate", "generator": "generator_rate"}     # player -> setting; others were discriminators


def live_knobs(kind: type[Settings]) -> tuple[Knob, ...]:
    """The fields of `kind` that may change, in the order they are written."""
    return tuple(knob for knob in knobs(kind) if knob.live)


def changed(now: SettingsT, name: str, value: Any) -> SettingsT:
    """`now` with one live setting changed; raises ConfigError for a stranger, a setting that is fixed once training
    has begun, and a value out of range."""
    known = [knob.name for knob in live_knobs(type(now))]
    if name in type(now).model_fields and name not in known:
        raise ConfigError(f"{name} is fixed when a run starts: branch off with another value instead. "
                          f"Live settings: {', '.join(known)}.")
    return build(type(now), now.model_dump() | {name: value})


def live_values(now: Settings) -> dict[str, Any]:
    """Name -> value of what may change, as a checkpoint keeps it."""
    return {knob.name: getattr(now, knob.name) for knob in live_knobs(type(now))}


def kept_values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The live settings that the facts of a checkpoint name, also those of before there were any but learning rates;
    raises KeyError when they name none."""
    if "live" in facts:
        return dict(facts["live"])
    return {OLD_RATES.get(player, "discriminator_rate"): rate for player, rate in facts["learning_rates"].items()}
