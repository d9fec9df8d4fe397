"""What every run that is left must hold, read off its folder when nobody works in it: no step lost, weights whole."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from benchmarks.soak.book import Entry
from genmodels.checkpoint import load
from genmodels.errors import RunError, UserError
from genmodels.panel import snapshot_steps
from genmodels.runs import Run, RunStore
from genmodels.runs.kept import checkpoint_folder
from genmodels.train import LOG_EVERY

ENDED = ("finished", "stopped", "failed", "lost")


def of_run(store: RunStore, entry: Entry) -> Iterator[str]:
    """The broken promises of a run, one sentence each."""
    try:
        run = store.get(entry.id)
        yield from harmed(run, entry.harmed) if entry.harmed else unharmed(run, entry)
    except UserError as error:
        if not entry.harmed:
            yield f"{entry.id} was not harmed and cannot be opened: {error}"
    except Exception as error:
        print(traceback.format_exc(), flush=True)
        yield f"{entry.id} ({entry.harmed or 'not harmed'}) is opened with an error that is no sentence: " \
              f"{type(error).__name__}: {error}"


def unharmed(run: Run, entry: Entry) -> Iterator[str]:
    yield from steps_kept(run)
    yield from weights_kept(run, entry.reached)
    yield from end_kept(run)
    if not entry.longer and run.card.parent is None:
        yield from pictures_kept(run)


def harmed(run: Run, harm: str) -> Iterator[str]:
    """Every way of reading it answers, or says why not."""
    for look in (run.metrics, run.live, run.alarms, run.signs, run.changes, run.results, run.snapshots, run.notes,
                 run.judged_best, run.log, run.model):
        try:
            look()
        except UserError as error:
            if len(str(error)) < 20:
                yield f"{run.id} ({harm}) is refused with too few words: {error}"


def steps_kept(run: Run) -> Iterator[str]:
    """The rows ascend, and none is missing up to the last checkpoint, nor after it."""
    steps = [row["step"] for row in run.metrics()[0]]
    for before, after in pairwise(steps):
        if after <= before:
            yield f"{run.id}: step {after} is recorded after step {before}."
    last = max([*steps, *run.checkpoints()], default=0)
    missing = sorted({step for step in (1, *range(LOG_EVERY, last + 1, LOG_EVERY)) if step <= last} - set(steps))
    if missing:
        yield f"{run.id}: of {last} steps {len(missing)} rows are missing, the first at step {missing[0]}."


def pictures_kept(run: Run) -> Iterator[str]:
    due = snapshot_steps(run.config.steps or 0)
    last = max(run.checkpoints(), default=0)
    missing = sorted({step for step in due if step <= last} - set(run.snapshots()))
    if missing:
        yield f"{run.id}: {len(missing)} snapshots up to step {last} are missing, the first of step {missing[0]}."


def weights_kept(run: Run, reached: int) -> Iterator[str]:
    """All checkpoints can be read and have the SHA-256 of their manifests; the last is no older than ever seen."""
    kept = run.checkpoints()
    for step in kept:
        try:
            load(checkpoint_folder(run.folder, step))
        except RunError as error:
            yield f"{run.id}: {error}"
    if max(kept, default=0) < reached:
        yield f"{run.id} had a checkpoint at step {reached}; now its last is {max(kept, default=0)}."


def end_kept(run: Run) -> Iterator[str]:
    """It has ended; what finished or was stopped in peace has a checkpoint at the step it names."""
    status = run.status
    if status.state not in ENDED:
        yield f"{run.id} is still {status.state}."
    elif status.state in ("finished", "stopped") and status.error is None and status.step:
        if status.step not in run.checkpoints():
            yield (f"{run.id} is {status.state} at step {status.step} without a checkpoint there; kept: "
                   f"{run.checkpoints()}.")
    elif status.state == "failed":
        yield f"{run.id} was not harmed and failed: {status.error}"


def remnants(root: Path, names: list[str]) -> list[str]:
    """What was written aside and forgotten. One file aside for each kind is no growth: the next writing takes it."""
    found = [*root.glob(".*.deleted"), *root.glob(".*.part")]
    for name in names:
        folder = root / name
        found += [*folder.glob(".checkpoint-*"), *folder.glob(".milestone-*"), *folder.glob("snapshots/.*.part")]
    return [str(path.relative_to(root)) for path in found]
