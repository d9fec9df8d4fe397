"""The few numbers that are cheap enough to be taken again and again while a training runs.

Nothing here draws from the random numbers of the process, which are the training's: a thread beside it may measure.
"""

from __future__ import annotations

from genmodels.data.base import ImageSet
from genmodels.judge import Judged
from genmodels.metrics import LIVE, METRICS, measure
from genmodels.metrics.base import Metric, Result, TooFew
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.held_out import HeldOut, likelihood
from genmodels.metrics.points import NoModes
from genmodels.models.base import GenerativeModel

N = 1000
CODED = 250     # held-out images for what a model makes of them: their numbers are sharp by then


class Live:
    """What can be had of such a model beside these images; real images are looked at once, models again and again."""

    def __init__(self, model: GenerativeModel, train: ImageSet, held_out: ImageSet, judged: Judged | None, *,
                 n: int = N, seed: int = 0) -> None:
        self.reasons: list[str] = []     # why some of the numbers cannot be had
        self._sizes: dict[Metric, int] = {}
        for metric in map(METRICS.__getitem__, LIVE):
            if _suits(metric, model) and (judged is not None or not metric.judged):
                self._size(metric, n, train, held_out)
        self.images = max(self._sizes.values(), default=0)     # the work grows with them
        self._real = Evidence(model, train, held_out, n, seed, judged=judged, most=self.images)

    def meet(self) -> None:
        """Look at the real images, unless the cache folder knows what is needed of them."""
        for metric, size in self._sizes.items():
            metric.meet(self._real.first(size))

    def measure(self, model: GenerativeModel, step: int) -> list[Result]:
        """All numbers of one moment, from the same codes and beside the same images every time."""
        evidence = self._real.of(model)
        return [measure(metric, evidence.first(size), step) for metric, size in self._sizes.items()]

    def _size(self, metric: Metric, n: int, train: ImageSet, held_out: ImageSet) -> None:
        """At least what makes sense, for a histogram of many classes takes more than one of two."""
        wish = CODED if isinstance(metric, HeldOut) else max(n, metric.smallest(held_out))
        try:
            self._sizes[metric] = metric.size(wish, train, held_out)
        except NoModes:
            return     # nothing is missing: there is nothing to count
        except TooFew as problem:
            self.reasons.append(str(problem))


def judged_ones(model: GenerativeModel) -> list[str]:
    """Titles of the live numbers that need a judge."""
    return [METRICS[name].title for name in LIVE if METRICS[name].judged and METRICS[name].suits(model)]


def _suits(metric: Metric, model: GenerativeModel) -> bool:
    """The spread of a Gaussian likelihood is found with random numbers of the process, so what needs it waits."""
    return metric.suits(model) and not (metric.name == "shuffle_z" and likelihood(model) != "bernoulli")
