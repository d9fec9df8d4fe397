"""What must hold at every moment, looked at every second: runs stay readable, checkpoints stay, the server stays
small."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from benchmarks.soak.world import World
from genmodels.runs import Run

LOOK = 1.0          # seconds between two looks
SETTLE = 0.3        # seconds until a second look
WARM = 45.0         # seconds in which a server that was started imports torch and meets its first visitors
GROWTH = 150.0      # MB that the server may take more in the last quarter of its longest life than in the first
OURS = "An error of GenLab itself"


@dataclass
class Memory:
    """Megabytes of the server, by its lives."""

    lives: dict[int, list[float]] = field(default_factory=dict)

    def quarters(self) -> tuple[float, float] | None:
        """Medians over the first and the last quarter of the longest life, the time of warming up left out."""
        return quarters(max(self.lives.values(), key=len, default=[])[int(WARM / LOOK):])


def quarters(values: Sequence[float]) -> tuple[float, float] | None:
    """None for fewer than eight values: nothing can be said."""
    part = len(values) // 4
    return (statistics.median(values[:part]), statistics.median(values[-part:])) if part >= 2 else None


@contextmanager
def watched(world: World) -> Iterator[Memory]:
    memory, over = Memory(), threading.Event()
    thread = threading.Thread(target=_watch, args=(world, memory, over), name="watchman")
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()


def _watch(world: World, memory: Memory, over: threading.Event) -> None:
    while not over.wait(LOOK):
        for name in list(world.book.entries):
            look(world, name)
        _weigh(world, memory)


def look(world: World, name: str) -> None:
    """At one run, by what was done to it."""
    entry, folder = world.book.entries[name], world.root / name
    if entry.gone or not folder.is_dir():
        return
    run = Run(folder)
    kept, problem, error = run.checkpoints(), run.problem, run.status.error or ""
    if OURS in error:
        world.book.broke(f"{name} ({entry.harmed or 'not harmed'}) says: {error}")
    if problem:
        _broke_if_still(world, name, lambda: Run(folder).problem is not None,
                        f"{name} was not harmed, and yet: {problem}")
    elif kept and kept[-1] < entry.reached:
        _broke_if_still(world, name, lambda: max(run.checkpoints(), default=entry.reached) < entry.reached,
                        f"{name} had a checkpoint at step {entry.reached}; now its last is {kept[-1]}.")
    elif not entry.harmed:
        entry.reached = max([entry.reached, *kept[-1:]])


def _broke_if_still(world: World, name: str, holds: Callable[[], bool], promise: str) -> None:
    """A run that is being deleted or damaged in this moment breaks nothing."""
    time.sleep(SETTLE)
    entry = world.book.entries[name]
    if holds() and not (entry.harmed or entry.gone) and (world.root / name).is_dir():
        world.book.broke(promise)


def _weigh(world: World, memory: Memory) -> None:
    life = world.server.generation
    if world.server.up:
        try:
            memory.lives.setdefault(life, []).append(world.server.megabytes)
        except psutil.NoSuchProcess:
            return     # it is just being restarted


def judge_memory(world: World, memory: Memory) -> None:
    found = memory.quarters()
    if found is not None and found[1] - found[0] > GROWTH:
        world.book.broke(f"the server grew from {found[0]:.0f} to {found[1]:.0f} MB within one life; "
                         f"{GROWTH:g} MB are allowed.")
