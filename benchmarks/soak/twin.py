"""Bit for bit: a run that was killed and resumed beside one with the same seed that nobody disturbed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from benchmarks.soak.trainings import training
from benchmarks.soak.world import World
from genmodels import worker
from genmodels.runs import Run
from genmodels.runs.kept import checkpoint_folder

STEPS = 3_000
MOST = 12_000        # steps; a longer one would keep the proof waiting
PATIENCE = 300.0     # seconds; a bound against hanging


def compared(world: World) -> str:
    """What was compared; a difference is a broken promise."""
    killed = _candidate(world) or _killed_now(world)
    until(lambda: not _gone_on(world, killed).active)
    twin = worker.submit(world.store, killed.config)
    world.book.begin(twin.id)
    until(lambda: not twin.active)
    for difference in differences(killed, twin):
        world.book.broke(f"{killed.id}, killed {world.entry(killed).kills} times and resumed, is not its undisturbed "
                         f"twin {twin.id}: {difference}")
    return (f"{killed.id}, killed {world.entry(killed).kills} times, against an undisturbed twin: "
            f"{len(killed.metrics()[0])} rows to step {killed.status.step}")


def differences(one: Run, other: Run) -> list[str]:
    """Losses and weights; empty when they are the same to the last bit."""
    ours, theirs = (_rows(run) for run in (one, other))
    if ours.keys() != theirs.keys():
        return [f"it has rows of {len(ours)} steps, the other of {len(theirs)}."]
    apart = [step for step in ours if ours[step] != theirs[step]]
    if apart:
        return [f"{len(apart)} of {len(ours)} rows differ, the first at step {apart[0]}."]
    return [] if _sums(one) == _sums(other) else ["the weights of their last checkpoints differ."]


def until(holds: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Did it come to hold in time?"""
    end = time.monotonic() + patience
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return held


def _candidate(world: World) -> Run | None:
    """The one that was killed most often of those whose settings and files nobody touched."""
    able = [run for run in world.runs() if _is_able(world, run)]
    return max(able, key=lambda run: world.entry(run).kills, default=None)


def _is_able(world: World, run: Run) -> bool:
    entry = world.entry(run)
    return bool(entry.kills and run.metrics()[0] and not (entry.harmed or entry.longer or run.changes())
                and run.card.parent is None and (run.config.steps or 0) <= MOST)


def _killed_now(world: World) -> Run:
    run = worker.submit(world.store, training("vae", "digits", STEPS, seed=0))
    world.book.begin(run.id)
    until(lambda: bool(run.checkpoints()) or not run.active)
    process = world.worker(run)
    if process is not None:
        process.kill()
        world.entry(run).kills += 1
        until(lambda: run.state == "lost")
    return run


def _gone_on(world: World, run: Run) -> Run:
    """Resumed where it rests."""
    if run.state in ("lost", "stopped", "failed", "paused"):
        worker.resume(world.store, run.id)
    return run


def _rows(run: Run) -> dict[int, dict[str, Any]]:
    return {row["step"]: row["values"] for row in run.metrics()[0]}


def _sums(run: Run) -> Any:
    folder = checkpoint_folder(run.folder, run.checkpoints()[-1])
    return json.loads((folder / "manifest.json").read_text())["sha256"]
