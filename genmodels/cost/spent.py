"""What a run spent: counted by its worker and kept in cost.json, or derived from its settings where it is older."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from genmodels.errors import RunError, UserError
from genmodels.runs import Run
from genmodels.runs.files import read_json, write_json

NAME = "cost.json"


@dataclass(frozen=True)
class Spent:
    """Up to `steps`. Pauses are not in it, nor what was measured after the training."""

    steps: int
    seconds: float                       # of training
    threads: int
    device: str
    cpu_seconds: float | None = None     # of all threads of the process; None: not counted
    gpu_joules: float | None = None      # of the whole device, by its own counter; None: there is none
    flops: float | None = None           # operations of all steps; None: unknown
    problem: str = ""                    # why they are unknown

    @property
    def flops_per_second(self) -> float | None:
        """What was achieved; a processor core does 10^10 to 10^11, so that a figure far off tells of a mistake."""
        return None if self.flops is None or self.seconds <= 0 else self.flops / self.seconds

    @property
    def processor_seconds(self) -> float:
        """Counted, or where they were not the most that the threads can have used."""
        return self.seconds * self.threads if self.cpu_seconds is None else self.cpu_seconds

    def until(self, step: int, seconds: float) -> Spent:
        """The part up to an earlier moment; processor and GPU are taken to have worked evenly."""
        share = min(1.0, seconds / self.seconds) if self.seconds > 0 else 0.0
        return replace(self, steps=step, seconds=seconds, cpu_seconds=_part(self.cpu_seconds, share),
                       gpu_joules=_part(self.gpu_joules, share),
                       flops=_part(self.flops, min(1.0, step / self.steps) if self.steps else 0.0))


def spent(run: Run) -> Spent:
    """Of the run as far as it has come; never raises for a readable run: what is not known says so."""
    status = run.status
    kept = None if run.active else read_spent(run.folder)
    if kept is not None and kept.steps == status.step and kept.flops is not None:
        return kept
    measured = kept if kept is not None and kept.steps == status.step else Spent(
        status.step, status.seconds, run.config.threads, status.device or "cpu")
    return counted(measured, run)


def counted(found: Spent, run: Run) -> Spent:
    """With its operations, which follow from the settings alone, and from the moves that were changed on the way.
    What cannot be counted is unknown."""
    try:
        return replace(found, flops=_operations(run, found.steps), problem="")
    except UserError as error:
        return replace(found, problem=str(error))


def _operations(run: Run, steps: int) -> float:
    """Piece by piece, from one change of a live setting to the next."""
    from genmodels.cost.flops import flops_per_step
    config, done, total = run.config, 0, 0.0
    for change in [*run.changes(), None]:
        until = steps if change is None else min(steps, int(change["step"]))
        total += float(flops_per_step(config)) * max(0, until - done)
        done = max(done, until)
        if change is not None:
            config = config.model_copy(update={"settings": config.settings | {change["setting"]: change["new"]}})
    return total


def write_spent(folder: Path, found: Spent) -> None:
    write_json(folder / NAME, asdict(found))


def read_spent(folder: Path) -> Spent | None:
    """None where the run has kept none that can be read; what can be is derived anew then."""
    try:
        content = read_json(folder / NAME)
        known = {field.name for field in fields(Spent)}
        return Spent(**{name: value for name, value in content.items() if name in known})
    except (RunError, TypeError):
        return None


def _part(amount: float | None, share: float) -> float | None:
    return None if amount is None else amount * share
