"""Measures what the training draws while it goes on: a copy of the averaged weights, in a thread beside it.

Between two steps the training hands a copy over, which takes a millisecond, and later takes the numbers back. The
thread draws no random numbers of the process and changes nothing of the training, which stays what it would be without.
Its work is spread so that it takes no more than its share of the training's time.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import torch

from genmodels.checkpoint import Checkpoint
from genmodels.data.base import ImageSet
from genmodels.judge import Judged
from genmodels.metrics.base import Result
from genmodels.metrics.live import Live
from genmodels.models.base import GenerativeModel
from genmodels.train import Training

SIZES = (1000, 500, 250)     # images on each side: the first that a run can pay for
WISH = 8                     # moments that a run should show


@dataclass(frozen=True)
class Moment:
    """What was found out about one step."""

    step: int
    seconds: float               # of training when the copy was taken
    results: list[Result]
    reasons: list[str]           # why some numbers cannot be had
    state: Checkpoint | None     # all of the training at that step, where it was asked for
    cost: float                  # processor seconds it took


class Gauge:
    """One measurement at a time, in all `share` of the training's seconds since `origin`."""

    def __init__(self, training: Training, train: ImageSet, held_out: ImageSet, judged: Judged | None, *,
                 origin: float = 0.0) -> None:
        self.training, self.share, self.origin, self.spent = training, training.config.live_share, origin, 0.0
        self.settled = False     # the first moment tells what one costs; from then on all have as many images
        self._images, self._judged = (train, held_out), judged
        self._model = _apart(training.average)
        self._live = self._with(SIZES[-1])
        self._cost: float | None = None     # seconds that the next one will take
        self._flight: Future[Moment] | None = None
        self._pool = ThreadPoolExecutor(1, "live numbers")

    @property
    def images(self) -> int:
        """How many enter a measurement."""
        return self._live.images

    def due(self, seconds: float, planned: float) -> bool:
        """Is it time for a measurement, so many seconds into a training of `planned`? The first one is due at once."""
        if self._flight is not None or not self.share:
            return False
        if self._cost is not None and not self.settled and self._affords(seconds):
            self._settle(planned)
        return self._cost is None or self._affords(seconds)

    def start(self, seconds: float, state: Checkpoint | None = None) -> None:
        """Take the weights as they are between two steps; `state`, all else of the training, stays with them."""
        self._model.load_state_dict(self.training.average.state_dict())
        self._flight = self._pool.submit(self._measure, self._live, self.training.step, seconds, state)

    def landed(self, *, wait: bool = False) -> Moment | None:
        """What was measured since, if anything; raises what went wrong in it."""
        flight = self._flight
        if flight is None or not (wait or flight.done()):
            return None
        self._flight = None
        moment = flight.result()
        self._cost = moment.cost
        self.spent += moment.cost
        return moment

    def pay(self, act: Callable[[], None]) -> None:
        """Do what a measurement led to, out of the same share."""
        began = time.perf_counter()
        act()
        self.spent += time.perf_counter() - began

    def close(self) -> None:
        """Wait for the thread; what it still finds is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _affords(self, seconds: float) -> bool:
        assert self._cost is not None
        return self.spent + self._cost <= self.share * (seconds - self.origin)

    def _settle(self, planned: float) -> None:
        """As many images as leave the run its moments."""
        assert self._cost is not None
        each = self._cost / max(1, self._live.images)
        for n in SIZES:
            live = self._with(n)
            if WISH * each * live.images <= self.share * planned or n == SIZES[-1]:
                break
        self._live, self._cost, self.settled = live, each * live.images, True

    def _with(self, n: int) -> Live:
        return Live(self._model, *self._images, self._judged, n=n)

    def _measure(self, live: Live, step: int, seconds: float, state: Checkpoint | None) -> Moment:
        """In the thread, whose processor seconds count: what a busy neighbour takes is not ours. Meeting the real
        images costs once a machine what the cache folder knows afterwards, so it is not counted."""
        live.meet()
        began = time.thread_time()
        results = live.measure(self._model, step)
        cost = (time.thread_time() - began) * torch.get_num_threads()     # the helpers of a thread count as it does
        return Moment(step, seconds, results, live.reasons, state, cost)


def _apart(model: GenerativeModel) -> GenerativeModel:
    """A copy that no step changes, where a second thread may use it: Metal serves one."""
    twin = copy.deepcopy(model).eval().requires_grad_(False)
    return twin.to("cpu") if next(model.parameters()).device.type == "mps" else twin
