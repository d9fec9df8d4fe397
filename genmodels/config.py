"""Settings: frozen pydantic models whose fields carry default, range and one sentence each.

The form on the Train page, the validation, `config.json` and `--set key=value` all come from these fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from genmodels.errors import ConfigError

Device = Literal["auto", "cpu", "cuda", "mps"]
Precision = Literal["auto", "float32", "bfloat16"]


class Settings(BaseModel):
    """Base of all settings: frozen, finite, and strangers are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)


def knob(default: Any, low: float | None = None, high: float | None = None, *, help: str,
         advanced: bool = False, live: bool = False) -> Any:
    """A field with its default, its inclusive range and the sentence people read beside it; `live`: it may change
    while the model trains, so whoever uses it reads it at every step."""
    return Field(default, ge=low, le=high, description=help, json_schema_extra={"advanced": advanced, "live": live})


class ImageSpec(Settings):
    """What the network sees: square images of `size` pixels with 1 (grey) or 3 (colour) channels.

    Points of a plane travel as images of one pixel with two channels, so that one loop trains on both.
    """

    channels: Literal[1, 2, 3]
    size: int = Field(ge=1, le=64)

    @property
    def points(self) -> bool:
        return self.channels == 2

    @model_validator(mode="after")
    def _images_have_pixels(self) -> ImageSpec:
        if self.points and self.size != 1:
            raise ValueError(f"size = {self.size} does not fit; two channels are a point, whose size is 1")
        if not self.points and self.size < 4:
            raise ValueError(f"size = {self.size} does not fit; an image has 4 to 64 pixels a side")
        return self


class RunConfig(Settings):
    """All that is needed to repeat a run. `settings` holds the model's own Config as plain values."""

    model: str
    dataset: str
    image: ImageSpec
    classes: tuple[str, ...]
    settings: dict[str, Any] = {}
    preset: str = knob("", help="The preset the settings started from; empty when chosen by hand.")
    steps: int | None = knob(None, 1, 10_000_000, help="Rounds of all players; measured from `seconds` when left open.")
    seconds: float | None = knob(None, 1, 604_800, help="Training time to aim at, turned into steps by a short probe.")
    seed: int = knob(0, 0, 2**31 - 1, help="Equal seeds give equal numbers on the same machine and thread count.")
    device: Device = knob("auto", help="Where to train; auto takes the GPU when there is one.")
    threads: int = knob(1, 1, 64, help="CPU threads of the training; one is fastest where cores are shared.")
    live_share: float = knob(0.03, 0, 0.5, help="Share of the training time for numbers taken while it runs (class "
                             "histogram, KID, diversity, ...); 0 takes none.")
    precision: Precision = knob("auto", help="bfloat16 halves the time where the processor has it.")

    @model_validator(mode="after")
    def _needs_a_budget(self) -> RunConfig:
        if self.steps is None and self.seconds is None:
            raise ValueError("a run needs a budget; give steps or seconds")
        return self


SettingsT = TypeVar("SettingsT", bound=Settings)


def build(kind: type[SettingsT], values: Mapping[str, Any]) -> SettingsT:
    """Validate `values` as `kind`; raises ConfigError with one sentence for each field that does not fit."""
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        raise ConfigError(" ".join(_sentence(kind, problem) for problem in error.errors())) from error


def parse_assignments(kind: type[Settings], assignments: list[str]) -> dict[str, Any]:
    """`["beta=4", "likelihood=gaussian"]` -> plain values for `build`; raises ConfigError for a missing `=`."""
    values: dict[str, Any] = {}
    for assignment in assignments:
        name, sign, text = assignment.partition("=")
        if not sign:
            raise ConfigError(f"{assignment!r} has no '='; write it as key=value, for example seed=1.")
        if name not in kind.model_fields:
            raise ConfigError(_unknown(kind, name))
        values[name] = plain(text)
    return values


@dataclass(frozen=True)
class Knob:
    """One field as a form or a help text needs it."""

    name: str
    kind: Literal["int", "float", "bool", "choice", "text"]
    default: Any
    low: float | None
    high: float | None
    choices: tuple[Any, ...]
    help: str
    advanced: bool
    live: bool


def knobs(kind: type[Settings]) -> tuple[Knob, ...]:
    """The fields of `kind` in the order they are written."""
    return tuple(_knob(name, field) for name, field in kind.model_fields.items())


def _knob(name: str, field: FieldInfo) -> Knob:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    kind, choices = _kind(field.annotation)
    return Knob(name, kind, field.default, _bound(field, "ge"), _bound(field, "le"), choices,
                field.description or "", bool(extra.get("advanced", False)), bool(extra.get("live", False)))


def _kind(annotation: Any) -> tuple[Literal["int", "float", "bool", "choice", "text"], tuple[Any, ...]]:
    if get_origin(annotation) is Literal:
        return "choice", get_args(annotation)
    inner = next((part for part in get_args(annotation) if part is not NoneType), annotation)
    names: dict[Any, Literal["int", "float", "bool"]] = {bool: "bool", int: "int", float: "float"}
    return names.get(inner, "text"), ()


def _bound(field: FieldInfo, name: str) -> float | None:
    return next((getattr(rule, name) for rule in field.metadata if hasattr(rule, name)), None)


def plain(text: str) -> Any:
    """Numbers, true and false as JSON writes them; anything else is text."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _sentence(kind: type[Settings], problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return _unknown(kind, where)
    if not where:
        return f"{problem['msg'].removeprefix('Value error, ').capitalize()}."
    return f"{where} = {problem['input']!r} does not fit: {problem['msg'].lower()}.{_allowed(kind, where)}"


def _allowed(kind: type[Settings], name: str) -> str:
    field = kind.model_fields.get(name)
    if field is None:
        return ""
    rule = _knob(name, field)
    if rule.low is not None and rule.high is not None:
        return f" Allowed: {rule.low:g} to {rule.high:g}; the default is {rule.default!r}."
    return ""


def _unknown(kind: type[Settings], name: str) -> str:
    near = get_close_matches(name, kind.model_fields, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(kind.model_fields)}."
    return f"There is no setting {name!r} here. {hint}"
