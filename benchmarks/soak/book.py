"""What the soak knows of each run: what was done to it, and what may therefore be asked of it."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Entry:
    """One run, living or gone."""

    id: str
    harmed: str = ""      # what was done to its files; it may then be refused, with a sentence
    kills: int = 0        # by SIGKILL
    longer: bool = False  # was given more steps than it began with
    reached: int = 0      # the highest step of a checkpoint that was seen
    gone: str = ""        # how it was deleted


@dataclass
class Book:
    """Written by the hand that abuses and by those that watch, hence the lock."""

    entries: dict[str, Entry] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)      # what the viewers got
    broken: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, id: str, harmed: str = "") -> None:
        self.entries[id] = Entry(id, harmed)

    def saw(self, what: str, times: int = 1) -> None:
        with self._lock:
            self.seen[what] += times

    def broke(self, promise: str) -> bool:
        """Each broken promise once, told at once: the reader need not wait for the end. False for one known already."""
        with self._lock:
            if promise in self.broken:
                return False
            self.broken.append(promise)
            print(f"BROKEN: {promise}", flush=True)
            return True
