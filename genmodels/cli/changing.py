"""`set` and `branch`: a training with other settings, this very one or one that parts from it."""

from __future__ import annotations

from argparse import Namespace

from genmodels.cli.training import train_here_with_bar, wait_until
from genmodels.errors import RunError
from genmodels.runs import Run, RunStore


def set_live(given: Namespace) -> int:
    """Refuses what does not fit before anything is sent, then waits until the worker has obeyed."""
    run = RunStore(given.root).get(given.run)
    number = 0
    for name, value in _checked(run, given.assignments).items():
        number = run.command("set", setting=name, value=value)
    wait_until(run, lambda: run.status.acknowledged >= number or not run.active)
    if run.status.acknowledged < number:
        raise RunError(f"{run.id} is {run.state}: it ended before it heard of the change.")
    now = run.changed_settings()
    print(f"{run.id} at step {run.status.step}: " + ", ".join(f"{name} = {value}" for name, value in now.items()))
    return 0


def branch(given: Namespace) -> int:
    """From a kept checkpoint of any run, in the foreground or in the queue."""
    from genmodels import worker
    from genmodels.config import parse_assignments
    from genmodels.models import find_model
    store = RunStore(given.root)
    parent = store.get(given.run)
    settings = parse_assignments(find_model(parent.config.model).Config, given.set)
    points = worker.branch_points(parent)
    step = given.step if given.step is not None else points[-1] if points else 0
    config = worker.branch_config(parent, step, settings, given.steps or worker.usual_steps(parent, step) or 1)
    if given.detach:
        print(worker.branch(store, parent.id, step, config).id)
        return 0
    return train_here_with_bar(worker.branch_off(store, parent.id, step, config))


def _checked(run: Run, assignments: list[str]) -> dict[str, object]:
    """Name -> value as the model's Config understands it; raises ConfigError."""
    from genmodels.config import build, parse_assignments
    from genmodels.live_settings import changed
    from genmodels.models import find_model
    kind = find_model(run.config.model).Config
    now = build(kind, run.config.settings | run.changed_settings())
    wishes = parse_assignments(kind, assignments)
    for name, value in wishes.items():
        now = changed(now, name, value)
    return {name: getattr(now, name) for name in wishes}
