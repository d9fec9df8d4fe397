"""A run with as many pictures as a long training keeps, made at once from a shipped one: something to scrub over."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from genmodels.panel import snapshot_steps
from genmodels.runs import Run, RunStore
from genmodels.runs.files import append_row
from genmodels.runs.status import read_status, write_status

SHIPPED = Path(__file__).parents[1] / "checkpoints"
SOURCE = "vae-2d-mnist"     # has all there is: samples, reconstructions, a map
MOMENTS = 40                # of live numbers


def filmed(root: Path, name: str = "filmed") -> Run:
    """Every picture that the schedule asks for is the shipped one before it; live numbers are invented."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copytree(SHIPPED / SOURCE, root / name)
    run = RunStore(root).get(name)
    shipped = run.snapshots()
    for step in {0, *snapshot_steps(run.status.steps)} - {*shipped}:
        before = max(other for other in shipped if other <= step)
        for file in run.snapshot(before).values():
            shutil.copy(file, file.with_name(file.name.replace(f"{before:08d}", f"{step:08d}")))
    for i in range(MOMENTS):
        for row in _numbers(round(run.status.steps * i / (MOMENTS - 1)), i):
            append_row(run.folder / "live.jsonl", row)
    return run


def growing(run: Run, step: int) -> None:
    """As if it trained and had just come to this step; whoever holds its lock is its worker."""
    status = read_status(run.folder)
    write_status(run.folder, replace(status, state="running", step=step, due=status.beat + 1e9, ended=None))


def _numbers(step: int, i: int) -> list[dict[str, Any]]:
    how = {"n": 1000, "seed": 0, "judge": "none: invented", "step": step, "time": step / 100, "seconds": 0.5}
    counts = [100 + 3 * ((7 * label + i) % 11) if label < 4 + i else 0 for label in range(10)]
    details = {"classes": [str(label) for label in range(10)], "counts": counts, "real": [100] * 10,
               "missing": [str(label) for label in range(10) if not counts[label]]}
    kid = 1 / (1 + i)
    return [{"metric": "classes", "title": "Effective classes", "unit": "classes", "value": min(10.0, 4 + i / 2),
             "low": min(10.0, 3.9 + i / 2), "high": min(10.0, 4.1 + i / 2), "floor": 9.9, "details": details, **how},
            {"metric": "kid", "title": "Kernel distance (KID)", "unit": "squared kernel distance", "value": kid,
             "low": 0.9 * kid, "high": 1.1 * kid, "floor": 0.001, **how}]
