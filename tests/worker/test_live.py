"""Live numbers: beside the training, within their share, without a trace in it; and the best checkpoint by them."""

import json
import math

import pytest
import torch

from genmodels import data
from genmodels.checkpoint import load
from genmodels.configure import configure
from genmodels.errors import DataError
from genmodels.events import Stepped
from genmodels.metrics.live import Live
from genmodels.runs import RunStore
from genmodels.runs.kept import checkpoint_folder
from genmodels.train import Training
from genmodels.worker import claim, queue, train_here
from genmodels.worker import live as live_numbers
from genmodels.worker.gauge import Gauge, Moment
from tests.judge.making import a_judge, digits_like
from tests.running import assert_same_training, tiny

JUDGED = {"classes", "kid", "diversity"}
CODES = {"kl_per_dimension", "active_units", "shuffle_z"}


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "ensure_launcher", lambda root: None)
    return RunStore(tmp_path / "runs")


@pytest.fixture
def often(monkeypatch):
    """Measure whenever no measurement is under way, at every step."""
    monkeypatch.setattr("genmodels.worker.body.LOOK", 0.0)
    monkeypatch.setattr(Gauge, "_affords", lambda self, seconds: True)


def trained(store, config):
    run = store.create(config)
    assert train_here(run) == "finished", run.status.error
    return store.get(run.id)


def scripted(monkeypatch, values, margin=0.0):
    """The kernel distance at each step is what `values(step)` says, at no cost; the others are left out."""
    def measure(self, model, step):
        value = values(step)
        return [{"metric": "kid", "title": "KID", "unit": "", "value": value, "low": value - margin,
                 "high": value + margin, "floor": 0.0, "n": 250, "seed": 0, "judge": "a script", "step": step,
                 "seconds": 0.0}]
    monkeypatch.setattr(Live, "measure", measure)


@pytest.mark.parametrize(("model", "expected"), [("vae", JUDGED | CODES), ("gan", JUDGED)])
def test_a_run_has_numbers_of_its_beginning_and_its_end(store, model, expected):
    run = trained(store, tiny(model, steps=25))
    rows, _ = run.live()
    assert {row["metric"] for row in rows} == expected
    for step in (0, 25):
        assert {row["metric"] for row in rows if row["step"] == step} == expected
    for row in rows:
        assert row["low"] <= row["value"] <= row["high"]
        assert row["time"] >= 0
        assert row["n"] == 250
        json.dumps(row, allow_nan=False)
    shares, = [row["details"] for row in rows if (row["metric"], row["step"]) == ("classes", 25)]
    assert len(shares["counts"]) == len(shares["real"]) == 10


def test_the_training_is_bit_for_bit_what_it_is_without_them(store, often):
    without = trained(store, tiny("gan", live_share=0.0))
    beside = trained(store, tiny("gan", live_share=0.5))
    assert without.live()[0] == []
    assert len({row["step"] for row in beside.live()[0]}) > 2, "measured while it trained"
    assert_same_training(without, beside)


@pytest.mark.parametrize("model", ["vae", "gan"])
def test_a_resume_amid_measurements_is_bit_for_bit_and_says_nothing_twice(store, often, monkeypatch, model):
    whole = trained(store, tiny(model, live_share=0.0))
    run = store.create(tiny(model))
    made = Training._round

    def round_and_stop(self):
        made(self)
        if self.step == 23:
            run.command("stop")
    with monkeypatch.context() as patch:
        patch.setattr(Training, "_round", round_and_stop)
        assert train_here(run) == "stopped"
    claim(run)
    assert train_here(run) == "finished"
    assert_same_training(whole, run)
    said = [(row["step"], row["metric"]) for row in run.live()[0]]
    assert len(said) == len(set(said))
    assert said == sorted(said, key=lambda pair: pair[0])


def gauge_with(share, monkeypatch, cost):
    """A gauge whose measurements take `cost(images)` seconds by their own account, and no time here."""
    def measure(self, live, step, seconds, state):
        return Moment(step, seconds, [], [], state, cost(live.images))
    monkeypatch.setattr(Gauge, "_measure", measure)
    digits = data.load("digits"), data.load("digits", "held-out")
    training = Training(tiny("gan", live_share=share), *digits)
    return Gauge(training, digits_like(1200), digits_like(1200), a_judge())


@pytest.mark.parametrize(("planned", "images"), [(30, 250), (100, 500), (600, 1000)])
def test_measurements_are_spread_over_the_run_within_their_share(monkeypatch, planned, images):
    gauge, moments, spent, largest = gauge_with(0.03, monkeypatch, lambda n: n / 2000), [], 0.0, 0.0
    for tenth in range(10 * planned):
        if gauge.due(tenth / 10, planned):
            gauge.start(tenth / 10)
            moments.append(gauge.landed(wait=True))
            spent, largest = spent + moments[-1].cost, moments[-1].cost
            assert len(moments) == 1 or spent <= 0.03 * tenth / 10 + 0.01
    assert moments[0].seconds == 0
    assert len(moments) >= 7
    assert {moment.cost for moment in moments[1:]} == {images / 2000}
    assert spent > 0.03 * planned - 2 * largest, "the share is used"


def test_a_resumed_run_has_the_share_of_the_time_since(monkeypatch):
    gauge = gauge_with(0.1, monkeypatch, lambda n: 1.0)
    gauge.origin = 1000.0
    gauge.start(1000.0)
    gauge.landed(wait=True)
    assert not gauge.due(1019.0, 20.0), "one is paid for, two are not"
    assert gauge.due(1021.0, 20.0)


def test_a_share_of_zero_takes_none(monkeypatch):
    assert not gauge_with(0.0, monkeypatch, lambda n: 0.0).due(0.0, 10.0)


def test_a_gan_keeps_the_checkpoint_with_the_lowest_distance(store, often, monkeypatch):
    scripted(monkeypatch, lambda step: abs(step - 30) / 100 + 0.1)
    run = trained(store, tiny("gan", steps=200))
    measured = {row["step"]: row["value"] for row in run.live()[0]}
    best = min(list(measured)[1:], key=measured.__getitem__)     # the first moment only tells the cost
    assert run.best() == best
    assert 0 < best < 200
    assert run.judged_best()["judged"] == "KID of 250 samples"
    assert run.judged_best()["value"] == measured[best]
    assert {best, 200} <= set(run.checkpoints())
    state = load(checkpoint_folder(run.folder, best))
    assert state.step == best
    assert state.optimizer, "a run can be resumed or branched there"
    assert {"seconds", "cpu_seconds"} <= state.facts.keys()


def test_of_checkpoints_that_cannot_be_told_apart_the_latest_is_kept(store, often, monkeypatch):
    scripted(monkeypatch, lambda step: abs(step - 30) / 100 + 0.1, margin=100.0)
    assert trained(store, tiny("gan", steps=200)).best() == 200


def test_the_kept_state_is_the_one_that_was_measured(store, often, monkeypatch):
    """The training has moved on when the number comes; what is saved is the step that was copied."""
    scripted(monkeypatch, lambda step: abs(step - 20) / 100 + 0.1)
    run = trained(store, tiny("gan", steps=120))
    straight = Training(run.config, data.load("digits"), data.load("digits", "held-out"))
    for event in straight.run():
        if isinstance(event, Stepped) and event.step == run.best():
            break
    kept, expected = load(checkpoint_folder(run.folder, run.best())), straight.checkpoint()
    for part, tensors in expected.parts().items():
        for name, tensor in tensors.items():
            assert torch.equal(kept.parts()[part][name], tensor), f"{part} {name}"
    assert kept.facts["random"] == expected.facts["random"]
    assert kept.facts["drawn"] == expected.facts["drawn"]


def test_points_choose_by_their_distance(store, often):
    run = trained(store, configure("point_gan", "ring", steps=30, settings={"batch_size": 16}))
    _, *rows = [row for row in run.live()[0] if row["metric"] == "sliced_wasserstein"]
    best, bar = rows[0], math.inf
    for row in rows:
        if row["value"] <= bar:
            best, bar = row, min(bar, row["value"] + (row["high"] - row["low"]) / (2 * 1.96))
    assert {"modes", "high_quality"} <= {row["metric"] for row in run.live()[0]}
    assert (run.best(), run.judged_best()["value"]) == (best["step"], best["value"])
    assert run.judged_best()["judged"] == "sliced Wasserstein distance of 2,500 samples"


def test_a_model_with_a_likelihood_keeps_choosing_by_it(store, often, monkeypatch):
    scripted(monkeypatch, lambda step: float(step))
    run = trained(store, tiny("vae"))
    assert run.judged_best()["judged"] == "negative ELBO on held-out images"


@pytest.mark.parametrize(("error", "words"), [(ZeroDivisionError("by nought"), "ZeroDivisionError: by nought"),
                                              (DataError("A judge is gone."), "A judge is gone.")])
def test_an_error_in_measuring_is_told_once_and_the_training_goes_on(store, often, monkeypatch, error, words):
    def fail(self, model, step):
        raise error
    monkeypatch.setattr(Live, "measure", fail)
    run = trained(store, tiny("gan"))
    alarm, = run.alarms()
    assert (alarm["kind"], alarm["evidence"]) == ("not measured", words)
    assert "goes on without" in alarm["advice"]
    assert "Traceback" in run.log()
    assert run.live()[0] == []


def test_a_number_that_is_none_is_told_and_not_written(store, often, monkeypatch):
    scripted(monkeypatch, lambda step: math.nan)
    run = trained(store, tiny("gan"))
    assert run.live()[0] == []
    assert "KID is not a finite number at step 0." in run.log()
    assert run.alarms() == []


def test_a_dataset_without_a_judge_has_the_other_numbers_and_the_log_says_why(store, monkeypatch):
    monkeypatch.setattr(live_numbers, "judge_for", lambda dataset: None)
    monkeypatch.setattr(live_numbers, "why_none", lambda dataset: f"{dataset} has no judge yet.")
    vae, gan = (trained(store, tiny(model)) for model in ("vae", "gan"))
    assert {row["metric"] for row in vae.live()[0]} == CODES
    assert gan.live()[0] == []
    assert gan.best() is None
    for run in (vae, gan):
        assert run.log().count("Kernel distance (KID), Diversity against real: digits has no judge yet.") == 1


def test_a_run_without_live_numbers_measures_nothing(store):
    run = trained(store, tiny("gan", live_share=0.0))
    assert run.live()[0] == []
    assert run.best() is None
