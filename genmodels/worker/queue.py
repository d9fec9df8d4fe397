"""How a training gets started by someone who cannot train: a marker in the queue, and a launcher that looks there.

Nothing here imports torch, so pages can use it freely.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from genmodels.config import RunConfig
from genmodels.errors import ConfigError, RunError
from genmodels.runs import Run, RunStore, write_card
from genmodels.runs.card import with_steps
from genmodels.runs.commands import last_number
from genmodels.runs.files import in_words
from genmodels.runs.locks import Timeout, held
from genmodels.runs.status import marker, read_status, write_status
from genmodels.worker import detached

if TYPE_CHECKING:
    from genmodels.probe import Promise

LAUNCHER = "genmodels.launcher"


def submit(store: RunStore, config: RunConfig, promise: Promise | None = None, *, title: str | None = None,
           turn: float = 0.0) -> Run:
    """A new run that starts as soon as its device has a free slot; raises RunError when it cannot be kept.

    One whose `turn` is in so many seconds lets pass whoever asks before that, and starts at once when nobody does.
    """
    run = store.create(config, title=title)
    with whole_or_gone(run):
        if promise is not None:
            write_status(run.folder, replace(read_status(run.folder), promise=asdict(promise)))
        enqueue(run, turn)
    return run


@contextmanager
def whole_or_gone(run: Run) -> Iterator[None]:
    """A new run that the disk does not take whole is removed again, with a RunError."""
    try:
        with in_words(f"{run.id} could not be written"):
            yield
    except RunError:
        marker(run.folder).unlink(missing_ok=True)
        shutil.rmtree(run.folder, ignore_errors=True)
        raise


def resume(store: RunStore, id: str, steps: int | None = None) -> None:
    """Go on with a run that is paused, stopped, lost or failed, or finished and given more steps.

    Raises RunError when it cannot go on, or when another resume was faster.
    """
    run = store.get(id)
    if run.state == "paused" and steps is None:
        run.command("resume")
        ensure_launcher(store.root)
        return
    with in_words(f"{id} could not be resumed"):
        claim(run, steps)
        enqueue(run)


def claim(run: Run, steps: int | None = None) -> None:
    """Make a run that has ended ready to be taken up by a worker; the first to ask wins, the second gets a RunError."""
    if run.shipped:
        raise RunError(f"{run.id} came with GenLab without its optimiser, so it cannot go on. "
                       "Start a new run with the same settings instead.")
    try:
        with run.hold(patience=0.1):
            status = read_status(run.folder)
            if status.state == "queued" and marker(run.folder).exists():
                raise RunError(f"{run.id} is in the queue already.")
            if status.state == "finished" and (steps is None or steps <= status.step):
                raise RunError(f"{run.id} is finished at step {status.step}. To go on, give it more steps than that.")
            if steps is not None:
                _extend(run, steps, status.step)
            step = max(run.checkpoints(), default=0)     # what came after it died with its worker
            write_status(run.folder, replace(
                status, state="queued", step=step, beat=time.time(), ended=None, error=None, note="", pid=None,
                steps=steps or status.steps, acknowledged=last_number(run.folder)), sync=True)
    except Timeout:
        raise RunError(f"{run.id} is {run.state}: another process works on it.") from None


def enqueue(run: Run, turn: float = 0.0) -> None:
    """Put the run into the queue behind all whose turn is before `turn` seconds from now, and make sure that someone
    looks there."""
    place, due = marker(run.folder), time.time() + turn
    place.parent.mkdir(exist_ok=True)
    aside = place.with_name(f".{place.name}.part")
    try:
        aside.touch()
        os.utime(aside, (due, due))
        aside.replace(place)     # one move: the launcher knows a marker by its age
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    ensure_launcher(run.folder.parent)


def ensure_launcher(root: Path) -> None:
    """Start the launcher of this root unless it runs; costs a fraction of a millisecond when it does."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        (root / ".launcher.asked").touch()     # it leaves when nobody asked for long
    except OSError as error:
        raise RunError(f"No training can be started in {root}: {error.strerror}. Choose a folder that can be "
                       "written.") from error
    if not held(root / ".launcher.lock") and not detached.runs_here(LAUNCHER, [str(root)]):
        detached.start(LAUNCHER, [str(root)], root / ".launcher.log")


def slots(device: str) -> int:
    """How many runs may train at once on "cpu", "cuda" or "mps"; GENMODELS_SLOTS overrides."""
    named = os.environ.get("GENMODELS_SLOTS")
    if named is None:
        return {"cuda": 4, "mps": 1}.get(device, max(1, cores() - 1))
    if not named.isdigit() or int(named) < 1:
        raise ConfigError(f"GENMODELS_SLOTS = {named!r} does not fit: a whole number from 1 is allowed.")
    return int(named)


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _extend(run: Run, steps: int, done: int) -> None:
    if steps <= done:
        raise ConfigError(f"steps = {steps} does not fit: {run.id} is at step {done} already. Give more.")
    write_card(run.folder, with_steps(run.card, steps))
