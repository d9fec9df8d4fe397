"""The seam for more machines: whoever can submit, poll and cancel a run, and say what it offers, can train for us.

The trainer knows only a run folder. `Local` is always there; others see the same folders through a shared disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from genmodels.config import RunConfig
from genmodels.runs import ACTIVE, Run, RunStore, State
from genmodels.worker import slots, submit


@dataclass(frozen=True)
class Capabilities:
    """What a place to train offers."""

    name: str
    slots: dict[str, int]     # device -> runs at once


class Executor(Protocol):
    """A place where runs are trained."""

    def submit(self, config: RunConfig) -> Run:
        """Create a run and see to it that it will be trained; raises RunError when it cannot."""

    def poll(self, id: str) -> State:
        """How it stands; raises RunError for a stranger."""

    def cancel(self, id: str) -> None:
        """Stop it with a checkpoint; a run that has ended stays as it is."""

    def capabilities(self) -> Capabilities:
        """What can be asked of this place."""


class Local:
    """This machine, through its launcher."""

    def __init__(self, store: RunStore) -> None:
        self.store = store

    def submit(self, config: RunConfig) -> Run:
        return submit(self.store, config)

    def poll(self, id: str) -> State:
        return self.store.get(id).state

    def cancel(self, id: str) -> None:
        run = self.store.get(id)
        if run.state in ACTIVE:
            run.command("stop")

    def capabilities(self) -> Capabilities:
        return Capabilities("local", {device: slots(device) for device in ("cpu", "cuda", "mps")})
