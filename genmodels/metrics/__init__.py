"""The registry of metrics, one line each, and how a run is measured by them."""

from __future__ import annotations

import time
from collections.abc import Sequence

from genmodels import data
from genmodels.data.base import ImageSet, silent
from genmodels.errors import ConfigError, RunError
from genmodels.metrics.base import Metric, Progress, Result, Subject, TooFew, Trained
from genmodels.metrics.elbo import NegativeELBO
from genmodels.metrics.pixel_fd import PixelFD
from genmodels.models.base import GenerativeModel

__all__ = ["METRICS", "Metric", "Result", "TooFew", "evaluate", "suits"]

METRICS: dict[str, Metric] = {metric.name: metric for metric in (
    NegativeELBO("bernoulli", "test_nll_elbo", "Negative ELBO on held-out images", "nats per image"),
    NegativeELBO("gaussian", "test_nll_elbo_gaussian", "Negative ELBO on held-out images, Gaussian density",
                 "nats per image"),
    PixelFD(),
)}


def evaluate(run: Trained, names: Sequence[str] | None = None, *, n: int = 10_000, seed: int = 0,
             on_progress: Progress = silent) -> list[Result]:
    """Measure the run's kept model on its dataset; without names, by every metric that suits and has images enough.

    Raises ConfigError for a name that is not there or does not suit the model, TooFew for one that was asked for by
    name and would be measured on too few images.
    """
    step = _kept_step(run)
    model: GenerativeModel = run.model(step)
    train, held_out = data.load(run.config.dataset, "train"), data.load(run.config.dataset, "held-out")
    chosen = _enough(suits(model), n, train, held_out) if names is None else _by_name(names, model)
    results = []
    for i, metric in enumerate(chosen):
        def report(share: float, words: str, done: int = i) -> None:
            on_progress((done + share) / len(chosen), words)
        size = metric.size(n, train, held_out)
        results.append(_measure(metric, Subject(model, train, held_out, size, seed, report), step))
    return results


def suits(model: GenerativeModel) -> list[Metric]:
    """The metrics that exist for this model."""
    return [metric for metric in METRICS.values() if metric.suits(model)]


def _kept_step(run: Trained) -> int:
    """The checkpoint that stands for the run: the best where something says so, else the last."""
    best, steps = run.best(), run.checkpoints()
    if not steps:
        raise RunError("There is nothing to evaluate yet: the run has no checkpoint. "
                       "The first one comes within seconds of its start.")
    return steps[-1] if best is None else best


def _measure(metric: Metric, subject: Subject, step: int) -> Result:
    start = time.perf_counter()
    found = metric.measure(subject)
    return Result(metric=metric.name, title=metric.title, unit=metric.unit, value=found.value, low=found.low,
                  high=found.high, floor=found.floor, n=subject.n, seed=subject.seed, judge=found.judge, step=step,
                  seconds=round(time.perf_counter() - start, 3))


def _enough(metrics: list[Metric], n: int, train: ImageSet, held_out: ImageSet) -> list[Metric]:
    """Those with images enough; when none has, the first one says what is missing."""
    kept, refused = [], None
    for metric in metrics:
        try:
            metric.size(n, train, held_out)
            kept.append(metric)
        except TooFew as error:
            refused = refused or error
    if refused is not None and not kept:
        raise refused
    return kept


def _by_name(names: Sequence[str], model: GenerativeModel) -> list[Metric]:
    for name in names:
        if name not in METRICS:
            raise ConfigError(f"There is no metric {name!r}. Known: {', '.join(METRICS)}.")
        if not METRICS[name].suits(model):
            there = ", ".join(metric.name for metric in suits(model))
            raise ConfigError(f"The metric {name} does not exist for {model.title}. It has: {there}.")
    return [METRICS[name] for name in names]
