"""The launcher's rounds: answer probes, start runs, leave when nobody asks or when its code is out of date.

It never trains and never touches a GPU.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType

from genmodels.errors import RunError
from genmodels.launcher.children import FORKS, Child, Forked, Spawned
from genmodels.launcher.slots import Slots, stamp
from genmodels.launcher.sources import Sources
from genmodels.probe import answer
from genmodels.runs import Run, RunStore
from genmodels.runs.files import write_bytes
from genmodels.runs.locks import Timeout
from genmodels.runs.status import marker, read_status, write_status
from genmodels.worker.__main__ import main as train_in_background

NAP = 0.05      # seconds between two rounds
BUSY = 0.25     # the same while runs wait for a slot, when every round looks at every run
DEVICES = ("cpu", "cuda", "mps")
PRELOADED = ("genmodels.worker.body", "torch.optim", "torch._dynamo", "PIL.PngImagePlugin")


class Launcher:
    """Serves one root; holds nothing that a successor could not read from the disk."""

    def __init__(self, root: Path, idle: float, sources: Sources) -> None:
        self.root, self.idle, self.store, self.sources = root, idle, RunStore(root), sources
        self.children: list[tuple[str, Child, int]] = []     # run id or name of a question, child, stamp of the marker
        self._leaving = False

    def serve(self) -> bool:
        """Until nobody asked for `idle` seconds, the root is gone, or SIGTERM; the children go on without us.

        True when it left because there is something to do and the code on the disk is no longer ours: forked from here,
        a training would be half of the old code and half of the new, and would refuse settings it does not know.
        """
        signal.signal(signal.SIGTERM, self._leave)
        write_bytes(self.root / ".launcher.pid", str(os.getpid()).encode())
        _warm_up()
        self.slots = Slots(self.store, _default_device())
        while not self._leaving and self.root.is_dir():
            self._reap()
            if self._asked() and self.sources.changed():
                if not self._half_begun():
                    return True
                time.sleep(NAP)
                continue
            self._answer_probes()
            waiting = self._start_runs()
            if not waiting and not self.children and self._forgotten():
                return False
            time.sleep(BUSY if waiting else NAP)
        return False

    def _leave(self, number: int, frame: FrameType | None) -> None:
        self._leaving = True

    def _reap(self) -> None:
        ended = [entry for entry in self.children if entry[1].ended()]
        self.children = [entry for entry in self.children if entry not in ended]
        for name, _, asked in ended:
            if self.slots.claims.get(name) == asked:
                del self.slots.claims[name]
            if asked and stamp(marker(self.root / name)) == asked:     # it would have removed its marker
                self._tell_it_never_began(name)

    def _asked(self) -> bool:
        """Is there a question or a run that nobody has taken up yet?"""
        return bool(self._questions()) or any(not self._claimed(place) for place in self._places())

    def _half_begun(self) -> bool:
        """A question of which the answer is on its way, or a run that has not yet said it began: a successor that
        cannot know of them would take them up once more."""
        probing = any(not asked for _, _, asked in self.children)
        return probing or any(self._claimed(place) for place in self._places())

    def _answer_probes(self) -> None:
        for question in self._questions():
            log = self.root / ".launcher.log"
            child: Child = (Forked(partial(_answer, question), log) if FORKS
                            else Spawned("genmodels.probe", question, log))
            self.children.append((question.stem, child, 0))

    def _questions(self) -> list[Path]:
        """Those nobody has answered or works for."""
        return [question for question in sorted((self.root / ".probes").glob("[!.]*.json"))
                if not self._works_for(question.stem) and not question.with_suffix(".answer").exists()]

    def _start_runs(self) -> bool:
        """First come, first served on each device; returns whether someone still waits."""
        queue = self._queue()
        if not queue:
            return False
        self.slots.count()
        full: set[str] = set()
        for run in queue:
            if self._claimed(marker(run.folder)):
                continue     # started, and on its way to say so
            if run.problem or run.state != "queued":
                marker(run.folder).unlink(missing_ok=True)
            elif self.slots.device(run) in full or not self.slots.take(run):
                full.add(self.slots.device(run))
            else:
                self._start(run)
        return bool(full)

    def _places(self) -> list[Path]:
        """The markers, oldest first."""
        return sorted((self.root / ".queue").glob("[!.]*"), key=lambda place: (stamp(place), place.name))

    def _claimed(self, place: Path) -> bool:
        """Was the run of this marker started for it?"""
        return self.slots.claims.get(place.name) == stamp(place)

    def _queue(self) -> list[Run]:
        """Runs with a marker, in the order of their markers."""
        runs = []
        for place in self._places():
            try:
                runs.append(self.store.get(place.name))
            except RunError:
                place.unlink(missing_ok=True)     # its run was deleted
        return runs

    def _start(self, run: Run) -> None:
        try:
            with run.hold(patience=0):
                pass
        except Timeout:     # a paused worker asked for its slot back: the marker's going is the answer
            marker(run.folder).unlink(missing_ok=True)
            return
        log = run.folder / "log.txt"
        child: Child = (Forked(partial(train_in_background, run.folder), log) if FORKS
                        else Spawned("genmodels.worker", run.folder, log))
        self.children.append((run.id, child, self.slots.claims[run.id]))

    def _works_for(self, name: str) -> bool:
        return any(name == other for other, _, _ in self.children)

    def _tell_it_never_began(self, name: str) -> None:
        """A worker that died before its first word would leave its run queued for ever."""
        try:
            run = self.store.get(name)
            with run.hold(patience=0):
                status = read_status(run.folder)
                if status.state == "queued":
                    last = run.log(1) or "it left no word in the log"
                    write_status(run.folder, replace(status, state="failed", ended=time.time(),
                                                     error=f"The worker could not start: {last}"), sync=True)
                marker(run.folder).unlink(missing_ok=True)
        except (RunError, Timeout) as reason:
            print(f"{name}: {reason}", flush=True)     # deleted, or taken up by another worker: nothing to tell

    def _forgotten(self) -> bool:
        return time.time_ns() - stamp(self.root / ".launcher.asked") > self.idle * 1e9


def _warm_up() -> None:
    """Import what every child needs; frozen, so that no collection in a child copies these pages."""
    if FORKS:
        for name in PRELOADED:
            importlib.import_module(name)
        gc.collect()
        gc.freeze()


def _default_device() -> str:
    """What `auto` means here, found out in a child: a process that has asked a GPU driver must not fork."""
    if not FORKS:
        return _auto()
    pid = os.fork()
    if pid == 0:
        os._exit(DEVICES.index(_auto()))
    return DEVICES[os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])]


def _auto() -> str:
    from genmodels.device import choose_device
    return choose_device("auto").type


def _answer(question: Path) -> int:
    answer(question)
    return 0
