"""The door to training in the background: submit, resume, branch, promise; and `train_here` for this very process.

Importing this imports no torch, so that pages can.
"""

from __future__ import annotations

import signal
from collections.abc import Callable

from genmodels.errors import RunError
from genmodels.runs import Run, State, Status
from genmodels.runs.locks import Timeout
from genmodels.runs.status import read_status
from genmodels.worker.asking import promise
from genmodels.worker.branching import branch, branch_config, branch_off, branch_points, usual_steps
from genmodels.worker.queue import claim, ensure_launcher, resume, slots, submit

__all__ = ["branch", "branch_config", "branch_off", "branch_points", "claim", "ensure_launcher", "promise", "resume",
           "slots", "submit", "train_here", "usual_steps"]


def unwatched(status: Status) -> None:
    """The watcher of a training that nobody looks at from inside its process."""


def train_here(run: Run, watch: Callable[[Status], None] = unwatched, *, queues: bool = False) -> State:
    """Train in this process until the end; SIGTERM and Ctrl-C stop with a checkpoint. Returns the final state.

    `watch` gets the status about once a second. `queues`: after a pause, wait for a free slot of the launcher.
    Raises RunError when the run is not waiting to be started, or when another process trains it.
    """
    from genmodels.worker.body import Body
    from genmodels.worker.control import Control
    from genmodels.worker.desk import Desk
    try:
        with run.hold():
            run = Run(run.folder)     # as it is on the disk now: a resume may have given it more steps
            state = read_status(run.folder).state
            if state != "queued":
                raise RunError(f"{run.id} is {state}, so there is nothing to start; resume it if it should go on.")
            control = Control(run.folder)
            with control.listening(signal.SIGTERM, signal.SIGINT):
                return Body(Desk(run, control, watch, queues=queues)).live()
    except Timeout:
        raise RunError(f"{run.id} is being trained by another process.") from None
