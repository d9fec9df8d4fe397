"""Which checkpoints a run keeps: the last two, the best where there is a number that says which is best, and a few
spread over the run, to rewind to."""

from __future__ import annotations

import math
import re
import shutil
from pathlib import Path
from typing import Any

from genmodels.errors import RunError
from genmodels.runs.files import read_json, write_json

LAST = 2
SPREAD = 6                # besides the last two and the best
ROOM = 128_000_000        # bytes that those may take
NAME = re.compile(r"checkpoint-(\d{1,12})")


def checkpoint_steps(folder: Path) -> list[int]:
    """Steps in order."""
    names = [NAME.fullmatch(entry.name) for entry in folder.iterdir()] if folder.is_dir() else []
    return sorted(int(match[1]) for match in names if match)


def checkpoint_folder(folder: Path, step: int) -> Path:
    return folder / f"checkpoint-{step}"


def best_step(folder: Path) -> int | None:
    """The step whose weights were best on held-out images; None where nothing says so."""
    best = best_of(folder)
    return best["step"] if best else None


def best_of(folder: Path) -> dict[str, Any] | None:
    """What best.json says: "step", its "value" and by what it was "judged"; None where nothing does, or where that
    checkpoint is gone."""
    try:
        best = read_json(folder / "best.json")
    except RunError:
        return None
    step = best.get("step")
    return best if isinstance(step, int) and checkpoint_folder(folder, step).is_dir() else None


def by_preference(folder: Path) -> list[int]:
    """The best, then the others from the last to the first."""
    best, steps = best_step(folder), checkpoint_steps(folder)
    return sorted(steps, key=lambda step: (step == best, step), reverse=True)


def is_best(folder: Path, value: float) -> bool:
    """Would it be the best value so far, or no worse than it as far as one can tell?"""
    known = best_of(folder)
    return known is None or value <= known.get("bar", known.get("value", value))


def note_value(folder: Path, step: int, value: float, judged: str, error: float = 0.0) -> None:
    """Remember `step` as the best when its value is at most one standard error above the lowest so far.

    Of values that cannot be told apart the lowest is luck and the latest has learned most: the rule of one standard
    error (Breiman et al. 1984, section 3.4.3).
    """
    if is_best(folder, value):
        bar = min(value + error, (best_of(folder) or {}).get("bar", math.inf))
        write_json(folder / "best.json", {"step": step, "value": value, "judged": judged, "bar": bar}, sync=True)


def drop_surplus(folder: Path) -> None:
    """Delete all but the last two, the best, and those spread over the run that there is room for.

    The one whose neighbours are nearest to each other goes first. Near means by the square root of the step: more
    happens early in a training, and yet its end, where things go wrong, is not left without.
    """
    steps, best = checkpoint_steps(folder), best_step(folder)
    room = ROOM - sum(_size(folder, step) for step in steps[:-LAST] if step != best)
    while spread := [step for step in steps[:-LAST] if step != best]:
        if len(spread) <= SPREAD and room >= 0:
            return
        surplus = min(spread, key=lambda step: _gap(steps, step))
        room += _size(folder, surplus)
        steps.remove(surplus)
        drop_checkpoint(folder, surplus)


def drop_after(folder: Path, step: int) -> None:
    """Delete what a resumed run is going to make again, and what a killed worker left half-written."""
    for leftover in folder.glob(".checkpoint-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    best = best_step(folder)
    if best is not None and best > step:
        (folder / "best.json").unlink()
    for later in checkpoint_steps(folder):
        if later > step:
            drop_checkpoint(folder, later)


def drop_checkpoint(folder: Path, step: int) -> None:
    """Rename first: a reader that comes now finds no folder rather than half of one."""
    aside = folder / f".checkpoint-{step}.part"
    checkpoint_folder(folder, step).rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def _gap(steps: list[int], step: int) -> float:
    """What would lie open without it; steps ascend, and it is not the last."""
    at = steps.index(step)
    return math.sqrt(steps[at + 1]) - math.sqrt(steps[at - 1] if at else 0)


def _size(folder: Path, step: int) -> int:
    return sum(file.stat().st_size for file in checkpoint_folder(folder, step).iterdir())
