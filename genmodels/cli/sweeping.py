"""`sweep` starts a small sweep and waits for it; `sweeps` lists them, shows one, stops it or goes on with it."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from genmodels.config import build, parse_assignments
from genmodels.errors import ConfigError, RunError
from genmodels.runs import RunStore

if TYPE_CHECKING:
    from genmodels.sweep import Axis, Outcome, Plan, Sweep
    from genmodels.sweep.promise import Promises

NAP = 0.5     # seconds between two looks at the runs


def sweep(given: Namespace) -> int:
    """0 when every run finished, 1 when one failed, 130 after Ctrl-C, which stops the rest."""
    from genmodels.sweep import start
    store, plan = RunStore(given.root), _plan(given)
    promises = _promises(store, plan)
    started = start(store, plan, promises)
    whole = "" if started.seconds is None else f", {started.seconds:.0f} s of training"
    print(f"{started.title}: {len(started.entries)} runs{whole}", file=sys.stderr)
    print(started.id, flush=True)
    return 0 if given.detach else _follow(store, started, given)


def sweeps(given: Namespace) -> int:
    """The list, or one of them."""
    from genmodels.sweep import SweepStore, go_on, outcomes, stop
    store, kept = RunStore(given.root), SweepStore(given.root)
    if given.sweep is None:
        return _list(store, kept.sweeps())
    one = kept.get(given.sweep)
    if given.stop:
        one = stop(store, one)
    if given.resume:
        return _follow(store, go_on(store, one), given)
    return _tell(outcomes(store, one), given)


def _plan(given: Namespace) -> Plan:
    from genmodels.models import find_model
    from genmodels.sweep import Plan
    budget = {"steps": given.steps, "seconds": None} if given.steps is not None else \
        {} if given.seconds is None else {"seconds": given.seconds}
    return build(Plan, {
        "model": given.model, "dataset": given.dataset, "preset": given.preset or "",
        "over": [_axis(words).model_dump() for words in given.over],
        "settings": parse_assignments(find_model(given.model).Config, given.set), "seeds": given.seeds,
        "device": given.device, "threads": given.threads, "precision": given.precision, **budget})


def _axis(words: str) -> Axis:
    """`beta=0.5,1,4`; raises ConfigError for what is not so."""
    from genmodels.sweep import axis
    name, sign, values = words.partition("=")
    if not sign or not name:
        raise ConfigError(f"--over {words!r} names no values; write it as setting=value,value: beta=0.5,1,4.")
    return axis(name, values)


def _promises(store: RunStore, plan: Plan) -> Promises:
    """Asked one after the other; a machine too busy to answer gets no promise, and each run measures for itself."""
    from genmodels import worker
    from genmodels.sweep import cells
    from genmodels.sweep.promise import key, probes
    found = {}
    for config in probes(cells(plan)):
        try:
            found[key(config)] = worker.promise(store.root, config)
        except RunError as error:
            print(f"genmodels: {error}", file=sys.stderr)
    return found


def _follow(store: RunStore, followed: Sweep, given: Namespace) -> int:
    from genmodels import worker
    from genmodels.sweep import outcomes, stop
    told = -1
    try:
        while True:
            found = outcomes(store, followed)
            ended = sum(one.ended for one in found)
            if ended > told:
                told = ended
                print(f"{ended} of {len(found)} ended", file=sys.stderr, flush=True)
            if ended == len(found):
                return _tell(found, given)
            worker.ensure_launcher(store.root)
            time.sleep(NAP)
    except KeyboardInterrupt:
        stop(store, followed)
        print(f"genmodels: stopped; `sweeps {followed.id} --resume` goes on.", file=sys.stderr)
        return 130


def _tell(found: list[Outcome], given: Namespace) -> int:
    from genmodels.sweep.table import measured, points, told
    lines = measured(found)
    if given.json:
        print(json.dumps(_facts(found), indent=1))
    for line in () if given.json else lines:
        print(f"{line.title} ({line.unit}), mean over seeds with Student's 95 % interval:")
        for point in points(found, line):
            print(f"  {told(point)}")
    for one in found:
        if one.error:
            print(f"genmodels: {one.entry.run}: {one.error}", file=sys.stderr)
    return 1 if any(one.state == "failed" for one in found) else 0


def _facts(found: list[Outcome]) -> dict[str, Any]:
    from genmodels.sweep.table import measured, points
    runs = [{"values": one.entry.values, "seed": one.entry.seed, "run": one.entry.run, "state": one.state,
             "error": one.error} for one in found]
    return {"runs": runs, "metrics": {line.metric: [
        {"values": point.values, "spread": point.spread and point.spread._asdict(),
         "seeds": [seed._asdict() for seed in point.seeds]} for point in points(found, line)]
        for line in measured(found)}}


def _list(store: RunStore, found: list[Sweep]) -> int:
    from genmodels.sweep import outcomes
    for one in found:
        ended = sum(outcome.ended for outcome in outcomes(store, one))
        print(f"{one.id}  {ended}/{len(one.entries)} ended  {one.title}")
    return 0
