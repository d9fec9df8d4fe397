"""What a run of a case says about itself when it has ended: its curves, and what is measured on its last weights."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from genmodels.errors import Diverged
from genmodels.runs import Run

TAIL = 0.1     # of the rows of a curve: its end is their mean


@dataclass(frozen=True)
class Facts:
    """Numbers by name; what could not be had is left out."""

    steps: int                                                           # how far it came
    first: dict[str, float] = field(default_factory=dict)                # term -> the first value that was logged
    last: dict[str, float] = field(default_factory=dict)                 # term -> mean over the last tenth
    measured: dict[str, float] = field(default_factory=dict)             # as in genmodels.cases.measures
    lost: bool = False                                                   # it left the finite numbers
    spots: tuple[tuple[int, float], ...] = ()                            # through training: largest spot and its share


def facts_of(run: Run, measures: Iterable[str]) -> Facts:
    """Raises UserError when what has to be measured cannot be; a run that left the finite numbers has its curves."""
    from genmodels.cases import measures as ways  # torch, and only now
    rows, _ = run.metrics()
    lost = run.state == "failed" and _left_the_finite_numbers(run, rows)
    first, last = _ends(rows)
    measured = {} if lost else ways.measure(run, measures)
    spots = ways.spots(run) if "spots" in measures else ()
    return Facts(rows[-1]["step"] if rows else 0, first, last, measured, lost, spots)


def _left_the_finite_numbers(run: Run, rows: list[dict[str, Any]]) -> bool:
    said = run.status.error or ""
    return "became nan" in said or "became inf" in said or "not finite" in said or Diverged.__name__ in said


def _ends(rows: list[dict[str, Any]]) -> tuple[dict[str, float], dict[str, float]]:
    first: dict[str, float] = {}
    values: dict[str, list[float]] = {}
    for row in rows:
        for term, value in row["values"].items():
            if value is not None and math.isfinite(value):
                first.setdefault(term, float(value))
                values.setdefault(term, []).append(float(value))
    tails = {term: found[-max(1, round(TAIL * len(found))):] for term, found in values.items()}
    return first, {term: sum(tail) / len(tail) for term, tail in tails.items()}
