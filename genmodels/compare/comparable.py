"""Which numbers of several runs may stand beside each other: those that were got in the same way.

Two results compare when dataset, judge, n and seed are the same and each was measured on the checkpoint that stands for
its run now. Where a run has several results of a metric, the one that most other runs have too is taken.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

from genmodels.metrics.base import Result

NUMBERS = ("value", "low", "high", "floor")


class Subject(NamedTuple):
    """What a run brings into a comparison."""

    dataset: str
    step: int | None                         # of the checkpoint that stands for the run now
    results: Sequence[Mapping[str, Any]]     # as they lie in its folder
    suited: Collection[str] | None = None    # the metrics that exist for its model; None when nobody can say


class Conditions(NamedTuple):
    """How a number was got."""

    dataset: str
    judge: str
    n: int
    seed: int


class Difference(NamedTuple):
    """Why a number does not compare: what it was got with, and what the others were, or should have been."""

    what: Literal["dataset", "judge", "n", "seed", "step"]
    here: str | int
    there: str | int


class Candidate(NamedTuple):
    """One result of a run."""

    result: Result
    conditions: Conditions
    current: bool      # measured on the checkpoint that stands for the run now
    row: int           # later results are newer


def candidates(subject: Subject, metric: str) -> list[Candidate]:
    """The subject's results of a metric; rows that are no results are left out."""
    found = []
    for row, result in enumerate(subject.results):
        if result.get("metric") == metric and is_whole(result):
            kept = cast(Result, result)
            found.append(Candidate(kept, Conditions(subject.dataset, kept["judge"], kept["n"], kept["seed"]),
                                   kept["step"] == subject.step, row))
    return found


def common(each: Sequence[Sequence[Candidate]]) -> Conditions | None:
    """The conditions that most runs share, the larger n first; None where nobody has a current result."""
    runs: dict[Conditions, int] = {}
    for found in each:
        for conditions in {candidate.conditions for candidate in found if candidate.current}:
            runs[conditions] = runs.get(conditions, 0) + 1
    return max(runs, key=lambda conditions: (runs[conditions], conditions.n, -conditions.seed), default=None)


def chosen(found: Sequence[Candidate], conditions: Conditions | None) -> Candidate | None:
    """The one under these conditions, else a current one over many images, the newest first."""
    return max(found, default=None, key=lambda one: (one.current and one.conditions == conditions, one.current,
                                                     one.conditions.n, one.row))


def differences(candidate: Candidate, conditions: Conditions | None, step: int | None) -> tuple[Difference, ...]:
    """Nothing when it compares; another dataset has another judge, which goes without saying."""
    found: list[Difference] = []
    if not candidate.current:
        found.append(Difference("step", candidate.result["step"], -1 if step is None else step))
    if conditions is None:
        return tuple(found)
    own = candidate.conditions
    for what in ("dataset", "judge", "n", "seed"):
        here, there = getattr(own, what), getattr(conditions, what)
        if here != there and not (what == "judge" and own.dataset != conditions.dataset):
            found.append(Difference(what, here, there))
    return tuple(found)


def is_whole(result: Mapping[str, Any]) -> bool:
    """Is the row a result that can be shown: a metric, a finite value and how it was got?"""
    counts = [result.get(name) for name in ("n", "seed", "step")]
    return (isinstance(result.get("metric"), str) and isinstance(result.get("judge"), str)
            and _is_number(result.get("value"))
            and all(isinstance(count, int) and not isinstance(count, bool) for count in counts)
            and all(result.get(name) is None or _is_number(result[name]) for name in NUMBERS))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
