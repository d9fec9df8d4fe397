"""What happened in a run and when, as marks on its scrubber and its curves."""

from __future__ import annotations

from typing import Any

from genmodels.report.words import brief, setting
from genmodels.runs import Run
from genmodels.runs.family import Member

MOST = 200     # of a kind; a run whose alarms come and go has more than a scrubber can show


def marks(run: Run, members: tuple[Member, ...]) -> list[dict[str, Any]]:
    """In order: {"step", "kind", "words"}; a kind is alarm, change, branch, origin or checkpoint."""
    told = [*_alarms(run), *_changes(run), *_family(run, members),
            *(_mark(step, "checkpoint", "Checkpoint") for step in run.checkpoints())]
    return sorted(told, key=lambda mark: mark["step"])


def _alarms(run: Run) -> list[dict[str, Any]]:
    rows = [row for row in run.alarms() if row.get("kind") != "over" and isinstance(row.get("step"), int)]
    return [_mark(row["step"], "alarm", str(row.get("what") or row.get("kind") or "")) for row in rows][-MOST:]


def _changes(run: Run) -> list[dict[str, Any]]:
    return [_mark(row["step"], "change", f"{row['setting']}: {setting(row['old'])} to {setting(row['new'])}")
            for row in run.changes() if isinstance(row["step"], int)][-MOST:]


def _family(run: Run, members: tuple[Member, ...]) -> list[dict[str, Any]]:
    titles = {member.id: member.title for member in members}
    own = next((member for member in members if member.id == run.id), None)
    origin = [_mark(own.start, "origin", f"Branched off {titles.get(own.parent, own.parent)}")
              ] if own is not None and own.parent is not None else []
    branches = [_mark(member.start, "branch", f"{member.title} branches off")
                for member in members if member.parent == run.id]
    return [*origin, *branches[:MOST]]


def _mark(step: int, kind: str, words: str) -> dict[str, Any]:
    return {"step": step, "kind": kind, "words": brief(words)}
