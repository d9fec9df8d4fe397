"""One run: a folder with all that a training left behind, read at any moment of its life."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genmodels.config import RunConfig
from genmodels.errors import RunError
from genmodels.runs import commands, snapshots
from genmodels.runs.card import Card, read_card
from genmodels.runs.files import append_row, read_rows, tail
from genmodels.runs.kept import best_of, best_step, checkpoint_steps
from genmodels.runs.locks import Timeout, hold
from genmodels.runs.milestones import milestone_steps
from genmodels.runs.notes import Notes, change_notes, read_notes
from genmodels.runs.status import ACTIVE, State, Status, derived_state, marker, read_status, write_status

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel


class Run:
    """A view of one folder. What changes while it trains is read anew at every access."""

    def __init__(self, folder: Path, card: Card | None = None) -> None:
        self.folder, self.id, self.problem = folder, folder.name, _problem(folder, card)
        self._card = None if self.problem else card or read_card(folder)

    @property
    def card(self) -> Card:
        """Raises RunError with the problem of a run that cannot be read."""
        if self._card is None:
            raise RunError(self.problem or f"Run {self.id!r} cannot be read.")
        return self._card

    @property
    def config(self) -> RunConfig:
        return self.card.config

    @property
    def title(self) -> str:
        return self._card.title if self._card else self.id

    @property
    def created(self) -> float:
        return self._card.created if self._card else self.folder.stat().st_mtime

    @property
    def shipped(self) -> bool:
        return bool(self._card and self._card.shipped)

    @property
    def status(self) -> Status:
        """The last word of the worker, with the state a reader may believe and a sentence when it died."""
        if self.problem:
            return Status("failed", error=self.problem)
        try:
            status = read_status(self.folder)
        except RunError as error:
            return Status("failed", error=str(error))
        state = derived_state(self.folder, status)
        if state == "lost" and status.error is None:
            return replace(status, state=state, note="", error=self._epitaph(status))
        return replace(status, state=state)

    @property
    def state(self) -> State:
        return self.status.state

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    def metrics(self, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
        """Rows {"step", "time", "values"} from byte `offset`, and the next offset; time is seconds of training."""
        rows, following = read_rows(self.folder / "metrics.jsonl", offset)
        return [row for row in rows if {"step", "time", "values"} <= row.keys()], following

    def live(self, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
        """Numbers taken while it trained, from byte `offset`, and the next offset: results with their "time", seconds
        of training. All of one moment are written at once."""
        rows, following = read_rows(self.folder / "live.jsonl", offset)
        return [row for row in rows if {"metric", "step", "time", "value"} <= row.keys()], following

    def alarms(self) -> list[dict[str, Any]]:
        """Rows {"step", "kind", "what", "evidence", "advice"}; those of the doctor have "rule", "why", "plot" and
        "tries" besides (genmodels.doctor.Alarm), and one of the kind "over" ends what a rule has said before."""
        return read_rows(self.folder / "alarms.jsonl")[0]

    def signs(self) -> list[dict[str, Any]]:
        """Rows {"step", "values"}: what was read off snapshots (genmodels.signs)."""
        return [row for row in read_rows(self.folder / "signs.jsonl")[0] if {"step", "values"} <= row.keys()]

    def changes(self) -> list[dict[str, Any]]:
        """Rows {"step", "time", "setting", "old", "new"}: settings that were changed after this step; time is seconds
        of training. A branch begins with its parent's, and tells at its first step what it does otherwise."""
        rows = read_rows(self.folder / "changes.jsonl")[0]
        return [row for row in rows if {"step", "time", "setting", "old", "new"} <= row.keys()]

    def changed_settings(self, step: int | None = None) -> dict[str, Any]:
        """Setting -> the value it was last changed to, up to that step where one is given."""
        return {row["setting"]: row["new"] for row in self.changes() if step is None or row["step"] <= step}

    def results(self) -> list[dict[str, Any]]:
        """Held-out numbers, each with how it was got."""
        return read_rows(self.folder / "results.jsonl")[0]

    def add_result(self, result: dict[str, Any]) -> None:
        append_row(self.folder / "results.jsonl", result)

    def snapshots(self) -> list[int]:
        """Steps with pictures, in order."""
        return snapshots.steps_with_snapshot(self.folder)

    def snapshot(self, step: int) -> dict[str, Path]:
        """The pictures of a step: "samples", and "reconstructions" for a model that encodes."""
        return snapshots.snapshot_files(self.folder, step)

    def pictures(self, kind: str) -> dict[int, Path]:
        """All pictures of a kind ("samples", "reconstructions") by their step, in order."""
        return snapshots.snapshot_pictures(self.folder, kind)

    def checkpoints(self) -> list[int]:
        """Steps with weights, in order."""
        return checkpoint_steps(self.folder)

    def milestones(self) -> list[int]:
        """Steps with light weights for looking back: `model(step)` reads them, nothing resumes there. In order."""
        return milestone_steps(self.folder)

    def best(self) -> int | None:
        """The step whose weights were best on held-out images, where something says so."""
        return best_step(self.folder)

    def judged_best(self) -> dict[str, Any] | None:
        """The same with how it was found: {"step", "value", "judged"}."""
        return best_of(self.folder)

    def model(self, step: int | None = None) -> GenerativeModel:
        """The model at the step of a checkpoint or milestone, else the best or last that can be read.

        Raises RunError when there is none.
        """
        from genmodels.runs.weights import load_model
        return load_model(self.folder, self.config, step)

    def notes(self) -> Notes:
        """Names of dimensions and own directions; never raises, a damaged file is told as `problem`."""
        return read_notes(self.folder)

    def change_notes(self, change: Callable[[Notes], Notes]) -> Notes:
        """Write what `change` makes of the notes; raises RunError when that does not fit or cannot be written."""
        return change_notes(self.folder, change)

    def log(self, lines: int = 200) -> str:
        return tail(self.folder / "log.txt", lines)

    def command(self, kind: str, **values: Any) -> int:
        """Ask the worker for something; returns the number to look for in `status.acknowledged`.

        Raises RunError when no worker will hear it, or when the command is unknown; a run that has ended is continued
        by genmodels.launcher.resume. A run that waits in the queue is stopped here, for nobody else would hear it.
        """
        state = self.state
        if state not in ACTIVE:
            raise RunError(f"{self.id} is {state}: no worker is there to {kind}.")
        number = commands.send(self.folder, kind, values)
        if kind == "stop" and state == "queued":
            self._leave_queue(number)
        return number

    def hold(self, patience: float | None = None) -> AbstractContextManager[None]:
        """The lock of its one worker; raises filelock.Timeout while another process has it."""
        return hold(self.folder / "lock") if patience is None else hold(self.folder / "lock", patience)

    def _leave_queue(self, number: int) -> None:
        """End a run that no worker has taken up; one that has, obeys the command itself."""
        try:
            with self.hold(patience=0):
                status = read_status(self.folder)
                if status.state == "queued":
                    stopped = replace(status, state="stopped", ended=time.time(), note="", acknowledged=number)
                    write_status(self.folder, stopped, sync=True)
                    marker(self.folder).unlink(missing_ok=True)
        except Timeout:
            return     # its worker holds the lock and reads the command

    def _epitaph(self, status: Status) -> str:
        last = self.checkpoints()[-1:]
        rescue = f"Resume continues from step {last[0]}." if last else "It had not saved yet; resume starts it again."
        return f"The worker died without a word, last heard of at step {status.step}. {rescue}"


def _problem(folder: Path, card: Card | None) -> str | None:
    try:
        if card is None:
            read_card(folder)
        read_status(folder)
    except RunError as error:
        return str(error)
    return None
