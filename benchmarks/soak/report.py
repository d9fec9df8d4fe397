"""What the soak did and found, for a person and as JSON."""

from __future__ import annotations

import os
from dataclasses import dataclass

from benchmarks.soak.watchman import Memory
from benchmarks.soak.world import World


@dataclass(frozen=True)
class Report:
    seed: int
    seconds: float                               # proof included
    disk: str                                    # what could be filled
    acts: dict[str, int]
    runs: dict[str, int]                         # by what became of them
    seen: dict[str, int]                         # what viewers and proof looked at
    compared: str                                # bit for bit
    server: tuple[float, float] | None           # MB, median of the first and the last quarter of its longest life
    lives: int                                   # of the server
    chromium: bool
    load: float                                  # of the machine
    broken: list[str]

    def __str__(self) -> str:
        memory = "too short a life to tell" if self.server is None else "{:.0f} MB, then {:.0f} MB".format(*self.server)
        lines = [f"soak of {self.seconds:.0f} s, seed {self.seed}, load {self.load:.1f} on {os.cpu_count()} cores",
                 f"disk: {self.disk}",
                 f"{sum(self.acts.values())} acts: {_counted(self.acts)}",
                 f"{sum(self.runs.values())} runs: {_counted(self.runs)}",
                 f"seen: {_counted(self.seen)}; {'with' if self.chromium else 'without'} a Chromium",
                 f"bit for bit: {self.compared}",
                 f"server, {self.lives} lives, first and last quarter of the longest: {memory}",
                 *(f"BROKEN: {promise}" for promise in self.broken),
                 f"{len(self.broken) or 'no'} broken promise{'s' * (len(self.broken) != 1)}"]
        return "\n".join(lines)


def report(world: World, memory: Memory, compared: str, seed: int, seconds: float, chromium: bool) -> Report:
    runs: dict[str, int] = {}
    for entry in world.book.entries.values():
        fate = entry.gone or ("harmed, " if entry.harmed else "") + world.store.get(entry.id).state
        runs[fate] = runs.get(fate, 0) + 1
    return Report(seed, round(seconds, 1), world.disk.kind, dict(world.book.acts.most_common()), runs,
                  dict(world.book.seen.most_common()), compared, memory.quarters(),
                  (world.server.generation + 1) // 2, chromium, os.getloadavg()[0], list(world.book.broken))


def _counted(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in numbers.items()) or "none"
