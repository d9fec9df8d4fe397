"""The life of one training: `train` yields events, a run records them, and here the two meet."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from contextlib import closing
from functools import partial

from genmodels import checkpoint, metrics
from genmodels.data.base import ImageSet
from genmodels.device import megabytes
from genmodels.errors import Diverged, UserError
from genmodels.events import Event, Remark, Scalars, Snapshot
from genmodels.models.base import Encodes
from genmodels.runs import State
from genmodels.runs.kept import drop_surplus, note_value
from genmodels.runs.milestones import milestone_schedule
from genmodels.runs.status import marker
from genmodels.runs.weights import keep_milestone
from genmodels.train import Training
from genmodels.worker.best import held_out_loss
from genmodels.worker.bill import note_cost, watch_gpu
from genmodels.worker.control import Stopped, Vanished
from genmodels.worker.desk import Desk
from genmodels.worker.failures import sentence
from genmodels.worker.live import LiveNumbers
from genmodels.worker.medic import Medic
from genmodels.worker.prepare import prepare
from genmodels.worker.recorder import FULL

LOOK = 0.1              # seconds between two looks at the commands
FIRST, LATER = 3, 30    # seconds until the first checkpoint, and between two of them late in a training
GROWTH = 4              # in between, one after every quarter of the training time so far
SHARE = 50              # a checkpoint that took one second comes at most every 50


class Body:
    """One worker with the lock of its run in hand."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.recorder, self.pace, self.folder = desk, desk.recorder, desk.pace, desk.run.folder
        self.training: Training
        self.held_out: ImageSet
        self.live_numbers: LiveNumbers
        self.medic: Medic
        self._milestones: frozenset[int] = frozenset()
        self._looked = self._saved = self._saving = self._moving = 0.0

    def live(self) -> State:
        """Train to the end or to a stop, whatever comes; returns the state the run is left in."""
        try:
            self._begin()
            prepared = prepare(self.desk)
            self.training, self.held_out = prepared.training, prepared.held_out
            self.medic = Medic(self.desk, self.training)
            self.desk.changed = self.medic.changed
            with closing(LiveNumbers(self.desk, prepared, self.medic.measured)) as self.live_numbers:
                self._loop()
                self._finish()
        except Stopped:
            self.desk.fits(partial(note_cost, self.desk))
            self._end("stopped", self.desk.trouble)
        except Vanished:
            return "stopped"     # the folder was deleted under us: nobody is left to tell
        except KeyboardInterrupt:
            self._end("stopped", "Interrupted twice: what came after the last checkpoint is lost.")
        except Exception as error:
            return "stopped" if self._was_deleted(error) else self._fail(error)
        return self.recorder.status.state

    def _begin(self) -> None:
        first = self.recorder.status.started or time.time()
        self.desk.beat(state="starting", started=first, ended=None, error=None, note="", sync=True)
        marker(self.folder).unlink(missing_ok=True)
        self.recorder.log(f"Process {self.recorder.status.pid} takes up {self.desk.run.card.command}")

    def _loop(self) -> None:
        training, desk = self.training, self.desk
        desk.training, desk.save = training, self._save
        desk.beat(state="running", steps=training.steps, note="", device=training.device.type,
                  precision=str(training.precision).removeprefix("torch."), sync=True)
        self._saved = time.monotonic()
        if isinstance(training.model, Encodes):     # the drift of the encoded images is what they are kept for
            self._milestones = milestone_schedule(training.steps)
        self._keep_milestone()
        watch_gpu(desk)
        self.pace.go_on()
        self.live_numbers.look()
        events = training.run()
        while True:
            began = time.perf_counter()
            event = self._next(events)
            self._moving += time.perf_counter() - began
            if event is None:
                return
            self._record(event)

    def _next(self, events: Iterator[Event]) -> Event | None:
        try:
            return next(events, None)
        except Diverged as error:
            self.medic.diverged(error)
            raise

    def _record(self, event: Event) -> None:
        if isinstance(event, Scalars):
            self.desk.persist(partial(self.recorder.scalars, event, self.pace.seconds))
            self.medic.scalars(event)
        elif isinstance(event, Snapshot):
            self.desk.persist(partial(self.recorder.snapshot, event))
            self.medic.snapshot(event)
        elif isinstance(event, Remark):
            self.recorder.log(event.words)
        else:
            self.pace.step(self._moving)
            self._moving = 0.0
            self._keep_milestone()
            self._between_steps()

    def _between_steps(self) -> None:
        now = time.monotonic()
        if self.desk.control.stop or now - self._looked >= LOOK:
            self._looked = now
            self.desk.listen()
            self.desk.follow()
            self.live_numbers.look()
        if self.desk.beat_is_due:
            self._tell_speed()
        wait = min(LATER, max(FIRST, self.pace.seconds / GROWTH))
        if now - self._saved >= max(wait, SHARE * self._saving):
            self.desk.persist(self._save)

    def _tell_speed(self) -> None:
        training = self.training
        batches = training.batches
        steps, images = self.pace.speed(training.step, batches.drawn * batches.size)
        left = (training.steps - training.step) / steps if steps else None
        self.desk.beat(images_per_second=images, seconds=self.pace.seconds, seconds_left=left)
        slower = self.pace.collapse()
        if slower:
            self.desk.persist(partial(self._warn_of_slowness, *slower))

    def _warn_of_slowness(self, before: float, now: float) -> None:
        self.recorder.alarm(
            self.training.step, "slow steps", f"A step takes {now / before:.0f} times as long as before.",
            f"{1e3 * before:.1f} ms at first, {1e3 * now:.1f} ms now.",
            "Another program uses the processor: end it, pause another run, or train with threads = 1.")

    def _keep_milestone(self) -> None:
        if self.training.step in self._milestones:
            self.desk.persist(partial(keep_milestone, self.folder, self.training.checkpoint()))

    def _save(self) -> None:
        began = time.monotonic()
        state = self.pace.stamped(self.training.checkpoint())
        checkpoint.save(state, self.folder)
        value = held_out_loss(self.training.average, self.held_out)
        if value is not None:
            note_value(self.folder, state.step, value, "negative ELBO on held-out images")
        drop_surplus(self.folder)
        self._saved = time.monotonic()
        self._saving = self._saved - began

    def _finish(self) -> None:
        """Save, measure on held-out images, and compare with what was promised."""
        desk, training = self.desk, self.training
        seconds, images = self.pace.seconds, training.batches.drawn * training.batches.size
        desk.beat(seconds=seconds, seconds_left=0.0, note="saving")
        desk.persist(self._save)
        desk.persist(partial(note_cost, desk))
        desk.beat(note="measuring on held-out images")
        self.live_numbers.finish(seconds)
        self._measure()
        self._end("finished", None, promise=self.recorder.came_true(seconds, images, megabytes(training.device)),
                  images_per_second=images / seconds if seconds else None)

    def _measure(self) -> None:
        """The weights are safe by now: a number that cannot be had is told, and takes nothing from the run."""
        run = self.desk.run
        try:
            metrics.evaluate(run, among=metrics.QUICK, on_progress=self.desk.progress,
                             keep=lambda result: self.desk.persist(partial(run.add_result, dict(result))))
        except Stopped:
            self.recorder.log("Stopped while measuring: the training was complete, some numbers are missing.")
        except UserError as error:
            self.recorder.log(f"Not measured: {error}")
        except Exception as error:
            self.recorder.log(traceback.format_exc())
            self.recorder.alarm(self.training.step, "not measured", "The numbers on held-out images are missing.",
                                f"{type(error).__name__}: {error}", "The model is complete; the log has the details.")

    def _was_deleted(self, error: Exception) -> bool:
        """A missing file is what someone meets who writes while a folder is being deleted, which takes a moment."""
        if isinstance(error, FileNotFoundError):
            time.sleep(LOOK)
        return not (self.folder / "config.json").exists()

    def _fail(self, error: Exception) -> State:
        words = sentence(error, self.desk.run.config, self.desk.step)
        try:
            expected = isinstance(error, UserError) or (isinstance(error, OSError) and error.errno in FULL)
            self.recorder.log(words if expected else f"{traceback.format_exc()}\n{words}")
            self._end("failed", words)
        except FileNotFoundError:
            return "stopped"     # deleted, and gone already when we wrote
        return "failed"

    def _end(self, state: State, error: str | None, **changes: object) -> None:
        marker(self.folder).unlink(missing_ok=True)
        seconds = self.pace.seconds if state == "stopped" and self.desk.training else self.recorder.status.seconds
        self.recorder.log(f"{state.capitalize()} at step {self.desk.step}.")
        speed = changes.pop("images_per_second", None)
        self.desk.beat(state=state, error=error, note="", seconds=seconds, ended=time.time(), images_per_second=speed,
                       seconds_left=None, acknowledged=self.desk.obeyed, sync=True, **changes)
