"""The few numbers that are cheap enough to be taken again and again while a training runs."""

from __future__ import annotations

from genmodels.data.base import ImageSet
from genmodels.judge import Judged
from genmodels.metrics import LIVE, METRICS, measure
from genmodels.metrics.base import Result
from genmodels.metrics.evidence import Evidence
from genmodels.models.base import GenerativeModel

N = 1000


def live(model: GenerativeModel, train: ImageSet, held_out: ImageSet, judged: Judged, step: int, *, n: int = N,
         seed: int = 0) -> list[Result]:
    """Class histogram, kernel distance and diversity of what the model draws now, from the same codes every time.

    Takes nothing from the training's random numbers. Raises TooFew when there are too few images for one of them.
    """
    evidence = Evidence(model, train, held_out, n, seed, judged=judged)
    sizes = {name: METRICS[name].size(n, train, held_out) for name in LIVE}
    return [measure(METRICS[name], evidence.first(size), step) for name, size in sizes.items()]
