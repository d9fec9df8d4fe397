"""A new run that goes on from a checkpoint of another one, with settings of its own and the history up to there."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from genmodels.config import RunConfig, build
from genmodels.errors import ConfigError, RunError
from genmodels.runs import Run, RunStore, write_card
from genmodels.runs.files import read_json, read_rows, write_rows
from genmodels.runs.kept import checkpoint_folder
from genmodels.runs.milestones import milestone_folder
from genmodels.worker.queue import enqueue, whole_or_gone

HISTORY = ("metrics.jsonl", "live.jsonl", "changes.jsonl")     # what was true of the weights before they parted ways
NO_OPTIMISER = ("{id} was shipped without its optimiser, so nothing can branch off it. Start a new run with the same "
                "settings instead.")
TITLE = 80     # letters


def branch(store: RunStore, id: str, step: int, config: RunConfig) -> Run:
    """`branch_off`, and it starts as soon as its device has a free slot."""
    run = branch_off(store, id, step, config)
    with whole_or_gone(run):
        enqueue(run)
    return run


def branch_off(store: RunStore, id: str, step: int, config: RunConfig) -> Run:
    """A new run that will go on from checkpoint `step` of another; `config.steps` counts from the parent's first step.

    Raises RunError when there is nothing to go on from, ConfigError for settings that do not fit the weights.
    """
    parent = store.get(id)
    differences = _differences(parent, step, config)
    aside = _fetch(parent, step)
    try:
        run = store.create(config, parent={"run": id, "step": step})
        with whole_or_gone(run):
            aside.rename(checkpoint_folder(run.folder, step))
            _tell_history(parent, run, step, differences)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return store.get(run.id)


def branch_config(parent: Run, step: int, settings: dict[str, Any], steps: int) -> RunConfig:
    """The parent's configuration as it was after `step`, with these settings over it; raises ConfigError."""
    own = parent.config.settings | parent.changed_settings(step) | settings
    return build(RunConfig, parent.config.model_dump() | {"settings": own, "steps": steps, "seconds": None,
                                                          "preset": ""})


def usual_steps(parent: Run, step: int) -> int:
    """How far a branch goes when nobody says: as far as its parent was meant to go, or twice as far as it came."""
    meant = parent.status.steps or parent.config.steps or 0
    return meant if meant > step else 2 * step


def branch_points(run: Run) -> list[int]:
    """Steps of the checkpoints that something can branch off, in order; none for a shipped run."""
    return [step for step in run.checkpoints() if _resumable(run, step)]


def _differences(parent: Run, step: int, config: RunConfig) -> list[dict[str, Any]]:
    """What the branch does otherwise, as rows for changes.jsonl; raises when it cannot be."""
    from genmodels.branching import check_branch, resolved  # torch, and only now
    _check(parent, step, config)
    before = branch_config(parent, step, {}, parent.config.steps or 1)
    check_branch(before, config)
    old, new = resolved(before), resolved(config)
    rows, _ = parent.metrics()
    seconds = max((row["time"] for row in rows if row["step"] <= step), default=0.0)
    return [{"step": step, "time": seconds, "setting": name, "old": old[name], "new": value}
            for name, value in new.items() if value != old[name]]


def _check(parent: Run, step: int, config: RunConfig) -> None:
    if parent.shipped:
        raise RunError(NO_OPTIMISER.format(id=parent.id))
    if step not in parent.checkpoints():
        kept = ", ".join(map(str, parent.checkpoints())) or "none"
        raise RunError(f"{parent.id} keeps no checkpoint of step {step}. Kept: {kept}.")
    if not _resumable(parent, step):
        raise RunError(f"checkpoint-{step} of {parent.id} holds no optimiser, so nothing can branch off it.")
    if config.steps is not None and config.steps <= step:
        raise ConfigError(f"steps = {config.steps} does not fit: the branch starts at step {step}. Give more.")


def _resumable(run: Run, step: int) -> bool:
    try:
        manifest = read_json(checkpoint_folder(run.folder, step) / "manifest.json")
    except RunError:
        return False
    return "optimizer.safetensors" in manifest.get("sha256", {})


def _fetch(parent: Run, step: int) -> Path:
    """A copy of the checkpoint beside the runs: one that trains may drop its own at any moment."""
    aside = parent.folder.parent / f".branch-{secrets.token_hex(8)}.part"
    try:
        shutil.copytree(checkpoint_folder(parent.folder, step), aside)
    except OSError as error:     # shutil.Error, which collects them, is one too
        shutil.rmtree(aside, ignore_errors=True)
        raise RunError(f"The checkpoint of step {step} could not be copied; {parent.id} may just have replaced it. "
                       "Choose a step that is kept now, or free some disk space.") from error
    return aside


def _tell_history(parent: Run, run: Run, step: int, differences: list[dict[str, Any]]) -> None:
    """Rows, pictures and light weights up to the step; then what this run does otherwise."""
    for name in HISTORY:
        rows = [row for row in read_rows(parent.folder / name)[0] if row.get("step", step + 1) <= step]
        write_rows(run.folder / name, rows + differences if name == "changes.jsonl" else rows)
    (run.folder / "snapshots").mkdir()
    for at in parent.snapshots():
        for file in parent.snapshot(at).values() if at <= step else ():
            shutil.copy(file, run.folder / "snapshots")
    for at in parent.milestones():
        if at <= step:
            shutil.copytree(milestone_folder(parent.folder, at), milestone_folder(run.folder, at))
    if differences:
        said = ", ".join(f"{row['setting']} {row['new']}" for row in differences)
        write_card(run.folder, replace(run.card, title=f"{run.title}, {said}"[:TITLE]))
