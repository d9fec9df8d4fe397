"""Starting a sweep, stopping the rest of it, and going on: runs into the queue, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from genmodels import worker
from genmodels.config import RunConfig, build
from genmodels.errors import RunError
from genmodels.runs import Run, RunStore
from genmodels.sweep.plan import Plan, cells, described
from genmodels.sweep.progress import outcomes
from genmodels.sweep.promise import Promises, key, settled, total
from genmodels.sweep.store import Entry, Sweep, SweepStore


def start(store: RunStore, plan: Plan, promises: Promises | None = None) -> Sweep:
    """Every run of the plan into the queue. Raises UserError before anything is started when one would be refused."""
    known = promises or {}
    planned = cells(plan)
    entries = tuple(Entry(cell.values, cell.config.seed, steps=settled(cell.config, known)) for cell in planned)
    sweep = SweepStore(store.root).create(plan, entries, total(planned, known))
    return _submit_missing(store, sweep, known)


def stop(store: RunStore, sweep: Sweep) -> Sweep:
    """Nothing more is started, what is at work stops with a checkpoint; what is finished stays."""
    sweep = SweepStore(store.root).change(sweep.id, lambda now: replace(now, stopped=True))
    for one in reversed(outcomes(store, sweep)):     # those that wait first, or they would get the freed slots
        if one.run is not None and one.run.active:
            _unless_it_just_ended(one.run)
    return sweep


def go_on(store: RunStore, sweep: Sweep) -> Sweep:
    """After a stop, or after the machine went down: start what was never started, resume what was cut off.

    What failed stays failed, and what was deleted stays deleted.
    """
    sweep = SweepStore(store.root).change(sweep.id, lambda now: replace(now, stopped=False))
    for one in outcomes(store, sweep):
        if one.run is not None and one.state in ("stopped", "lost"):
            worker.resume(store, one.run.id)
    worker.ensure_launcher(store.root)
    return _submit_missing(store, sweep, {})


def _submit_missing(store: RunStore, sweep: Sweep, promises: Promises) -> Sweep:
    """Each asks for its place in the queue when its turn is due, so that a run someone starts meanwhile need not wait
    for the whole sweep."""
    kept = SweepStore(store.root)
    configs = [cell.config for cell in cells(sweep.plan)]
    each = _seconds_each(sweep)
    turn = 0.0
    for place, entry in enumerate(sweep.entries):
        if entry.run is None:
            config = _with_steps(configs[place], entry.steps)
            title = f"{config.model} on {config.dataset} · {described(entry.values)} · seed {entry.seed}"
            run = worker.submit(store, config, promises.get(key(configs[place])), title=title, turn=turn)
            sweep = kept.set_run(sweep.id, place, run.id)
            turn += each
    return sweep


def _seconds_each(sweep: Sweep) -> float:
    """Between the turns of two runs, as if all slots were ours."""
    seconds = sweep.plan.seconds or 0.0
    if sweep.seconds is not None and sweep.entries:
        seconds = sweep.seconds / len(sweep.entries)
    return seconds / worker.slots("cpu")


def _with_steps(config: RunConfig, steps: int | None) -> RunConfig:
    return config if steps is None else build(RunConfig, config.model_dump() | {"steps": steps})


def _unless_it_just_ended(run: Run) -> None:
    try:
        run.command("stop")
    except RunError:
        if run.active:
            raise
