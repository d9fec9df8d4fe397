"""The registry of metrics, one line each, and how a run is measured by them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from typing import Any, cast

from genmodels import data
from genmodels.data.base import silent
from genmodels.errors import ConfigError, RunError
from genmodels.judge import judge_for, why_none
from genmodels.metrics.active_units import ActiveUnits
from genmodels.metrics.base import Metric, Progress, Result, TooFew, Trained
from genmodels.metrics.classes import Classes
from genmodels.metrics.collapse import ShuffledCodes
from genmodels.metrics.density_coverage import Coverage, Density
from genmodels.metrics.diversity import Diversity
from genmodels.metrics.elbo import NegativeELBO
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.frechet import Frechet
from genmodels.metrics.gan_test import GanTest
from genmodels.metrics.gan_train import GanTrain
from genmodels.metrics.high_quality import HighQuality
from genmodels.metrics.iwae import ImportanceWeighted
from genmodels.metrics.kid import Kid
from genmodels.metrics.kl_per_dimension import KLPerDimension
from genmodels.metrics.memorisation import Memorisation
from genmodels.metrics.modes import ModesCaptured
from genmodels.metrics.pixel_fd import PixelFD
from genmodels.metrics.precision_recall import Precision, Recall
from genmodels.metrics.reconstruction import PSNR, SSIM
from genmodels.metrics.sharpness import Sharpness
from genmodels.metrics.sliced_wasserstein import SlicedWasserstein
from genmodels.metrics.two_sample import TwoSample
from genmodels.models.base import GenerativeModel

__all__ = ["LIVE", "METRICS", "QUICK", "Evidence", "Metric", "Result", "TooFew", "evaluate", "gather", "measure",
           "suits"]

METRICS: dict[str, Metric] = {metric.name: metric for metric in (
    NegativeELBO("bernoulli", "test_nll_elbo", "Negative ELBO on held-out images", "nats per image"),
    NegativeELBO("gaussian", "test_nll_elbo_gaussian", "Negative ELBO on held-out images, Gaussian density",
                 "nats per image"),
    PixelFD(), Frechet(), Kid(), Density(), Coverage(), Precision(), Recall(), Classes(), Sharpness(), Diversity(),
    Memorisation(), TwoSample(), GanTrain(), GanTest(),
    *(ImportanceWeighted(k, likelihood) for likelihood in ("bernoulli", "gaussian") for k in (1, 50, 1000)),
    KLPerDimension(), ActiveUnits(), ShuffledCodes(), PSNR(), SSIM(),
    ModesCaptured(), HighQuality(), SlicedWasserstein(),
)}
QUICK = ("test_nll_elbo", "test_nll_elbo_gaussian", "pixel_fd",     # what every training ends with: seconds
         "modes", "high_quality", "sliced_wasserstein")
LIVE = ("classes", "kid", "diversity",                              # at n = 1000 within a second and a half
        "kl_per_dimension", "active_units", "shuffle_z", "modes", "high_quality", "sliced_wasserstein")


def evaluate(run: Trained, names: Sequence[str] | None = None, *, among: Collection[str] = METRICS, n: int = 10_000,
             seed: int = 0, again: bool = False, on_progress: Progress = silent,
             keep: Callable[[Result], None] | None = None) -> list[Result]:
    """Measure the run's kept model on its dataset: by the metrics named, which must all be possible, or without names
    by every metric `among` these that suits and has images enough.

    What the run's results hold already for the same step, n, seed and judge is not measured unless `again`; `keep` is
    called with every new result as soon as it is there. Raises ConfigError for a name that is not there or does not
    suit the model or the dataset, TooFew for one that was asked for by name and would be measured on too few images.
    """
    step = _kept_step(run)
    evidence = gather(run, run.model(step), n=n, seed=seed)
    chosen = _enough(evidence, among) if names is None else _by_name(names, evidence, run.config.dataset)
    results = []
    for i, metric in enumerate(chosen):
        def report(share: float, words: str, done: int = i, title: str = metric.title) -> None:
            on_progress((done + share) / len(chosen), f"{title}: {words}" if words else title)
        report(0.0, "")
        own = evidence.first(_size(metric, evidence), report)
        result = None if again else _known(run, metric, own, step)
        if result is None:
            result = measure(metric, own, step)
            if keep is not None:
                keep(result)
        results.append(result)
    return results


def suits(model: GenerativeModel) -> list[Metric]:
    """The metrics that exist for this model."""
    return [metric for metric in METRICS.values() if metric.suits(model)]


def gather(run: Trained, model: GenerativeModel, *, n: int = 10_000, seed: int = 0) -> Evidence:
    """What the metrics look at: the model beside its dataset, through the judge of that dataset where there is one."""
    train, held_out = data.load(run.config.dataset, "train"), data.load(run.config.dataset, "held-out")
    most = min(n, len(train), len(held_out))
    return Evidence(model, train, held_out, n, seed, judged=judge_for(run.config.dataset), most=most)


def measure(metric: Metric, evidence: Evidence, step: int) -> Result:
    """One line for results.jsonl, over the first `evidence.n` images."""
    start = time.perf_counter()
    found = metric.measure(evidence)
    result = Result(metric=metric.name, title=metric.title, unit=metric.unit, value=found.value, low=found.low,
                    high=found.high, floor=found.floor, n=evidence.n, seed=evidence.seed,
                    judge=metric.judge(evidence), step=step, seconds=round(time.perf_counter() - start, 3))
    return result if found.details is None else cast(Result, result | {"details": found.details})


def _kept_step(run: Trained) -> int:
    """The checkpoint that stands for the run: the best where something says so, else the last."""
    best, steps = run.best(), run.checkpoints()
    if not steps:
        raise RunError("There is nothing to evaluate yet: the run has no checkpoint. "
                       "The first one comes within seconds of its start.")
    return steps[-1] if best is None else best


def _known(run: Trained, metric: Metric, evidence: Evidence, step: int) -> Result | None:
    """The last result of just this measurement, where the run has one."""
    same: dict[str, Any] = {"metric": metric.name, "step": step, "n": evidence.n, "seed": evidence.seed}
    rows = [row for row in run.results() if same.items() <= row.items()]
    judge = metric.judge(evidence) if rows else ""
    return next((cast(Result, row) for row in reversed(rows) if row["judge"] == judge), None)


def _size(metric: Metric, evidence: Evidence) -> int:
    return metric.size(evidence.n, evidence.train, evidence.held_out)


def _enough(evidence: Evidence, among: Collection[str]) -> list[Metric]:
    """Those with images enough; when none has, the first one says what is missing."""
    kept, refused = [], None
    for metric in suits(evidence.model):
        if metric.name not in among or (metric.judged and evidence.judged is None):
            continue
        try:
            _size(metric, evidence)
            kept.append(metric)
        except TooFew as error:
            refused = refused or error
    if refused is not None and not kept:
        raise refused
    return kept


def _by_name(names: Sequence[str], evidence: Evidence, dataset: str) -> list[Metric]:
    for name in names:
        if name not in METRICS:
            raise ConfigError(f"There is no metric {name!r}. Known: {', '.join(METRICS)}.")
        if not METRICS[name].suits(evidence.model):
            there = ", ".join(metric.name for metric in suits(evidence.model))
            raise ConfigError(f"The metric {name} does not exist for {evidence.model.title}. It has: {there}.")
        if METRICS[name].judged and evidence.judged is None:
            raise ConfigError(f"The metric {name} cannot be had here. {why_none(dataset)}")
    return [METRICS[name] for name in names]
