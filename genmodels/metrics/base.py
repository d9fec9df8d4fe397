"""What a metric is, and the one form in which every number is stored: with how it was got."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypedDict

from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from genmodels.errors import UserError
from genmodels.models.base import GenerativeModel

Progress = Callable[[float, str], None]     # share done in 0..1, and a few words


class TooFew(UserError):
    """Fewer images than the number needs to mean something."""


class Result(TypedDict):
    """One line of results.jsonl."""

    metric: str
    title: str
    unit: str
    value: float
    low: float               # 95 % interval
    high: float
    floor: float | None      # real images against real images at the same n; None where that does not exist
    n: int                   # images that entered
    seed: int
    judge: str               # what looked at the images; numbers are comparable only where it is the same
    step: int                # of the checkpoint that was evaluated
    seconds: float


class Measured(NamedTuple):
    """What a metric finds out itself; the rest of a Result is known to the caller."""

    value: float
    low: float
    high: float
    floor: float | None
    judge: str


@dataclass(frozen=True)
class Subject:
    """Everything a metric may look at."""

    model: GenerativeModel
    train: ImageSet
    held_out: ImageSet
    n: int
    seed: int
    on_progress: Progress


class Metric(Protocol):
    """One number about a model. `name` is what it is called in files, `title` on screen."""

    name: str
    title: str
    unit: str

    def suits(self, model: GenerativeModel) -> bool:
        """Does this number exist for such a model?"""

    def size(self, n: int, train: ImageSet, held_out: ImageSet) -> int:
        """How many images enter when the caller wishes n; raises TooFew when they would be too few."""

    def measure(self, subject: Subject) -> Measured:
        """The number with its interval."""


class Trained(Protocol):
    """What `evaluate` needs of a run."""

    @property
    def config(self) -> RunConfig: ...

    def best(self) -> int | None: ...

    def checkpoints(self) -> list[int]: ...

    def model(self, step: int | None = None) -> Any: ...
