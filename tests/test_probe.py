"""What is promised before a start, and that asking changes nothing."""

import pytest
import torch

from genmodels.errors import ConfigError
from genmodels.panel import snapshot_steps
from genmodels.probe import Promise, _steps_within, probe, settle
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
    monkeypatch.setattr("genmodels.probe.time.perf_counter", lambda: now[0])
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
    assert _steps_within(0.001, 1.0, 1.0) == 1
    assert _steps_within(1e6, 1e6, 0.0) == 10_000_000


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
