"""How a run is measured: by what suits it, nothing twice, each number kept as soon as it is there."""

import json

import numpy as np
import pytest

from genmodels import data, metrics
from genmodels.config import RunConfig
from genmodels.data import own
from genmodels.errors import ConfigError, RunError
from genmodels.metrics import METRICS, QUICK, TooFew, evaluate
from genmodels.metrics.live import Live
from tests.judge.making import SPEC, a_judge, digits_like
from tests.metrics.judged import Memory

JUDGED = ("classes", "kid", "diversity")     # of the live numbers


class Remembered:
    """A run whose model is a memory of pictures, with the results it was given."""

    def __init__(self, n=1000, step=7):
        images, self.step, self.rows, self.n = digits_like(n), step, [], n
        arrays = {f"{split}-{part}": getattr(images, part) for split in ("train", "held-out")
                  for part in ("images", "labels")}
        own.commit("mine", arrays, SPEC, images.classes, "a test")
        self.config = RunConfig(model="memory", dataset="mine", image=SPEC, classes=images.classes, steps=1)

    def best(self):
        return None

    def checkpoints(self):
        return [self.step] if self.step else []

    def model(self, step=None):
        assert step == self.step
        return Memory(digits_like(self.n, seed=5).images)

    def results(self):
        return self.rows


@pytest.fixture
def judged(monkeypatch):
    monkeypatch.setattr(metrics, "judge_for", lambda name: a_judge(dataset=name))


def test_every_metric_that_suits_is_measured_with_how_it_was_got(judged):
    run, kept = Remembered(), []
    results = evaluate(run, n=1000, seed=3, keep=kept.append)
    assert results == kept
    assert {"fd", "kid", "density", "coverage", "precision", "recall", "classes", "sharpness", "diversity",
            "memorisation", "two_sample", "pixel_fd"} <= {result["metric"] for result in results}
    for result in results:
        assert result["low"] <= result["value"] <= result["high"]
        assert (result["n"], result["seed"], result["step"]) == (1000, 3, 7)
        assert result["judge"]
        assert result["floor"] is not None
        assert result["seconds"] >= 0
        json.dumps(result, allow_nan=False)


def test_what_is_known_is_not_measured_again(judged, monkeypatch):
    run = Remembered()
    first = evaluate(run, ["kid", "classes"], keep=run.rows.append)
    with monkeypatch.context() as patch:
        patch.setattr(type(METRICS["kid"]), "measure", None)
        assert evaluate(run, ["kid", "classes"], keep=run.rows.append) == first
    assert len(run.rows) == 2
    again = evaluate(run, ["kid"], again=True, keep=run.rows.append)
    assert again[0] | {"seconds": 0} == first[0] | {"seconds": 0}
    assert len(run.rows) == 3


@pytest.mark.parametrize("change", ["step", "seed", "n", "judge"])
def test_what_differs_in_anything_is_measured_anew(judged, monkeypatch, change):
    run = Remembered()
    evaluate(run, ["kid"], n=300, keep=run.rows.append)
    if change == "step":
        run.step = 8
    if change == "judge":
        monkeypatch.setattr(metrics, "judge_for", lambda name: a_judge(seed=1, dataset=name))
    evaluate(run, ["kid"], n=310 if change == "n" else 300, seed=1 if change == "seed" else 0, keep=run.rows.append)
    assert len(run.rows) == 2


def test_without_a_judge_the_others_remain_and_a_sentence_says_why():
    run = Remembered()
    names = {result["metric"] for result in evaluate(run)}
    assert names == {"sharpness", "pixel_fd", "memorisation", "two_sample"}
    with pytest.raises(ConfigError, match="python -m genmodels judge mine"):
        evaluate(run, ["fd"])


def test_only_metrics_among_those_named_are_measured(judged):
    assert [result["metric"] for result in evaluate(Remembered(), among=QUICK)] == ["pixel_fd"]


@pytest.mark.parametrize(("names", "words"), [(["fid"], "no metric 'fid'"), (["gan_test"], "not exist for A memory"),
                                              (["test_nll_elbo"], "not exist for A memory")])
def test_strangers_are_refused(judged, names, words):
    with pytest.raises(ConfigError, match=words):
        evaluate(Remembered(), names)


def test_too_few_are_refused_by_name_and_left_out_otherwise(judged):
    run = Remembered(n=300)
    with pytest.raises(TooFew, match="smallest n that would do is 1000 on each side"):
        evaluate(run, ["fd"])
    names = {result["metric"] for result in evaluate(run)}
    assert {"kid", "classes", "diversity", "sharpness"} <= names
    assert "fd" not in names


def test_a_run_without_weights_says_so():
    with pytest.raises(RunError, match="nothing to evaluate yet"):
        evaluate(Remembered(step=0))


def test_the_live_numbers_are_the_same_as_the_late_ones(judged):
    run = Remembered()
    train, held_out = data.load("mine"), data.load("mine", "held-out")
    now = Live(run.model(7), train, held_out, a_judge(dataset="mine"), n=400).measure(run.model(7), 7)
    late = evaluate(run, JUDGED, n=400)
    assert [result["metric"] for result in now] == list(JUDGED)
    for one, other in zip(now, late, strict=True):
        assert one | {"seconds": 0} == other | {"seconds": 0}


def test_progress_goes_from_nothing_to_nearly_all(judged):
    shares = []
    evaluate(Remembered(), ["kid", "diversity"], on_progress=lambda share, words: shares.append(share))
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert np.max(shares) <= 1
