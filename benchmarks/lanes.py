"""Trainings that take turns in one process, so that a busy neighbour hurts them alike; each has a clock of its own.

The clock counts the processor's seconds of this process, which must have one thread. A lane has random numbers of its
own too: it learns what it would learn alone, as far as it gets in its seconds.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from genmodels.config import RunConfig, build
from genmodels.data.base import ImageSet
from genmodels.events import Stepped
from genmodels.randomness import random_state, restore_random_state
from genmodels.train import Training

TURN = 2.0          # seconds until the next lane's turn
FIRST = 100_000     # steps that are said to come before the first turn has shown how many fit


class Lane:
    """One training with a budget of seconds. What its schedule takes for the run's end follows the clock."""

    def __init__(self, name: str, config: RunConfig, data: ImageSet, held_out: ImageSet, seconds: float) -> None:
        self.name, self.seconds, self.spent = name, seconds, 0.0
        self.training = Training(build(RunConfig, config.model_dump() | {"steps": FIRST}), data, held_out)
        self._events = self.training.run()
        self._random = random_state(self.training.device)

    @property
    def done(self) -> bool:
        return self.spent >= self.seconds

    def turn(self, seconds: float) -> None:
        """Train for that long, at least one step, and no longer than the budget."""
        restore_random_state(self._random, self.training.device)
        until, first, began = min(seconds, self.seconds - self.spent), self.training.step, time.process_time()
        spent = 0.0
        while spent < until:
            self.training.steps = max(self.training.steps, self.training.step + 2)     # the clock ends it, no count
            while not isinstance(next(self._events), Stepped):
                pass     # snapshots and numbers are part of a training
            spent = time.process_time() - began
        self.spent += spent
        self._random = random_state(self.training.device)
        self._see_the_end(spent / (self.training.step - first))

    def _see_the_end(self, pace: float) -> None:
        """Steps that there will be at this many seconds a step."""
        self.training.steps = self.training.step + math.ceil((self.seconds - self.spent) / pace)


def take_turns(lanes: Sequence[Lane], tell: Callable[[Lane], None], turn: float = TURN) -> None:
    """Train all of them to the end of their seconds, turn by turn; `tell` hears of every turn."""
    while any(not lane.done for lane in lanes):
        for lane in lanes:
            if not lane.done:
                lane.turn(turn)
                tell(lane)
