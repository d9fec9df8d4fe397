"""What happened in a run and when: the marks of the Watch page's timeline."""

from __future__ import annotations

from typing import Any

import streamlit as st

from genmodels.runs import Run
from ui.store import store

KINDS = ("samples", "reconstructions")
Branches = dict[str, list[dict[str, Any]]]


def story(run: Run) -> dict[str, Any]:
    """{"steps" and "kinds" of the snapshots, "checkpoints", "alarms", "changes", "branches", "active"}, as JSON has it.

    Steps ascend; an alarm is {"step", "kind", "what"}, a change {"step", "setting", "old", "new"}, a branch the run
    {"step", "run", "title"} that began at that step of this one.
    """
    steps = run.snapshots()
    return {"steps": steps, "kinds": [kind for kind in KINDS if steps and kind in run.snapshot(steps[-1])],
            "checkpoints": run.checkpoints(), "alarms": _marks(run.alarms(), "kind", "what"),
            "changes": _marks(run.changes(), "setting", "old", "new"), "branches": branches(run), "active": run.active}


def branches(run: Run) -> list[dict[str, Any]]:
    """Runs that began at a checkpoint of this one, in order of their steps."""
    runs = store()
    stamp = runs.root.stat().st_mtime_ns if runs.root.is_dir() else 0     # changes when a run comes or goes
    return _branches(str(runs.root), stamp).get(run.id, [])


@st.cache_resource(max_entries=4, show_spinner=False)
def _branches(root: str, stamp: int) -> Branches:
    found: Branches = {}
    for run in reversed(store().runs()):
        parent = None if run.problem else run.card.parent
        if parent and isinstance(parent.get("step"), int):
            found.setdefault(str(parent.get("run")), []).append({"step": parent["step"], "run": run.id,
                                                                 "title": run.title})
    return {name: sorted(rows, key=lambda row: row["step"]) for name, rows in found.items()}


def _marks(rows: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    """Only what a mark needs; a damaged row without a step is left out."""
    marks = [{"step": row["step"], **{key: row.get(key) for key in keys}}
             for row in rows if isinstance(row.get("step"), int)]
    return sorted(marks, key=lambda mark: mark["step"])
