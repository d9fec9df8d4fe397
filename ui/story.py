"""What happened in a run and when: the marks of the Watch page's timeline."""

from __future__ import annotations

from typing import Any

import streamlit as st

from genmodels.runs import Run
from genmodels.runs.columns import columns
from genmodels.runs.family import branchings
from genmodels.runs.status import ACTIVE
from ui.store import store

KINDS = ("samples", "reconstructions")
Branches = dict[str, list[dict[str, Any]]]


def story(run: Run) -> dict[str, Any]:
    """What JSON has of it: `step` and `total` of the training, `steps`, `times` and `kinds` of its snapshots, the steps
    of `checkpoints` and `milestones`, `alarms`, `changes`, `branches`, and whether it is `active`.

    Steps ascend, times are seconds of training; `total` is null until it is settled. An alarm is {"step", "kind",
    "what"}, a change {"step", "setting", "old", "new"}, a branch the run {"step", "run", "title"} that began there.
    """
    status, steps = run.status, run.snapshots()
    active = status.state in ACTIVE
    kinds = [kind for kind in KINDS if steps and kind in run.snapshot(steps[-1])]
    return {"step": status.step, "total": status.steps or None if active else status.step, "steps": steps,
            "times": [round(time, 1) for time in columns(run.folder).seconds(steps)], "kinds": kinds,
            "checkpoints": run.checkpoints(), "milestones": run.milestones(),
            "alarms": _marks(run.alarms(), "kind", "what"), "changes": _marks(run.changes(), "setting", "old", "new"),
            "branches": branches(run), "active": active}


def branches(run: Run) -> list[dict[str, Any]]:
    """Runs that began at a checkpoint of this one, in order of their steps."""
    runs = store()
    stamp = runs.root.stat().st_mtime_ns if runs.root.is_dir() else 0     # changes when a run comes or goes
    return _branches(str(runs.root), stamp).get(run.id, [])


@st.cache_resource(max_entries=4, show_spinner=False)
def _branches(root: str, stamp: int) -> Branches:
    return {parent: [{"step": step, "run": run.id, "title": run.title} for step, run in born]
            for parent, born in branchings(store().runs()).items()}


def _marks(rows: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    """Only what a mark needs; a damaged row without a step is left out."""
    marks = [{"step": row["step"], **{key: row.get(key) for key in keys}}
             for row in rows if isinstance(row.get("step"), int)]
    return sorted(marks, key=lambda mark: mark["step"])
