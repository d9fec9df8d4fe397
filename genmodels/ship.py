"""Making a finished run small enough to be part of the repository: half-precision weights, fewer shades and rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image

from genmodels.checkpoint import Checkpoint, halved, load, save
from genmodels.errors import RunError
from genmodels.runs import Run, write_card
from genmodels.runs.files import read_json, read_rows, write_json, write_rows
from genmodels.runs.kept import by_preference, checkpoint_folder, checkpoint_steps, drop_checkpoint
from genmodels.runs.naming import checked_id
from genmodels.runs.snapshots import snapshot_files, steps_with_snapshot

KEPT_FACTS = ("steps", "threads", "torch", "seconds")     # what a reader may want; the rest is for resuming
LEFT_OUT = ("log.txt", "alarms.jsonl", "commands.jsonl", "commands.lock", "lock",     # alarms tell of slow steps here
            "notes.json", "notes.lock")

SHADES = {"L": 12, "RGB": 128}     # in the pictures of snapshots, grey and colour: half the bytes, and no eye sees it
SNAPSHOTS = 60                     # that a shipped run keeps
ROWS = 500                         # of the loss curves, evenly taken


def prune(run: Run, title: str, name: str | None = None) -> int:
    """Keep the best (or last) weights only, averaged ones in their place, in float16; mark the run as shipped.

    Milestones stay as they are, of the snapshots 60 in fewer shades. `name` becomes the run's id. Returns the bytes
    that are left. Raises RunError for a run that is not finished or shipped already, and for a name that is taken.
    """
    final = run.folder.parent / checked_id(name or run.id)
    if final != run.folder and final.exists():
        raise RunError(f"There is a run {name!r} already; delete it first, or take another name.")
    if run.shipped:
        raise RunError(f"{run.id} is shipped already.")
    if run.state != "finished":
        raise RunError(f"{run.id} is {run.state}; only a finished run can be shipped.")
    step = by_preference(run.folder)[0]
    facts = load(checkpoint_folder(run.folder, step)).facts
    kept = {name: facts[name] for name in KEPT_FACTS if name in facts}
    save(Checkpoint(step, halved(run.model(step).state_dict()), facts=kept), run.folder)
    for other in checkpoint_steps(run.folder):
        if other != step:
            drop_checkpoint(run.folder, other)
    _forget_this_machine(run.folder)
    thin_snapshots(run.folder)
    _fewer_shades(run.folder)
    _fewer_rows(run.folder)
    write_card(run.folder, replace(run.card, title=title, shipped=True))
    run.folder.rename(final)
    return sum(file.stat().st_size for file in final.rglob("*") if file.is_file())


def thin_snapshots(folder: Path, most: int = SNAPSHOTS) -> None:
    """Keep at most so many, evenly taken in the order they were drawn, the first and the last among them."""
    steps = steps_with_snapshot(folder)
    kept = {steps[round(i * (len(steps) - 1) / (most - 1))] for i in range(most)} if len(steps) > most else {*steps}
    for step in steps:
        if step not in kept:
            for file in snapshot_files(folder, step).values():
                file.unlink()


def _fewer_shades(folder: Path) -> None:
    for file in (folder / "snapshots").glob("*.png"):
        with Image.open(file) as picture:
            few = picture.quantize(SHADES[picture.mode], dither=Image.Dither.NONE)
        few.save(file, optimize=True)


def _fewer_rows(folder: Path) -> None:
    rows, _ = read_rows(folder / "metrics.jsonl")
    if len(rows) > ROWS:
        write_rows(folder / "metrics.jsonl", [rows[round(i * (len(rows) - 1) / (ROWS - 1))] for i in range(ROWS)])


def _forget_this_machine(folder: Path) -> None:
    """Process ids, host names and locks mean nothing elsewhere; pictures and numbers stay."""
    for name in LEFT_OUT:
        (folder / name).unlink(missing_ok=True)
    write_json(folder / "status.json", read_json(folder / "status.json") | {"pid": None, "host": ""})
