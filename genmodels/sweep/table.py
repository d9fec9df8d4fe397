"""The result of a sweep: for each combination of values the mean of a number over its seeds, and all of it as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from genmodels.compare.numbers import Line, numbers, subject
from genmodels.compare.sheet import sheet
from genmodels.sweep.plan import Value, worded
from genmodels.sweep.progress import Outcome
from genmodels.sweep.spread import Spread, spread

HEAD = ("seed", "run", "state", "error", "metric", "value", "low", "high", "n", "judge", "step", "compares")


class Seed(NamedTuple):
    """One training's number."""

    seed: int
    run: str
    value: float


class Point(NamedTuple):
    """One combination of values."""

    values: dict[str, Value]
    spread: Spread | None        # None: no number yet
    seeds: tuple[Seed, ...]      # those that have a number that compares
    planned: int                 # trainings
    failed: int


def measured(found: Sequence[Outcome]) -> list[Line]:
    """The numbers there are, a cell for each outcome whose run is there, in their order."""
    return numbers([subject(one.run) for one in found if one.run is not None])


def points(found: Sequence[Outcome], line: Line) -> list[Point]:
    """In the order of the plan; a number that was got in another way than the others is left out."""
    cells = iter(line.cells)
    each: dict[str, list[tuple[Outcome, float | None]]] = {}
    for one in found:
        cell = next(cells) if one.run is not None else None
        compares = cell is not None and cell.result is not None and not cell.differences
        value = cell.result["value"] if compares and cell is not None and cell.result is not None else None
        each.setdefault(repr(one.entry.values), []).append((one, value))
    return [_point(group) for group in each.values()]


def left_out(line: Line) -> int:
    """Numbers that do not compare with the others."""
    return sum(bool(cell.differences) for cell in line.cells)


def sweep_sheet(found: Sequence[Outcome], lines: Sequence[Line]) -> bytes:
    """A line for each run and metric as CSV; a run without a number has one line that says how it stands."""
    names = list(found[0].entry.values) if found else []
    rows: list[list[object]] = []
    place = 0
    for one in found:
        who: list[object] = [*one.entry.values.values(), one.entry.seed, one.entry.run, one.state, one.error]
        kept = [] if one.run is None else [(line, line.cells[place]) for line in lines]
        place += one.run is not None
        told = [(line, cell) for line, cell in kept if cell.result is not None]
        rows += [[*who, line.metric, cell.result["value"], cell.result.get("low"), cell.result.get("high"),
                  cell.result["n"], cell.result["judge"], cell.result["step"], "no" if cell.differences else "yes"]
                 for line, cell in told if cell.result is not None] or [[*who, *[None] * (len(HEAD) - 4)]]
    return sheet([[*names, *HEAD], *rows])


def _point(group: list[tuple[Outcome, float | None]]) -> Point:
    seeds = tuple(Seed(one.entry.seed, one.run.id, value) for one, value in group
                  if value is not None and one.run is not None)
    return Point(group[0][0].entry.values, spread([seed.value for seed in seeds]) if seeds else None, seeds,
                 len(group), sum(one.state == "failed" for one, _ in group))


def told(point: Point) -> str:
    """`0.5, 16: 12.3 [11.9, 12.7], 3 of 3 seeds`, for a terminal."""
    name = ", ".join(f"{name} = {worded(value)}" for name, value in point.values.items())
    if point.spread is None:
        return f"{name}: no number, {point.failed} of {point.planned} failed"
    mean, low, high, n = point.spread
    interval = "one seed shows no spread" if low is None or high is None else f"[{low:.4g}, {high:.4g}]"
    return f"{name}: {mean:.4g} {interval}, {n} of {point.planned} seeds"
