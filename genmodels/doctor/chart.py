"""The patient's chart: what was told so far, thinned to about a hundred values a series, however long the run."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from statistics import fmean
from typing import Any

from genmodels.doctor.patient import Patient

LOOKS = 100       # at the scalars of a run; between two looks they are averaged
ROW = 10          # steps between two rows of scalars
MOST = 400        # values kept of a series; a run that was given more steps may have more than planned


class Series:
    """Values with their steps, the oldest forgotten but for the first."""

    def __init__(self) -> None:
        self.first: float | None = None
        self.best, self.most = float("inf"), float("-inf")
        self._points: deque[tuple[int, float]] = deque(maxlen=MOST)

    def add(self, step: int, value: float) -> None:
        self.first = value if self.first is None else self.first
        self.best, self.most = min(self.best, value), max(self.most, value)
        self._points.append((step, value))

    @property
    def last(self) -> float | None:
        return self._points[-1][1] if self._points else None

    @property
    def steps(self) -> list[int]:
        return [step for step, _ in self._points]

    @property
    def values(self) -> list[float]:
        return [value for _, value in self._points]

    def tail(self, count: int) -> list[float]:
        """The last values; fewer where there are no more."""
        return [value for _, value in list(self._points)[-count:]]

    def rising(self, share: float = 0.1, over: int = 5) -> bool:
        """Has it grown by that share in the last looks, to more than in any of them? Then it is young, not stuck."""
        values = self.tail(over + 1)
        return len(values) > 1 and values[-1] >= max(values) and values[-1] > values[0] * (1 + share)

    def __len__(self) -> int:
        return len(self._points)


class Chart:
    """Scalars under their own names, signs as "sign/name", live numbers as "live/metric"."""

    def __init__(self, patient: Patient) -> None:
        self.patient, self.step = patient, 0
        self.details: dict[str, deque[tuple[int, Any]]] = {}     # metric -> (step, details), the last ones
        self._series: dict[str, Series] = {}
        self._since: dict[str, list[float]] = {}
        self.every = max(ROW, round(patient.steps / LOOKS / ROW) * ROW)

    def __getitem__(self, name: str) -> Series:
        """An empty series where nothing of that name was told."""
        return self._series.get(name) or Series()

    def last(self, *names: str) -> list[float] | None:
        """The newest value of each; None unless all are there."""
        found = [self[name].last for name in names]
        return None if any(value is None for value in found) else [value for value in found if value is not None]

    def scalars(self, step: int, values: Mapping[str, float | None]) -> bool:
        """Take a row in; True when a look is due: the rows since the last one were averaged into one value each."""
        self.step = step
        for name, value in values.items():
            if value is not None:
                self._since.setdefault(name, []).append(value)
        if step % self.every and step not in (1, self.patient.steps):
            return False
        for name, found in self._since.items():
            self._put(name, fmean(found))
        self._since = {}
        return True

    def signs(self, step: int, values: Mapping[str, float]) -> None:
        self.step = step
        for name, value in values.items():
            self._put(f"sign/{name}", value)

    def measured(self, result: Mapping[str, Any]) -> None:
        """One live number with its floor and details (genmodels.metrics.Result)."""
        self.step, name = int(result["step"]), str(result["metric"])
        self._put(f"live/{name}", float(result["value"]))
        if result.get("floor") is not None:
            self._put(f"floor/{name}", float(result["floor"]))
        if result.get("details") is not None:
            self.details.setdefault(name, deque(maxlen=8)).append((self.step, result["details"]))

    def _put(self, name: str, value: float) -> None:
        self._series.setdefault(name, Series()).add(self.step, value)
