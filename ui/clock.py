"""Seconds of training at any step of a run, from the rows of its curves; only new rows are read at every look."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np
import streamlit as st

from genmodels.runs import Run

MOST = 20_000     # rows that are remembered; of more, every second one


class Clock:
    """What was read so far, for all who watch the run."""

    def __init__(self) -> None:
        self._lock, self._cursor = Lock(), 0
        self._steps: list[int] = []
        self._times: list[float] = []

    def at(self, run: Run, steps: Sequence[int]) -> list[float]:
        """Between two rows it goes on evenly; before the first it began at 0."""
        with self._lock:
            self._read(run)
            times = np.interp(steps, [0, *self._steps], [0.0, *self._times])
        return [round(float(time), 1) for time in times]

    def _read(self, run: Run) -> None:
        rows, self._cursor = run.metrics(self._cursor)
        for row in rows:
            while self._steps and self._steps[-1] >= row["step"]:     # a resumed run says its last steps again
                self._steps.pop()
                self._times.pop()
            self._steps.append(row["step"])
            self._times.append(row["time"])
        if len(self._steps) > MOST:
            self._steps, self._times = self._steps[1::2], self._times[1::2]


def seconds(run: Run, steps: Sequence[int]) -> list[float]:
    """Training seconds when the run had come to each of these steps."""
    return _clock(str(run.folder), run.created).at(run, steps)


@st.cache_resource(max_entries=32, show_spinner=False)
def _clock(folder: str, created: float) -> Clock:
    return Clock()
