"""Between the person and the training: beats the heart, obeys commands, rests when paused or when the disk is full."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from genmodels.errors import ConfigError, RunError, UserError
from genmodels.runs import Run, Status
from genmodels.runs.status import marker
from genmodels.train import Training
from genmodels.worker.control import Control, Stopped
from genmodels.worker.failures import disk_full
from genmodels.worker.pace import Pace
from genmodels.worker.queue import ensure_launcher
from genmodels.worker.recorder import FULL, Recorder

BEAT = 1.0      # seconds between two heartbeats
NAP = 0.05      # seconds between two looks while resting

Watcher = Callable[[Status], None]


class Desk:
    """Serves one run; `training`, `save` and `changed` are set once there is something to command."""

    def __init__(self, run: Run, control: Control, watch: Watcher, *, queues: bool) -> None:
        self.run, self.control, self.watch, self.queues = run, control, watch, queues
        self.recorder, self.pace = Recorder(run), Pace()
        self.training: Training | None = None
        self.save: Callable[[], None]
        self.changed: Callable[[str, Any], None]     # is told of a live setting that was set
        self.trouble: str | None = None     # why the run rests though nobody paused it
        self.promised = 0                   # the number of a pause or stop that is heard but not yet done
        self._beaten = 0.0
        self._owes = False                  # the disk has not taken yet what this step tells

    @property
    def step(self) -> int:
        return self.training.step if self.training else self.recorder.status.step

    @property
    def obeyed(self) -> int:
        """The number of the last command, when what it asked for is done."""
        return max(self.promised, self.recorder.status.acknowledged)

    @property
    def beat_is_due(self) -> bool:
        return time.monotonic() - self._beaten >= BEAT

    def beat(self, **changes: Any) -> None:
        """Write the status, and tell whoever watches in this process."""
        self._beaten = time.monotonic()
        self.recorder.say(step=self.step, **changes)
        self.watch(self.recorder.status)

    def progress(self, share: float, words: str) -> None:
        """For slow work outside the loop: keeps the heart beating, and lets a stop through."""
        self.listen()
        if self.control.stop:
            raise Stopped
        if self.beat_is_due:
            self.beat(note=f"{words} {share:.0%}".strip())

    def listen(self) -> None:
        """Obey the commands that came since, and acknowledge each by its number."""
        for command in self.control.news(self.recorder.status.acknowledged):
            try:
                self._obey(command)
                note = self.recorder.status.note
            except (UserError, ValueError, TypeError) as error:
                note = f"Refused: {error}"
                self.recorder.log(note)
            number = int(command["number"])
            if command.get("kind") in ("pause", "stop") and self.recorder.status.state != "paused":
                self.promised = number     # acknowledged when it rests or has ended
            else:
                self.beat(acknowledged=number, note=note)

    def follow(self) -> None:
        """Between two steps: save and leave when asked to stop, save and rest when asked to pause."""
        if self.control.stop:
            self.fits(self.save)
            raise Stopped
        if self.control.paused:
            self.fits(self.save)
            self.rest()

    def rest(self) -> None:
        """Wait until someone resumes; then, in the background, for a free slot. Raises Stopped."""
        self.pace.rest()
        self.beat(state="paused", error=self.trouble, images_per_second=None, seconds=self.pace.seconds,
                  acknowledged=self.obeyed, sync=True)
        while not self.control.stop and (self.control.paused or self._waits_for_slot()):
            time.sleep(NAP)
            self.listen()
            if self.beat_is_due:
                self.beat()
        if self.control.stop:
            raise Stopped
        self.trouble = None
        self.pace.go_on()
        self.beat(state="running", error=None, note="", sync=True)

    def persist(self, action: Callable[[], None]) -> None:
        """Do it until the disk takes it; a full disk pauses the run with a sentence."""
        while not self.fits(action):
            self._owes = True
            self.rest()
            self._owes = False

    def fits(self, action: Callable[[], None]) -> bool:
        """Do it; False, with the wish to pause, when the disk is full."""
        try:
            action()
        except OSError as error:
            if error.errno not in FULL:
                raise
            self.trouble, self.control.paused = disk_full(self.step), True
            self.recorder.log(self.trouble)
            return False
        return True

    def _obey(self, command: dict[str, Any]) -> None:
        kind, training = command.get("kind"), self.training
        if kind in ("pause", "resume"):
            self.control.paused = kind == "pause"
        elif kind == "stop":
            self.control.stop = True
        elif training is None:
            raise ConfigError(f"{kind} came before the first step; ask again when the training runs.")
        elif kind == "checkpoint":
            if self._owes:     # it would claim a step whose numbers and pictures are not there
                raise RunError(disk_full(self.step))
            self.fits(self.save)
        elif kind == "snapshot":
            self.fits(partial(self.recorder.snapshot, training.snapshot()))
        elif kind == "set":
            self._set(training, str(command.get("setting")), command.get("value"))

    def _set(self, training: Training, name: str, value: Any) -> None:
        """Change a live setting; one that cannot be written down is taken back, for a resume would not know of it."""
        old, new = training.set(name, value)
        if old == new:
            return
        if not self.fits(partial(self.recorder.change, training.step, self.pace.seconds, name, old, new)):
            training.set(name, old)
            raise ConfigError(f"{name} stays {old}, for the disk is full.")
        self.changed(name, new)

    def _waits_for_slot(self) -> bool:
        """The launcher gives slots: our marker in its queue disappears when there is one."""
        if not self.queues:
            return False
        place = marker(self.run.folder)
        if self.recorder.status.state == "queued":
            return place.exists()
        place.parent.mkdir(exist_ok=True)
        if self.fits(place.touch):
            self.beat(state="queued", note="waits for a free slot")
            ensure_launcher(self.run.folder.parent)
        return True
