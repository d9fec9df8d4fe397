"""`train`, `resume`, `pause`, `stop` and `delete`."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Callable

from genmodels.cli.bar import Bar
from genmodels.errors import RunError
from genmodels.runs import Run, RunStore, State

EXIT: dict[State, int] = {"finished": 0, "stopped": 130}     # every other end is a failure
PATIENCE = 30.0     # seconds for a worker to save and obey


def train(given: Namespace) -> int:
    from genmodels.config import parse_assignments
    from genmodels.configure import configure
    from genmodels.models import find_model
    from genmodels.worker import submit
    config = configure(given.model, given.dataset, given.preset,
                       parse_assignments(find_model(given.model).Config, given.set), steps=given.steps,
                       seconds=given.seconds, seed=given.seed, device=given.device, threads=given.threads,
                       precision=given.precision, live_share=given.live_share)
    store = RunStore(given.root)
    if given.detach:
        print(submit(store, config).id, flush=True)
        return 0
    return train_here_with_bar(store.create(config))


def resume(given: Namespace) -> int:
    from genmodels import worker
    store = RunStore(given.root)
    run = store.get(given.run)
    if given.detach or run.state == "paused":
        worker.resume(store, run.id, given.steps)
        print(run.id)
        return 0
    worker.claim(run, given.steps)
    return train_here_with_bar(store.get(run.id))


def pause(given: Namespace) -> int:
    run = RunStore(given.root).get(given.run)
    if run.state == "paused":
        return _say(run)
    run.command("pause")
    wait_until(run, lambda: run.state == "paused" or not run.active)
    return _say(run)


def stop(given: Namespace) -> int:
    run = RunStore(given.root).get(given.run)
    if not run.active:
        return _say(run)
    run.command("stop")
    wait_until(run, lambda: not run.active)
    return _say(run)


def delete(given: Namespace) -> int:
    RunStore(given.root).delete(given.run)
    return 0


def train_here_with_bar(run: Run) -> int:
    """Train in the foreground: the id on stdout at once, the bar on stderr, the numbers on stdout at the end."""
    from genmodels.worker import train_here
    print(run.id, flush=True)
    known = len(run.results())
    with Bar(run, sys.stderr) as bar:
        state = train_here(run, bar.show)
    if state == "failed":
        print(f"genmodels: {run.status.error}", file=sys.stderr)
    for result in run.results()[known:]:
        print(f"{result['metric']} {result['value']:.3f} {result['unit']}")
    return EXIT.get(state, 1)


def wait_until(run: Run, obeyed: Callable[[], bool]) -> None:
    """Raises RunError when the worker takes too long."""
    until = time.monotonic() + PATIENCE
    while not obeyed():
        if time.monotonic() > until:
            raise RunError(f"{run.id} has not obeyed within {PATIENCE:g} s; it is {run.state} and may still do so.")
        time.sleep(0.05)


def _say(run: Run) -> int:
    print(f"{run.id} is {run.state} at step {run.status.step}.")
    return 0
