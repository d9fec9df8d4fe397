"""`set`: change what a running training does."""

from __future__ import annotations

from argparse import Namespace

from genmodels.cli.training import wait_until
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
