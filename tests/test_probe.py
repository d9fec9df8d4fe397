"""What is promised before a start, and that asking changes nothing."""

import time

import pytest
import torch

from genmodels.errors import ConfigError
from genmodels.panel import snapshot_steps
from genmodels.probe import LEAST, Promise, _steps_within, probe, settle
from genmodels.train import Training
from tests.running import tiny

SHORT = 0.02     # seconds of measuring


def test_a_promise_names_speed_size_and_place():
    promise = probe(tiny(steps=50), SHORT)
    assert (promise.steps, promise.device, promise.precision) == (50, "cpu", "float32")
    assert promise.images_per_second == pytest.approx(16 * promise.steps_per_second, rel=1e-3)
    assert promise.seconds >= 50 / promise.steps_per_second * 0.99
    assert promise.megabytes > 10
    encoder, decoder = 64 * 16 + 16 + 16 * 4 + 4, 2 * 16 + 16 + 16 * 64 + 64
    assert promise.parameters == encoder + decoder


def test_steps_that_draw_a_picture_are_not_taken_for_quick_ones(monkeypatch):
    now = [0.0]

    def takes(seconds, does):
        def act(training):
            now[0] += seconds
            return does(training)
        return act
    for clock in ("perf_counter", "thread_time"):
        monkeypatch.setattr(f"genmodels.probe.time.{clock}", lambda: now[0])
    monkeypatch.setattr(Training, "_round", takes(1.0, Training._round))
    monkeypatch.setattr(Training, "snapshot", takes(7.0, Training.snapshot))
    promise = probe(tiny("gan", steps=50, settings={"discriminator_moves": 3}), span=10.0)
    assert (promise.steps_per_second, promise.snapshot_seconds) == (1.0, 7.0)
    assert promise.images_per_second == 48.0
    assert promise.seconds == 50 + 7 * len(snapshot_steps(50))


def test_seconds_become_steps_and_given_steps_stay():
    promise = Promise(200.0, 25_600.0, 5_000, 30.0, 300.0, "cpu", "float32", 1_000)
    assert settle(tiny(steps=None, seconds=30.0), promise).steps == 5_000
    assert probe(tiny(steps=7), SHORT).steps == 7
    promise = probe(tiny(steps=None, seconds=20.0), SHORT)
    assert promise.seconds == pytest.approx(20.0, rel=0.05)


def test_pictures_are_paid_for():
    assert _steps_within(10.0, 100.0, 0.0) == 1000
    assert _steps_within(10.0, 100.0, 0.05) == pytest.approx(1000 - 100 * 0.05 * len(snapshot_steps(700)), abs=20)
    assert _steps_within(0.001, 1.0, 1.0) == 0
    assert _steps_within(1e6, 1e6, 0.0) == 10_000_000


@pytest.mark.parametrize("picture", [0.01, 0.2, 0.5, 3.0])
def test_slow_pictures_leave_the_steps_that_fit_and_never_one_too_many(picture):
    """Pictures of half a second, as a busy machine draws them, once left one step of thirty seconds."""
    steps = _steps_within(30.0, 40.0, picture)
    spent = [n / 40.0 + len(snapshot_steps(n)) * picture for n in (steps, steps + 1)]
    assert spent[0] <= 30.0 < spent[1]


def test_time_that_others_take_is_not_counted(monkeypatch):
    """Before every step the thread sleeps, as it does when a busy machine gives its processor to others."""
    whole = Training._round

    def robbed(training):
        time.sleep(0.02)
        whole(training)
    monkeypatch.setattr(Training, "_round", robbed)
    assert probe(tiny(steps=50), SHORT).steps_per_second > 1 / 0.02, "what it could be at most with the sleep in it"


def test_a_machine_too_slow_for_the_seconds_says_so_and_shows_something_all_the_same(monkeypatch):
    monkeypatch.setattr("genmodels.probe._speed", lambda training, span: (2.0, 1.0))
    promise = probe(tiny(steps=None, seconds=3.0), SHORT)
    assert promise.steps == LEAST
    assert promise.seconds == pytest.approx(LEAST / 2.0, rel=0.2)
    assert "3 seconds are" in promise.note
    assert f"{LEAST} steps are taken" in promise.note
    assert not probe(tiny(steps=2), SHORT).note
    assert not probe(tiny(steps=None, seconds=30.0), SHORT).note


def test_asking_changes_no_random_number_and_no_thread_count():
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    probe(tiny(threads=2), SHORT)
    assert torch.equal(torch.rand(4), expected)
    assert torch.get_num_threads() == 1


def test_what_cannot_train_is_refused_here_too():
    with pytest.raises(ConfigError, match="latent_dim"):
        probe(tiny(settings={"latent_dim": 1}), SHORT)


def test_a_batch_larger_than_the_dataset_is_the_whole_dataset():
    promise = probe(tiny(settings={"batch_size": 4000}), SHORT)
    assert promise.images_per_second == pytest.approx(1437 * promise.steps_per_second, rel=0.01)
