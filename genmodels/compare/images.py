"""How many training images a run had looked at by a step, counted as its status counts them: every player's batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from genmodels.compare.settings import complete
from genmodels.config import RunConfig

MOVES = "_moves"     # how the settings end that say how often a player moves in a step


class Stretch(NamedTuple):
    """From this step on each further step looks at so many images."""

    step: int
    each: int


def images(config: RunConfig, changes: Sequence[Mapping[str, Any]] = ()) -> list[Stretch]:
    """The first stretch begins at 0; another one begins where somebody changed how often a player moves."""
    settings = complete(config)
    batch = int(settings.get("batch_size", 1))
    stretches = [Stretch(0, batch * _moves(settings))]
    for change in changes:
        name, step, new = change.get("setting"), change.get("step"), change.get("new")
        if isinstance(name, str) and name.endswith(MOVES) and isinstance(step, int) and isinstance(new, int):
            settings[name] = new
            stretches.append(Stretch(step, batch * _moves(settings)))
    return stretches


def _moves(settings: Mapping[str, Any]) -> int:
    """A model whose settings name no moves has one player that moves once."""
    return sum(int(value) for name, value in settings.items() if name.endswith(MOVES)) or 1
