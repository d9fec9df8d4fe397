"""What a run says about itself every second, and what a reader concludes when it says nothing more."""

from __future__ import annotations

import socket
import time
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

from genmodels.errors import RunError
from genmodels.runs.files import Stamp, read_json, stamp_of, write_json
from genmodels.runs.locks import held

State = Literal["queued", "starting", "running", "paused", "finished", "stopped", "failed", "lost"]
STATES = ("queued", "starting", "running", "paused", "finished", "stopped", "failed")     # lost is never written
ACTIVE = frozenset({"queued", "starting", "running", "paused"})
WORKING = frozenset({"starting", "running", "paused"})     # a worker says these, so it must be alive
REMEMBERED = 512     # statuses
GRACE = 10.0     # seconds between the birth of a run and its marker in the queue


@dataclass(frozen=True)
class Status:
    """The content of status.json. Times are seconds since 1970; `seconds` is training time, pauses excluded."""

    state: State = "queued"
    step: int = 0
    steps: int | None = None               # None until a probe has turned seconds into steps
    started: float | None = None
    ended: float | None = None
    beat: float = 0.0
    due: float = 0.0                       # when the next beat must have come, for readers on other machines
    pid: int | None = None
    host: str = ""
    images_per_second: float | None = None
    seconds: float = 0.0
    seconds_left: float | None = None
    promise: dict[str, Any] | None = None  # what was promised before the start; "came_true" is added at the end
    error: str | None = None               # one sentence
    note: str = ""                         # a few words on what happens now
    acknowledged: int = 0                  # the number of the last command that was obeyed or refused
    device: str = ""
    precision: str = ""


def read_status(folder: Path) -> Status:
    """The last word of the worker as it stands; raises RunError when it cannot be read.

    Parsed once for as long as the file rests: many watchers ask about one run.
    """
    stamp = stamp_of(folder / "status.json")
    known = _known.get(folder)
    if known is not None and stamp is not None and known[0] == stamp:
        return known[1]
    status = _read(folder)
    if len(_known) >= REMEMBERED:
        _known.clear()
    if stamp is not None:     # taken before the reading: a newer file is read again at the next question
        _known[folder] = (stamp, status)
    return status


def _read(folder: Path) -> Status:
    content = read_json(folder / "status.json")
    known = {field.name for field in fields(Status)}
    status = Status(**{name: value for name, value in content.items() if name in known})
    problem = _misfit(status)
    if problem:
        raise RunError(f"status.json of run {folder.name!r} is damaged: {problem}.")
    return status


_known: dict[Path, tuple[Stamp, Status]] = {}


def write_status(folder: Path, status: Status, *, sync: bool = False) -> None:
    write_json(folder / "status.json", asdict(status), sync=sync)


def derived_state(folder: Path, status: Status) -> State:
    """The state a reader may believe: a worker that died without a word makes its run lost."""
    if status.state not in ACTIVE:
        return status.state
    if status.state in WORKING:
        return status.state if _alive(folder, status) else "lost"
    waits = time.time() < status.beat + GRACE or marker(folder).exists() or held(folder / "lock")
    return "queued" if waits else "lost"


def marker(folder: Path) -> Path:
    """The file that stands for this run in the queue; the queue is served by the age of these files."""
    return folder.parent / ".queue" / folder.name


@cache
def this_host() -> str:
    return socket.gethostname()


def _alive(folder: Path, status: Status) -> bool:
    """On its own machine the lock is the truth (immune to reused process ids); elsewhere the overdue beat is."""
    if status.host == this_host():
        return held(folder / "lock")
    return time.time() < status.due


def _misfit(status: Status) -> str:
    if status.state not in STATES:
        return f"it names the state {status.state!r}"
    numbers = (status.step, status.beat, status.due, status.seconds, status.acknowledged)
    if not all(isinstance(number, int | float) for number in numbers):
        return "it has text where numbers belong"
    return ""
