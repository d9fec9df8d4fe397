"""The frozen description of a sweep, and the runs that follow from it."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any, NamedTuple

from pydantic import Field

from genmodels.config import Device, Precision, RunConfig, Settings, build, knob, plain
from genmodels.configure import configure
from genmodels.errors import ConfigError, DataError

MOST = 40                       # runs in one sweep
FEWEST_VALUES, MOST_VALUES = 2, 8
MOST_AXES = 2

Value = bool | int | float | str


class Axis(Settings):
    """One setting of the model and the values it takes."""

    name: str
    values: tuple[Value, ...]


class Plan(Settings):
    """A base, and what is changed about it. Every combination of values is trained with every seed."""

    model: str
    dataset: str
    preset: str = ""
    settings: dict[str, Any] = Field(default_factory=dict)     # over those of the preset, the same in all runs
    over: tuple[Axis, ...] = Field(min_length=1, max_length=MOST_AXES)
    seeds: int = knob(3, 1, 5, help="Trainings for each value, with seeds 0, 1, 2, ...; one seed shows no spread.")
    seconds: float | None = knob(30.0, 1, 3600, help="Training time of each run; equal steps for all its seeds.")
    steps: int | None = knob(None, 1, 10_000_000, help="Steps of each run, instead of seconds.")
    device: Device = "auto"
    threads: int = knob(1, 1, 64, help="CPU threads of each run.")
    precision: Precision = "auto"

    @property
    def names(self) -> tuple[str, ...]:
        """The settings that are changed."""
        return tuple(axis.name for axis in self.over)

    @property
    def title(self) -> str:
        return f"{self.model} on {self.dataset} over {' and '.join(self.names)}"


class Cell(NamedTuple):
    """One run to be."""

    values: dict[str, Value]
    config: RunConfig


def axis(name: str, words: str) -> Axis:
    """Of values as people write them, `0.5, 1, 4`; raises ConfigError where there are none."""
    values = [plain(word.strip()) for word in words.split(",") if word.strip()]
    if not values:
        raise ConfigError(f"{name} has no values; write {FEWEST_VALUES} to {MOST_VALUES} of them with commas between, "
                          "for example 0.5, 1, 4.")
    return build(Axis, {"name": name, "values": values})


def cells(plan: Plan) -> tuple[Cell, ...]:
    """One for each combination and seed; all values come with seed 0 first, so that a curve is there early.

    Raises ConfigError or DataError for whatever one of the trainings would refuse, naming the values.
    """
    check(plan)
    bases = [Cell(values, _config(plan, values)) for values in _combinations(plan)]
    return tuple(Cell(values, build(RunConfig, config.model_dump() | {"seed": seed}))
                 for seed in range(plan.seeds) for values, config in bases)


def check(plan: Plan) -> None:
    """Is it a sweep, and small enough? Raises ConfigError with the number of runs it would be."""
    for axis in plan.over:
        if len(set(map(repr, axis.values))) < len(axis.values):
            raise ConfigError(f"{axis.name} has a value twice: {_list(axis.values)}. Give each once.")
        if not FEWEST_VALUES <= len(axis.values) <= MOST_VALUES:
            raise ConfigError(f"{axis.name} has {len(axis.values)} values; allowed are {FEWEST_VALUES} to "
                              f"{MOST_VALUES}.")
        if axis.name in plan.settings:
            raise ConfigError(f"{axis.name} is swept, so it cannot be {plan.settings[axis.name]!r} in all runs too.")
    if len(set(plan.names)) < len(plan.names):
        raise ConfigError(f"{plan.names[0]} is swept twice. Choose two different settings, or one.")
    runs = prod(len(axis.values) for axis in plan.over) * plan.seeds
    if runs > MOST:
        counts = " times ".join(f"{len(axis.values)} values of {axis.name}" for axis in plan.over)
        raise ConfigError(f"{counts} times {plan.seeds} seeds are {runs} runs; at most {MOST} are allowed. "
                          "Take fewer values or seeds.")


def _combinations(plan: Plan) -> list[dict[str, Value]]:
    return [dict(zip(plan.names, values, strict=True)) for values in product(*(axis.values for axis in plan.over))]


def _config(plan: Plan, values: dict[str, Value]) -> RunConfig:
    budget = {"steps": plan.steps} if plan.steps is not None else {"seconds": plan.seconds}
    try:
        return configure(plan.model, plan.dataset, plan.preset or None, plan.settings | values, **budget,
                         device=plan.device, threads=plan.threads, precision=plan.precision)
    except (ConfigError, DataError) as error:
        raise type(error)(f"{described(values)} cannot be trained: {error}") from error


def described(values: dict[str, Value]) -> str:
    """`beta = 4, width = 8`."""
    return ", ".join(f"{name} = {worded(value)}" for name, value in values.items())


def worded(value: Value) -> str:
    """As people write it: 0.5, 4, true, bernoulli."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _list(values: tuple[Value, ...]) -> str:
    return ", ".join(map(worded, values))
