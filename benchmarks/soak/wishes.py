"""What a person does to runs: start, pause, resume, stop, save, change, branch, delete; by the calls behind the
buttons. Each act answers with a few words for the log; what the app refuses is a UserError."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from benchmarks.soak import trainings
from benchmarks.soak.world import World
from genmodels import worker
from genmodels.live_settings import live_knobs
from genmodels.models import find_model
from genmodels.runs import Run

MOST = 20           # runs at once; as many as a person keeps in sight
NOTHING = "nothing there for it"
PATIENCE = 20.0     # seconds until a run that is to be deleted has ended


def start(world: World, chance: random.Random) -> str:
    config = trainings.draw(chance)
    if len(world.runs()) >= MOST:
        return f"{MOST} runs are there"
    run = worker.submit(world.store, config)
    world.book.begin(run.id)
    return f"{run.id} for {config.steps} steps"


def pause(world: World, chance: random.Random) -> str:
    return _command(world, chance, "pause", "running")


def stop(world: World, chance: random.Random) -> str:
    return _command(world, chance, "stop", "queued", "starting", "running", "paused")


def save(world: World, chance: random.Random) -> str:
    return _command(world, chance, chance.choice(("checkpoint", "snapshot")), "running", "paused")


def resume(world: World, chance: random.Random) -> str:
    """Also what is finished, with more steps."""
    run = _one_of(chance, world.runs("paused", "stopped", "lost", "failed", "finished"))
    if run is None:
        return NOTHING
    more = run.status.step + chance.choice((500, 3_000)) if run.state == "finished" else None
    world.entry(run).longer |= more is not None
    worker.resume(world.store, run.id, more)
    return run.id


def change(world: World, chance: random.Random) -> str:
    """A live setting, now and then to a value that is out of range."""
    run = _one_of(chance, [run for run in world.runs("running", "paused") if run.problem is None])
    if run is None:
        return NOTHING
    knob = chance.choice(live_knobs(find_model(run.config.model).Config))
    value = chance.choice((knob.low, knob.default, knob.default, -1.0))
    run.command("set", setting=knob.name, value=value)
    return f"{knob.name} = {value!r} of {run.id}"


def branch(world: World, chance: random.Random) -> str:
    parents = [run for run in world.runs() if run.problem is None and worker.branch_points(run)]
    parent = _one_of(chance, parents)
    if parent is None or len(world.runs()) >= MOST:
        return NOTHING
    step = chance.choice(worker.branch_points(parent) or [0])
    settings = {"batch_size": 16} if chance.random() < 0.5 else {"width": 32}     # the second does not fit the weights
    config = worker.branch_config(parent, step, settings, worker.usual_steps(parent, step))
    harmed = world.entry(parent).harmed
    run = worker.branch(world.store, parent.id, step, config)
    world.book.begin(run.id, f"branched off a run with {harmed}" if harmed else "")
    return f"{run.id} off step {step} of {parent.id}"


def delete(world: World, chance: random.Random) -> str:
    """One that trains is stopped first, as the app says."""
    run = _one_of(chance, world.runs())
    if run is None:
        return NOTHING
    if run.active:
        run.command("stop")
        until = time.monotonic() + PATIENCE
        while run.active and time.monotonic() < until:
            time.sleep(0.05)
    world.store.delete(run.id)
    world.entry(run).gone = "deleted"
    return run.id


def _command(world: World, chance: random.Random, kind: str, *states: str) -> str:
    run = _one_of(chance, world.runs(*states))
    if run is None:
        return NOTHING
    run.command(kind)
    return f"{kind} to {run.id}"


def _one_of(chance: random.Random, runs: Sequence[Run]) -> Run | None:
    """Drawn even where there is none to take, so that what follows is drawn the same."""
    drawn = chance.random()
    return runs[int(drawn * len(runs))] if runs else None
