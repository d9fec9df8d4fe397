"""The numbers of several runs as a table: a line for each metric, a cell for each run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import torch

from genmodels.compare.best import best
from genmodels.compare.comparable import (
    Candidate,
    Conditions,
    Difference,
    Subject,
    candidates,
    chosen,
    common,
    differences,
    is_whole,
)
from genmodels.config import RunConfig
from genmodels.errors import ConfigError
from genmodels.metrics import METRICS, suits
from genmodels.metrics.base import Better, Result
from genmodels.models import make_model
from genmodels.runs import Run


class Cell(NamedTuple):
    """A run's number, where it has one; with `differences` it does not compare with the others."""

    result: Result | None = None
    differences: tuple[Difference, ...] = ()
    best: bool = False
    exists: bool = True     # False: there is no such number about this run's model


class Line(NamedTuple):
    """One metric."""

    metric: str
    title: str
    unit: str
    better: Better
    conditions: Conditions | None     # of the cells that compare
    floor: float | None               # of those cells
    cells: tuple[Cell, ...]           # in the runs' order


def subject(run: Run) -> Subject:
    """What a run brings."""
    steps = run.checkpoints()
    kept = run.best() if run.best() is not None else steps[-1] if steps else None
    return Subject(run.config.dataset, kept, run.results(), _suited(run.config.model_dump_json()))


def numbers(subjects: Sequence[Subject]) -> list[Line]:
    """A line for each metric that one of them has, in the order of the registry."""
    there = dict.fromkeys(row["metric"] for one in subjects for row in one.results if is_whole(row))
    known = [name for name in METRICS if name in there]
    return [_line(name, subjects) for name in [*known, *(name for name in there if name not in METRICS)]]


def _line(metric: str, subjects: Sequence[Subject]) -> Line:
    each = [candidates(one, metric) for one in subjects]
    conditions = common(each)
    taken = [chosen(found, conditions) for found in each]
    cells = [_cell(metric, one, conditions, owner) for one, owner in zip(taken, subjects, strict=True)]
    told = next(one.result for one in taken if one is not None)
    kind = METRICS.get(metric)
    better: Better = kind.better if kind else "neither"
    comparing = [i for i, cell in enumerate(cells) if cell.result is not None and not cell.differences]
    first = best([_result(cells[i]) for i in comparing], better)
    if first is not None:
        cells[comparing[first]] = cells[comparing[first]]._replace(best=True)
    floor = next((_result(cells[i]).get("floor") for i in comparing), None)
    return Line(metric, kind.title if kind else str(told.get("title") or metric),
                kind.unit if kind else str(told.get("unit") or ""), better, conditions, floor, tuple(cells))


def _cell(metric: str, one: Candidate | None, conditions: Conditions | None, owner: Subject) -> Cell:
    if one is None:
        return Cell(exists=owner.suited is None or metric in owner.suited)
    return Cell(one.result, differences(one, conditions, owner.step))


def _result(cell: Cell) -> Result:
    assert cell.result is not None
    return cell.result


@lru_cache(maxsize=64)
def _suited(config: str) -> frozenset[str] | None:
    """The metrics that exist for a model of this configuration, found on its shape alone."""
    run = RunConfig.model_validate_json(config)
    try:
        with torch.device("meta"):     # no weights are drawn, so nobody's random numbers move
            model = make_model(run.model, run.image, len(run.classes), run.settings)
    except ConfigError:
        return None
    return frozenset(metric.name for metric in suits(model))
