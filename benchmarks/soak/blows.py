"""What befalls runs, launcher and server without anybody's wish: signals, a full disk, damaged and vanished files."""

from __future__ import annotations

import random
import shutil
import time

import psutil

from benchmarks.soak.damage import HARMS
from benchmarks.soak.processes import launcher_of
from benchmarks.soak.wishes import NOTHING
from benchmarks.soak.world import World
from genmodels.runs import Run

FROZEN = 2     # workers that may stand still at once
AGAIN = 50     # attempts to remove a folder in which somebody writes


def kill(world: World, chance: random.Random) -> str:
    """SIGKILL: no chance to say a word."""
    run, process = _worker(world, chance)
    if run is None or process is None:
        return NOTHING
    process.kill()
    world.entry(run).kills += 1
    return f"{run.id} at step {run.status.step}"


def end(world: World, chance: random.Random) -> str:
    """SIGTERM, as a machine sends it that shuts down."""
    run, process = _worker(world, chance)
    if run is None or process is None:
        return NOTHING
    process.terminate()
    return run.id


def freeze(world: World, chance: random.Random) -> str:
    """SIGSTOP, as a laptop does it whose lid is closed."""
    run, process = _worker(world, chance)
    if run is None or process is None or len(world.frozen) >= FROZEN:
        return NOTHING
    process.suspend()
    world.frozen.append(process)
    return run.id


def thaw(world: World, chance: random.Random) -> str:
    return f"{world.thaw()} go on"


def kill_launcher(world: World, chance: random.Random) -> str:
    launcher = launcher_of(world.root)
    if launcher is None:
        return NOTHING
    launcher.kill()
    return f"process {launcher.pid}"


def restart_server(world: World, chance: random.Random) -> str:
    world.server.restart()
    return f"life {(world.server.generation + 1) // 2}"


def fill_disk(world: World, chance: random.Random) -> str:
    world.disk.fill()
    return world.disk.kind


def free_disk(world: World, chance: random.Random) -> str:
    if not world.disk.full:
        return NOTHING
    world.disk.free()
    return "there is room"


def damage(world: World, chance: random.Random) -> str:
    runs, harm, drawn = world.runs(), chance.choice(HARMS), chance.random()
    if not runs:
        return NOTHING
    run = runs[int(drawn * len(runs))]
    before, world.entry(run).harmed = world.entry(run).harmed, "damage under way"     # watched meanwhile
    try:
        done = harm(run.folder, chance)
    except OSError as error:     # its worker dropped the file in this moment, or the disk is full: cut is cut
        done = f"{harm.__name__}: {error.strerror}"
    world.entry(run).harmed = "; ".join(filter(None, (before, done)))
    return f"{run.id}: {done or NOTHING}"


def remove(world: World, chance: random.Random) -> str:
    """By hand, while it trains or not."""
    runs, drawn = world.runs(), chance.random()
    if not runs:
        return NOTHING
    run = runs[int(drawn * len(runs))]
    world.entry(run).gone = "removed by hand"
    for _ in range(AGAIN):
        shutil.rmtree(run.folder, ignore_errors=True)     # fails where its worker writes meanwhile: as a person, again
        if not run.folder.exists():
            return run.id
        time.sleep(0.02)
    world.book.broke(f"{run.id} cannot be removed by hand: something is written into it again and again.")
    return run.id


def _worker(world: World, chance: random.Random) -> tuple[Run | None, psutil.Process | None]:
    """One that lives, of a run that is at work."""
    pairs = [(run, process) for run in world.runs() if (process := world.worker(run)) is not None]
    drawn = chance.random()
    return pairs[int(drawn * len(pairs))] if pairs else (None, None)
