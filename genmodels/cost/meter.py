"""Counts what a training process uses while it trains: processor seconds, and a GPU's joules where it counts them."""

from __future__ import annotations

import time
from collections.abc import Callable

Counter = Callable[[], float | None]


class Meter:
    """Runs with the clock of the training: `go_on`, `rest`; what an earlier life of the run used is added."""

    def __init__(self, cpu: Counter = time.process_time) -> None:
        self._cpu, self._gpu = _Used(cpu), _Used(lambda: None)

    @property
    def cpu_seconds(self) -> float | None:
        """Of all threads of this process; None when an earlier life of the run did not count them."""
        return self._cpu.total

    @property
    def gpu_joules(self) -> float | None:
        """Of the whole device; None without a counter, or when an earlier life had none."""
        return self._gpu.total

    def start_from(self, cpu_seconds: float | None, gpu_joules: float | None) -> None:
        self._cpu.before, self._gpu.before = cpu_seconds, gpu_joules

    def read_gpu(self, counter: Counter) -> None:
        """From here on; call it before the clock goes on."""
        self._gpu.read = counter

    def go_on(self) -> None:
        self._cpu.go_on()
        self._gpu.go_on()

    def rest(self) -> None:
        self._cpu.rest()
        self._gpu.rest()


class _Used:
    """Differences of a counter that never falls."""

    def __init__(self, read: Counter) -> None:
        self.read, self.before, self._mark = read, 0.0, None     # type: Counter, float | None, float | None
        self._runs = False

    @property
    def total(self) -> float | None:
        if not self._runs:
            return self.before
        now = self.read()
        return None if self.before is None or now is None or self._mark is None else self.before + now - self._mark

    def go_on(self) -> None:
        self._mark, self._runs = self.read(), True

    def rest(self) -> None:
        self.before, self._runs = self.total, False
