"""Milestones of a run: light weights from its very first steps on, to see when what was learned; nothing resumes there.

A milestone is a checkpoint folder of another name, with float16 weights and no optimiser: about a sixth of the bytes,
so that all of them together take no more room than two checkpoints.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

FIRST, RATIOS = 10, 8     # from this step (earlier in a short training) to the last in so many equal ratios
NAME = re.compile(r"milestone-(\d{1,12})")


def milestone_schedule(steps: int) -> frozenset[int]:
    """The steps at which a training of `steps` leaves one: ten, ever farther apart, for most of it is learned early.

    The last step leaves a checkpoint, so it needs none.
    """
    first = min(FIRST, steps ** (1 / 3))
    spaced = {round(first * (steps / first) ** (i / RATIOS)) for i in range(RATIOS)}
    return frozenset({0, 1} | spaced) - {steps}


def milestone_steps(folder: Path) -> list[int]:
    """Steps in order."""
    names = [NAME.fullmatch(entry.name) for entry in folder.iterdir()] if folder.is_dir() else []
    return sorted(int(match[1]) for match in names if match)


def milestone_folder(folder: Path, step: int) -> Path:
    return folder / f"milestone-{step}"


def drop_milestones_after(folder: Path, step: int) -> None:
    """Delete what a resumed run is going to make again, and what a killed worker left half-written."""
    for leftover in folder.glob(".milestone-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for later in milestone_steps(folder):
        if later > step:
            aside = folder / f".milestone-{later}.part"     # a reader that comes now finds none rather than half of one
            milestone_folder(folder, later).rename(aside)
            shutil.rmtree(aside, ignore_errors=True)
