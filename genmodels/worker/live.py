"""Live numbers of a training: taken beside it, written down, and the best checkpoint chosen by them.

They cost a training their share and nothing else: what goes wrong in them is told, and it goes on without.
"""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from genmodels import checkpoint
from genmodels.checkpoint import Checkpoint, copied
from genmodels.errors import UserError
from genmodels.judge import judge_for, why_none
from genmodels.metrics.base import Result
from genmodels.metrics.interval import Z
from genmodels.metrics.live import judged_ones
from genmodels.models.base import HasLikelihood
from genmodels.runs.kept import checkpoint_steps, drop_surplus, is_best, note_value
from genmodels.worker.desk import Desk
from genmodels.worker.gauge import Gauge, Moment
from genmodels.worker.prepare import Prepared

BEST_BY = {"kid": "KID", "sliced_wasserstein": "sliced Wasserstein distance"}     # the lower the better
T = TypeVar("T")


class LiveNumbers:
    """Serves one life of a run. A model with a likelihood has a better number to choose its best checkpoint by."""

    def __init__(self, desk: Desk, prepared: Prepared, told_of: Callable[[list[Result]], None]) -> None:
        self._told_of = told_of     # hears of every moment
        self.desk, self.recorder, self.folder, self.training = desk, desk.recorder, desk.run.folder, prepared.training
        self._chooses = not isinstance(self.training.model, HasLikelihood)
        self._seen = {row["step"] for row in desk.run.live()[0]}     # what a resumed run has already
        self._told: set[str] = set()
        self._gauge: Gauge | None = None     # None: no numbers are taken, or no more
        if self.training.config.live_share:
            self._gauge = self._guarded(partial(self._begin, prepared))

    def look(self) -> None:
        """Between two steps: write down what has come, and begin the next when there is time for it."""
        self._receive()
        gauge, seconds = self._gauge, self.desk.pace.seconds
        if gauge and self.training.step not in self._seen and gauge.due(seconds, self._planned(seconds)):
            self._start(gauge, seconds)

    def finish(self, seconds: float) -> None:
        """After the last step, which came so many seconds into the training: the numbers of what the run ends with."""
        self._receive(wait=True)
        if self._gauge and self.training.step not in self._seen:
            self._start(self._gauge, seconds)
            self._receive(wait=True, last=True)

    def close(self) -> None:
        if self._gauge:
            self._gauge.close()

    def _begin(self, prepared: Prepared) -> Gauge:
        dataset, judged_titles = self.desk.run.config.dataset, judged_ones(self.training.model)
        judged = judge_for(dataset)
        if judged is None and judged_titles:
            self._tell(f"{', '.join(judged_titles)}: {why_none(dataset)}")
        return Gauge(*prepared, judged, origin=self.desk.pace.seconds)

    def _start(self, gauge: Gauge, seconds: float) -> None:
        def take() -> None:
            state = self.desk.pace.stamped(self.training.checkpoint()) if self._chooses else None
            gauge.start(seconds, copied(state) if state else None)
        self._guarded(partial(gauge.pay, take))

    def _receive(self, *, wait: bool = False, last: bool = False) -> None:
        gauge = self._gauge
        moment = self._guarded(partial(gauge.landed, wait=wait)) if gauge else None
        if gauge is None or moment is None:
            return
        self._seen.add(moment.step)
        results = self._finite(moment)
        self.desk.persist(partial(self.recorder.measured, results, moment.seconds))
        self._told_of(results)
        if moment.state and (last or gauge.settled):     # the first moment, of few images, only tells what one costs
            gauge.pay(partial(self._choose, moment.state, results))

    def _finite(self, moment: Moment) -> list[Result]:
        """The numbers that are numbers; the others are told, as are those that could not be had."""
        for reason in moment.reasons:
            self._tell(reason)
        kept = []
        for result in moment.results:
            if all(map(math.isfinite, (result["value"], result["low"], result["high"]))):
                kept.append(result)
            else:
                self._tell(f"{result['title']} is not a finite number at step {moment.step}.")
        return kept

    def _choose(self, state: Checkpoint, results: list[Result]) -> None:
        """Keep the checkpoint when no measurement before was clearly better."""
        by = next((result for name in BEST_BY for result in results if result["metric"] == name), None)
        if by is None or not is_best(self.folder, by["value"]):
            return
        if state.step not in checkpoint_steps(self.folder):
            self.desk.persist(partial(self._save, state))
        error = (by["high"] - by["low"]) / (2 * Z)
        note_value(self.folder, state.step, by["value"], f"{BEST_BY[by['metric']]} of {by['n']:,} samples", error)
        drop_surplus(self.folder)

    def _save(self, state: Checkpoint) -> None:
        checkpoint.save(state, self.folder)

    def _planned(self, seconds: float) -> float:
        """Training time of the whole run, as far as one knows."""
        config, done = self.training.config, self.training.step
        return config.seconds or seconds * self.training.steps / max(1, done)

    def _guarded(self, act: Callable[[], T]) -> T | None:
        """Measuring; whatever goes wrong in it ends the live numbers of this life of the run."""
        try:
            return act()
        except Exception as error:
            self._gauge = None
            self.recorder.log("".join(traceback.format_exception(error)))
            words = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            self.recorder.alarm(self.training.step, "not measured", "No more live numbers are taken.", words,
                                "The training goes on without them; the log has the details.")
            return None

    def _tell(self, words: str) -> None:
        """In the log, once."""
        if words not in self._told:
            self._told.add(words)
            self.recorder.log(f"Not among the live numbers: {words}")
