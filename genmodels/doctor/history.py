"""What a doctor was told of a run, as the run's files keep it: for a resume, and for trying rules on what has been."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from genmodels.doctor.alarm import Alarm
from genmodels.doctor.doctor import Doctor

Row = dict[str, Any]


@dataclass(frozen=True)
class History:
    """Rows in order of their steps: of metrics.jsonl, signs.jsonl, live.jsonl and changes.jsonl."""

    scalars: list[Row] = field(default_factory=list)
    signs: list[Row] = field(default_factory=list)
    live: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)

    def until(self, step: int) -> History:
        return self._part(lambda row: row["step"] <= step)

    def after(self, step: int) -> History:
        return self._part(lambda row: row["step"] > step)

    def _part(self, holds: Any) -> History:
        return History(*([row for row in rows if holds(row)]
                         for rows in (self.scalars, self.signs, self.live, self.changes)))


def replay(doctor: Doctor, history: History) -> list[Alarm]:
    """Tell the doctor all of it; returns what it says, as it would have then."""
    alarms: list[Alarm] = []
    for _, kind, content in sorted(_told(history), key=itemgetter(0, 1)):
        if kind == 0:
            alarms += doctor.scalars(content["step"], content["values"])
        elif kind == 1:
            alarms += doctor.snapshot(content["step"], content["values"])
        elif kind == 2:
            alarms += doctor.measured(content)
        else:
            doctor.changed({content["setting"]: content["new"]})
    return alarms


def _told(history: History) -> Iterator[tuple[int, int, Any]]:
    """Step, kind, what was told."""
    yield from ((row["step"], 0, row) for row in history.scalars)
    yield from ((row["step"], 1, row) for row in history.signs)
    yield from ((step, 2, list(rows)) for step, rows in groupby(history.live, key=itemgetter("step")))
    yield from ((row["step"], 3, row) for row in history.changes)
