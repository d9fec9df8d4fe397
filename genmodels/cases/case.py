"""One training that goes wrong on purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from genmodels.cases.facts import Facts
from genmodels.config import RunConfig
from genmodels.errors import ConfigError

LIVE_SHARE = 0.1     # of the time: in half a minute the doctor's usual three hundredths are a handful of looks


class Choice(NamedTuple):
    """One thing that may happen; the choices of a case exclude each other."""

    key: str
    words: str


class Outcome(NamedTuple):
    """Which of the choices came, and the numbers that say so."""

    choice: str
    evidence: str


@dataclass(frozen=True)
class Case:
    key: str
    title: str
    setup: str                                # what is different, without a word of what comes of it
    why: str                                  # what goes wrong, told when it is over
    look: str                                 # where to look while it trains
    model: str
    dataset: str
    settings: Mapping[str, Any]
    steps: int                                # 30 to 60 seconds on two cores
    seconds: float                            # about
    choices: tuple[Choice, ...]
    expected: str                             # the key of the choice that comes
    rule: str                                 # the id of the doctor's rule that should speak
    measures: tuple[str, ...]                 # what has to be measured beside the curves
    judge: Callable[[Facts], Outcome] = field(repr=False)

    def words(self, choice: str) -> str:
        """What a choice says; raises ConfigError when the case has none of that key."""
        for one in self.choices:
            if one.key == choice:
                return one.words
        raise ConfigError(f"{self.title} has no choice {choice!r}. Choices: {', '.join(c.key for c in self.choices)}.")

    def config(self, seed: int = 0) -> RunConfig:
        """The run that shows it; raises ConfigError or DataError when it cannot be trained here."""
        from genmodels.configure import configure
        return configure(self.model, self.dataset, settings=self.settings, steps=self.steps, seed=seed,
                         live_share=LIVE_SHARE)


def find_case(key: str) -> Case:
    """Raises ConfigError naming what there is."""
    from genmodels.cases.table import CASES
    if key in CASES:
        return CASES[key]
    near = get_close_matches(key, CASES, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    raise ConfigError(f"There is no case {key[:60]!r}. {hint}Known: {', '.join(CASES)}.")
