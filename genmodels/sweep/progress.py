"""How the runs of a sweep stand: each cell with its run, or what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from genmodels.errors import RunError
from genmodels.runs import Run, RunStore
from genmodels.sweep.store import Entry, Sweep

ENDED = frozenset({"finished", "failed", "stopped", "lost", "deleted", "damaged"})


@dataclass(frozen=True)
class Outcome:
    """`state` is the run's own, or "not started", "deleted", "damaged"."""

    entry: Entry
    run: Run | None
    state: str
    error: str = ""     # a sentence

    @property
    def ended(self) -> bool:
        return self.state in ENDED


def outcomes(store: RunStore, sweep: Sweep) -> list[Outcome]:
    """In the order they were started."""
    return [_outcome(store, entry) for entry in sweep.entries]


def _outcome(store: RunStore, entry: Entry) -> Outcome:
    if entry.run is None:
        return Outcome(entry, None, "not started")
    try:
        run = store.get(entry.run)
    except RunError:
        return Outcome(entry, None, "deleted", "Its run was deleted.")
    if run.problem is not None:
        return Outcome(entry, None, "damaged", run.problem)
    status = run.status
    return Outcome(entry, run, status.state, status.error or "")
