"""What a run spent: counted by its worker and kept in cost.json, or derived from its settings where it is older."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from genmodels.config import RunConfig
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
    flops_per_step: int | None = None    # None: unknown
    problem: str = ""                    # why the operations are unknown

    @property
    def flops(self) -> float | None:
        return None if self.flops_per_step is None else float(self.flops_per_step) * self.steps

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
                       gpu_joules=_part(self.gpu_joules, share))


def spent(run: Run) -> Spent:
    """Of the run as far as it has come; never raises for a readable run: what is not known says so."""
    status, config = run.status, run.config
    kept = None if run.active else read_spent(run.folder)
    found = kept if kept is not None and kept.steps == status.step else Spent(
        status.step, status.seconds, config.threads, status.device or "cpu")
    return found if found.flops_per_step is not None else counted(found, config)


def counted(found: Spent, config: RunConfig) -> Spent:
    """With the operations of a step; they follow from the settings alone. What cannot be counted is unknown."""
    from genmodels.cost.flops import flops_per_step
    try:
        return replace(found, flops_per_step=flops_per_step(config), problem="")
    except UserError as error:
        return replace(found, problem=str(error))


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
