"""One errand: a process that outlives the page or terminal that asked for it, and what it says as it goes.

Three files tell it: `<place>.json` its last word, `<place>.lock` whether it lives, `<place>.log` what went wrong.
Importing this imports no torch, so that pages can.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from genmodels import priority
from genmodels.data.base import Progress
from genmodels.errors import RunError, UserError
from genmodels.runs.files import read_json, tail, write_json
from genmodels.runs.locks import Timeout, held, hold
from genmodels.worker import detached

State = Literal["none", "running", "done", "failed"]
GRACE = 60.0      # seconds in which a process that was started takes its lock, on the busiest machine
PATIENCE = 5.0    # seconds it waits for that; longer than any reader has the lock, however busy
OFTEN = 0.3       # seconds between two words


@dataclass(frozen=True)
class Word:
    """The last word of an errand; `words` is one sentence when it is done or failed."""

    state: State = "none"
    share: float = 0.0
    words: str = ""
    said: float = 0.0     # seconds since 1970

    @property
    def at_work(self) -> bool:
        return self.state == "running"


class Errand:
    """`python -m <module> <arguments>`, with its files at `place`."""

    def __init__(self, place: Path, module: str, arguments: Sequence[str]) -> None:
        self.module, self.arguments = module, tuple(arguments)
        self.file, self.lock, self.log = (place.with_name(place.name + end) for end in (".json", ".lock", ".log"))
        self._told = 0.0

    def word(self) -> Word:
        """What it says now; a process that died without a word has failed."""
        said = self._read()
        if said.at_work and not self._starting(said) and not held(self.lock):
            said = self._read()     # it may have ended between the two looks
            if said.at_work:
                return Word("failed", words=f"It ended without a word. {tail(self.log, 1)}".strip(), said=said.said)
        return said

    def start(self) -> None:
        """Begin now, at low priority and with one thread; raises RunError when it is at work, or cannot be started."""
        if self.word().at_work:
            raise RunError("This is under way already.")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._write(Word("running", words="Starting", said=time.time()))
            detached.start(self.module, self.arguments, self.log)
        except OSError as error:
            raise RunError(f"This cannot be started: {error.strerror or error}. Make room in {self.file.parent}, or "
                           "make it writable.") from error

    def carry_out(self, work: Callable[[Progress], str]) -> int:
        """In the process: do the work, whose result is the last sentence; one that is at work already is left alone."""
        priority.lower()
        try:
            with hold(self.lock, patience=PATIENCE):
                return self._carry_out(work)
        except Timeout:
            return 0     # another process was faster

    def say(self, share: float, words: str) -> None:
        """A Progress that writes no more often than somebody looks."""
        if time.monotonic() - self._told > OFTEN:
            self._told = time.monotonic()
            self._write(Word("running", min(1.0, max(share, 1e-6)), words, time.time()))

    def _carry_out(self, work: Callable[[Progress], str]) -> int:
        self.say(0.0, "Starting")
        try:
            end, code = Word("done", 1.0, work(self.say), time.time()), 0
        except UserError as error:
            end, code = Word("failed", words=str(error), said=time.time()), 2
        except Exception as error:
            traceback.print_exc()
            end, code = Word("failed", words=f"An error of GenLab itself: {type(error).__name__}: {error}. The log "
                                             f"{self.log.name} has the details.", said=time.time()), 1
        self._write(end)
        return code

    def _starting(self, said: Word) -> bool:
        """On a busy machine that takes its time; who asks for the lock then is in its way."""
        return not said.share and (time.time() < said.said + GRACE
                                   or detached.runs_here(self.module, self.arguments))

    def _read(self) -> Word:
        try:
            content: dict[str, Any] = read_json(self.file)
            known = {field.name: content[field.name] for field in fields(Word)}
            return Word(str(known["state"]), float(known["share"]), str(known["words"]), float(known["said"]))     # type: ignore[arg-type]
        except (RunError, KeyError, TypeError, ValueError):
            return Word()     # none yet, or damaged: as good as none

    def _write(self, word: Word) -> None:
        write_json(self.file, asdict(word))
