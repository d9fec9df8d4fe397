"""What a metric is, and the one form in which every number is stored: with how it was got."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, NotRequired, Protocol, TypedDict

from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from genmodels.errors import UserError
from genmodels.metrics.evidence import Evidence
from genmodels.models.base import GenerativeModel

Better = Literal["lower", "higher", "as real", "neither"]     # "as real": the nearer to its floor
Tells = Literal["fidelity", "coverage", "likelihood", "code", "copies"]
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
    details: NotRequired[dict[str, Any]]     # what stands behind the number: a histogram, names of missing classes


class Measured(NamedTuple):
    """What a metric finds out itself; the rest of a Result is known to the caller."""

    value: float
    low: float
    high: float
    floor: float | None = None
    details: dict[str, Any] | None = None


class Metric:
    """One number about a model. `name` is what it is called in files, `title` on screen; `better` says which of two is
    the better one, where a number says that at all; `tells` is the question that it helps to answer.

    As it stands here it fits numbers that hold n samples against n held-out images, and n training images against
    those for the floor.
    """

    name: str
    title: str
    unit: str
    better: Better
    tells: Tells = "fidelity"
    fewest = 1000              # images on each side; below, the number says more about n than about the model
    judged = False             # does it look through the judge of the dataset?

    def suits(self, model: GenerativeModel) -> bool:
        """Does this number exist for such a model? Here: does it draw pictures?"""
        return model.image.channels in (1, 3)

    def size(self, n: int, train: ImageSet, held_out: ImageSet) -> int:
        """How many images enter when the caller wishes n; raises TooFew when they would be too few."""
        size, fewest = min(n, len(train), len(held_out)), self.smallest(held_out)
        if size < fewest:
            raise TooFew(f"{self.title} with {size} images measures their number more than the model: the smallest n "
                         f"that would do is {fewest} on each side. There are {len(train)} training and "
                         f"{len(held_out)} held-out images, and n = {n} was asked for.")
        return size

    def smallest(self, held_out: ImageSet) -> int:
        """The smallest n that would do for images such as these."""
        return self.fewest

    def judge(self, evidence: Evidence) -> str:
        """The name of what looks at the images."""
        return evidence.judge_id

    def meet(self, evidence: Evidence) -> None:
        """Find what is needed of real images and kept, so that measuring takes its usual time from then on."""

    def measure(self, evidence: Evidence) -> Measured:
        """The number with its 95 % interval, over the first `evidence.n` images."""
        raise NotImplementedError(f"{type(self).__name__} has to measure")


class Trained(Protocol):
    """What `evaluate` needs of a run."""

    @property
    def config(self) -> RunConfig: ...

    def best(self) -> int | None: ...

    def checkpoints(self) -> list[int]: ...

    def model(self, step: int | None = None) -> Any: ...

    def results(self) -> list[dict[str, Any]]: ...
