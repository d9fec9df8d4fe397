"""Quality against cost: every number that several runs have, each run's value of it, and what it had cost by then.

A number at the end and the same number while it trained are two qualities: they are measured over different n.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from genmodels.compare.best import distance
from genmodels.compare.comparable import Subject, is_whole
from genmodels.compare.numbers import Cell, Line, numbers, subject
from genmodels.cost.spent import Spent, spent
from genmodels.runs import Run

LIVE = "live-"


class Quality(NamedTuple):
    """One number; `name` is its metric, with "live-" before it when it was taken while the runs trained."""

    name: str
    line: Line

    @property
    def live(self) -> bool:
        return self.name.startswith(LIVE)


class Moment(NamedTuple):
    """What a run had spent, and how good it was then."""

    spent: Spent
    value: float


class Mark(NamedTuple):
    """A run in the chart: its last value, and the way there where it was measured on the way."""

    place: int               # among the runs
    spent: Spent             # until the step that was measured
    value: float             # of "as real" numbers: how far from real images
    low: float | None        # 95 % interval
    high: float | None
    path: tuple[Moment, ...] = ()


def qualities(runs: Sequence[Run]) -> list[Quality]:
    """Numbers that say which of two is better, those at the end first."""
    ends = [Quality(line.metric, line) for line in numbers([subject(run) for run in runs])]
    live = [Quality(LIVE + line.metric, line) for line in numbers([_last_live(run) for run in runs])]
    return [one for one in [*ends, *live] if one.line.better != "neither"]


def marks(runs: Sequence[Run], quality: Quality) -> list[Mark]:
    """Of the runs whose number compares with the others."""
    found = []
    for place, (run, cell) in enumerate(zip(runs, quality.line.cells, strict=True)):
        if cell.result is not None and not cell.differences:
            path = _path(run, quality.line, cell) if quality.live else ()
            found.append(_mark(place, run, quality.line, cell, path))
    return found


def lower_is_better(line: Line) -> bool:
    """In the chart: numbers that are best as real images are drawn as their distance from real ones."""
    return line.better != "higher"


def _mark(place: int, run: Run, line: Line, cell: Cell, path: tuple[Moment, ...]) -> Mark:
    result = cell.result
    assert result is not None
    value = _drawn(result["value"], line)
    low, high = result.get("low"), result.get("high")
    if low is not None and high is not None and line.better == "as real" and line.floor is not None:
        low, high = distance(low - line.floor, high - line.floor)
    return Mark(place, path[-1].spent if path else _until(run, result["step"]), value, low, high, path)


def _drawn(value: float, line: Line) -> float:
    return abs(value - line.floor) if line.better == "as real" and line.floor is not None else value


def _until(run: Run, step: int) -> Spent:
    """The training time at a step, from the row of the losses that is nearest to it."""
    whole = spent(run)
    if step >= whole.steps:
        return whole
    rows = run.metrics()[0]
    seconds = whole.seconds * step / whole.steps
    if rows:
        seconds = float(min(rows, key=lambda row: abs(row["step"] - step))["time"])
    return whole.until(step, seconds)


def _path(run: Run, line: Line, cell: Cell) -> tuple[Moment, ...]:
    """Every value that was got as the last one was."""
    last, whole = cell.result, spent(run)
    assert last is not None
    how = {name: last[name] for name in ("metric", "judge", "n", "seed")}
    rows = [row for row in run.live()[0] if is_whole(row) and how.items() <= row.items()]
    return tuple(Moment(whole.until(row["step"], float(row["time"])), _drawn(row["value"], line))
                 for row in sorted(rows, key=lambda row: row["step"]))


def _last_live(run: Run) -> Subject:
    """As if the last values that were taken while it trained were its results."""
    last: dict[str, dict[str, Any]] = {}
    for row in run.live()[0]:
        if is_whole(row):
            last[row["metric"]] = row
    step = max((row["step"] for row in last.values()), default=None)
    return Subject(run.config.dataset, step, list(last.values()))
