"""How fast a training goes: images a second, and whether its steps have become much slower than they were."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace
from statistics import median

from genmodels.checkpoint import Checkpoint
from genmodels.cost.meter import Meter

WARM_UP = 5          # first steps, which are always slow
WINDOW = 40          # steps in the healthy window
RECENT = 15          # steps that tell how it goes now
GRAIN = 0.01         # seconds: quicker steps, as a GPU's are, are looked at together, or a blink would be a collapse
COLLAPSE = 5.0       # this many times slower than the healthy window is an alarm
RECOVERED = 2.0      # and below this it is over
SPAN = 5.0           # seconds over which the speed is averaged


class Pace:
    """Counts training time without pauses, what it costs meanwhile, and looks at the length of each step."""

    def __init__(self) -> None:
        self.meter = Meter()
        self._before = 0.0
        self._began: float | None = None     # None while the clock stands
        self._healthy: list[float] = []
        self._recent: deque[float] = deque(maxlen=RECENT)
        self._marks: deque[tuple[float, int, int]] = deque()
        self._steps, self._slow = 0, False
        self._quick, self._held = 0, 0.0     # steps that together took less than a grain, and their seconds

    @property
    def seconds(self) -> float:
        return self._before + (time.monotonic() - self._began if self._began is not None else 0.0)

    def start_from(self, seconds: float) -> None:
        """Count on from an earlier life of the run."""
        self._before = seconds

    def stamped(self, state: Checkpoint) -> Checkpoint:
        """With what the training has used so far, from which a resume counts on."""
        used = {"seconds": self.seconds, "cpu_seconds": self.meter.cpu_seconds, "gpu_joules": self.meter.gpu_joules}
        return replace(state, facts=state.facts | used)

    def rest(self) -> None:
        """The training pauses: its clock stops."""
        self._before, self._began = self.seconds, None
        self.meter.rest()

    def go_on(self) -> None:
        self._began = time.monotonic()
        self.meter.go_on()
        self._marks.clear()

    def step(self, duration: float) -> None:
        self._steps += 1
        if self._steps <= WARM_UP:
            return
        self._quick, self._held = self._quick + 1, self._held + duration
        if self._held >= GRAIN:
            self._look(self._held / self._quick)
            self._quick, self._held = 0, 0.0

    def speed(self, step: int, images: int) -> tuple[float | None, float | None]:
        """Steps and images a second over the last seconds; None until there are two looks at the clock."""
        now = time.monotonic()
        self._marks.append((now, step, images))
        while len(self._marks) > 2 and now - self._marks[0][0] > SPAN:
            self._marks.popleft()
        then, first_step, first_images = self._marks[0]
        if now - then < 0.2 or step == first_step:
            return None, None
        return (step - first_step) / (now - then), (images - first_images) / (now - then)

    def collapse(self) -> tuple[float, float] | None:
        """Seconds a step took when all was well, and now; once for each collapse, None otherwise."""
        if len(self._healthy) < WINDOW or len(self._recent) < RECENT:
            return None
        healthy, now = median(self._healthy), median(self._recent)
        was_slow, self._slow = self._slow, now > (RECOVERED if self._slow else COLLAPSE) * healthy
        return (healthy, now) if self._slow and not was_slow else None

    def _look(self, duration: float) -> None:
        if len(self._healthy) < WINDOW:
            self._healthy.append(duration)
        self._recent.append(duration)
