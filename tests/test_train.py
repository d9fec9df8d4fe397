"""The loop: equal numbers from equal seeds, exact resume, early stops, schedules."""

import copy
import itertools
import math

import numpy as np
import pytest
import torch

from genmodels.adam import Adam
from genmodels.checkpoint import load, save
from genmodels.device import choose_device, choose_precision
from genmodels.errors import ConfigError, Diverged, RunError
from genmodels.events import Scalars, Snapshot, Stepped
from genmodels.live_settings import live_knobs
from genmodels.models import MODELS
from genmodels.models.gan import GAN
from genmodels.models.vae import VAE
from genmodels.panel import snapshot_steps
from genmodels.train import LOG_EVERY, Training, memory_in_words, train
from tests.models.making import a_config

every_model = pytest.mark.parametrize("name", MODELS)


def scalars(events):
    return [(event.step, event.values) for event in events if isinstance(event, Scalars)]


def weights(training):
    averaged = training.average.averaged().state_dict()
    return training.model.state_dict() | {f"average/{name}": tensor for name, tensor in averaged.items()}


def assert_equal_weights(one, other):
    mine, theirs = weights(one), weights(other)
    assert mine.keys() == theirs.keys()
    for name, tensor in mine.items():
        assert torch.equal(tensor, theirs[name]), name


@every_model
def test_equal_seeds_give_equal_numbers(name, tiny):
    def trained(seed):
        training = Training(a_config(name, tiny, steps=12, seed=seed), tiny, tiny)
        return scalars(training.run()), training
    one, first = trained(1)
    torch.rand(7)     # what was drawn before does not matter: a training seeds itself
    same, second = trained(1)
    assert one == same
    assert_equal_weights(first, second)
    assert one != trained(2)[0]


@every_model
@pytest.mark.parametrize("cut", [1, 7, 10])
def test_resume_equals_uninterrupted(name, cut, tiny, tmp_path):
    settings = {"warm_up": 12} if MODELS[name].family == "VAE" else {"dropout": 0.3} if name == "gan" else {}
    config = a_config(name, tiny, steps=16, settings=settings)
    whole = Training(config, tiny, tiny)
    expected = scalars(whole.run())
    first = Training(config, tiny, tiny)
    begun = []
    for event in first.run():
        begun.append(event)
        if isinstance(event, Stepped) and event.step == cut:
            save(first.checkpoint(), tmp_path)
            break
    torch.manual_seed(99)
    second = Training(config, tiny, tiny)
    second.restore(load(tmp_path / f"checkpoint-{cut}"))
    assert scalars(begun) + scalars(second.run()) == expected
    assert_equal_weights(second, whole)


@every_model
def test_snapshots_take_nothing_from_the_numbers(name, tiny):
    config = a_config(name, tiny, steps=12)
    plain = Training(config, tiny, tiny)
    expected = scalars(plain.run())
    watched = Training(config, tiny, tiny)
    seen = []
    for event in watched.run():
        watched.snapshot()
        seen.append(event)
    assert scalars(seen) == expected
    assert_equal_weights(watched, plain)


@every_model
def test_a_snapshot_shows_samples_and_redrawn_images(name, tiny):
    snapshots = [event for event in train(a_config(name, tiny, steps=2), tiny, tiny) if isinstance(event, Snapshot)]
    assert [snapshot.step for snapshot in snapshots] == [0, 1, 2]
    assert snapshots[-1].samples.shape == (64, 1, 8, 8)
    assert snapshots[-1].samples.dtype == torch.uint8
    if MODELS[name].family == "VAE":
        assert snapshots[-1].originals.shape == snapshots[-1].reconstructions.shape == (16, 1, 8, 8)


def test_a_step_is_told_last(tiny):
    kinds = [type(event).__name__ for event in train(a_config("vae", tiny, steps=1), tiny, tiny)]
    assert kinds == ["Snapshot", "Scalars", "Snapshot", "Stepped"]


@pytest.mark.parametrize("onset", [1, 11, 14])
def test_numbers_that_are_not_finite_stop_the_run_within_ten_steps(onset, tiny, monkeypatch):
    training = Training(a_config("vae", tiny, steps=100), tiny, tiny)
    terms = VAE.elbo_terms
    monkeypatch.setattr(VAE, "elbo_terms", lambda model, x, y=None: tuple(
        term * (math.nan if training.step >= onset else 1) for term in terms(model, x, y)))
    with pytest.raises(Diverged, match=r"vae/loss became nan.*try a tenth of it, or precision = float32"):
        list(training.run())
    assert training.step - onset < LOG_EVERY


def test_a_rate_out_of_reason_diverges_with_advice(tiny):
    config = a_config("gan", tiny, steps=200, settings={"generator_rate": 0.1, "discriminator_rate": 0.1})
    training = Training(config, tiny, tiny)
    for name in ("generator_rate", "discriminator_rate"):
        training.set(name, 1.0)
    with torch.no_grad():
        next(training.model.parameters()).fill_(1e38)
    with pytest.raises(Diverged, match="discriminator 1, generator 1"):
        list(training.run())


def test_a_checkpoint_of_lost_numbers_is_refused(tiny, tmp_path, monkeypatch):
    training = Training(a_config("vae", tiny, steps=20), tiny, tiny)
    for event in training.run():
        if isinstance(event, Stepped) and event.step == 3:
            break
    save(training.checkpoint(), tmp_path)
    with torch.no_grad():
        next(training.model.parameters()).fill_(math.inf)
    training._round()
    with pytest.raises((Diverged, RunError), match="nothing was saved"):
        save(training.checkpoint(), tmp_path)
    assert load(tmp_path / "checkpoint-3").step == 3
    assert [path.name for path in tmp_path.iterdir() if "checkpoint" in path.name] == ["checkpoint-3"]


def test_the_rate_rises_then_falls_to_zero(tiny):
    training = Training(a_config("vae", tiny, steps=100), tiny, tiny)
    shares = []
    for training.step in range(1, 101):
        shares.append(training._share())
    assert shares[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert all(later < earlier for earlier, later in itertools.pairwise(shares[4:]))
    assert shares[-1] == pytest.approx(1 / 96)


def test_without_a_schedule_the_rate_stays(tiny):
    training = Training(a_config("gan", tiny, steps=100), tiny, tiny)
    for training.step in (1, 50, 100):
        assert training._share() == 1.0


def test_a_live_rate_holds_from_the_next_step_and_survives_a_resume(tiny, tmp_path):
    training = Training(a_config("gan", tiny, steps=8), tiny, tiny)
    assert training.set("generator_rate", 0.0) == (1e-4, 0.0)
    before = {name: tensor.clone() for name, tensor in training.model.generator.state_dict().items()}
    training._round()
    assert all(torch.equal(tensor, before[name]) for name, tensor in training.model.generator.state_dict().items())
    again = Training(training.config, tiny, tiny)
    again.restore(load(save(training.checkpoint(), tmp_path)))
    assert again.model.config == training.model.config
    assert {player.name: player.learning_rate for player in again.players} == {"discriminator": 1e-4, "generator": 0.0}


def test_a_checkpoint_from_before_live_settings_keeps_its_rates(tiny, tmp_path):
    training = Training(a_config("gan", tiny, steps=8), tiny, tiny)
    old = training.checkpoint()
    del old.facts["live"]
    old.facts["learning_rates"] = {"discriminator": 0.25, "generator": 0.5}
    training.restore(load(save(old, tmp_path)))
    assert (training.model.config.discriminator_rate, training.model.config.generator_rate) == (0.25, 0.5)


@pytest.mark.parametrize(("name", "value", "words"), [
    ("judge", 0.1, "no setting 'judge'"), ("generator_rate", -1.0, "Allowed: 0 to 1"),
    ("generator_rate", math.nan, "generator_rate = nan does not fit"), ("generator_rate", 2.0, "Allowed: 0 to 1"),
    ("generator_moves", 1.5, "generator_moves = 1.5"), ("discriminator_moves", 0, "Allowed: 1 to 10"),
    ("latent_dim", 3, "fixed when a run starts.*Live settings: generator_rate, discriminator_rate")])
def test_live_settings_that_make_no_sense_are_refused(name, value, words, tiny):
    training = Training(a_config("gan", tiny), tiny, tiny)
    with pytest.raises(ConfigError, match=words):
        training.set(name, value)
    assert training.model.config == Training(a_config("gan", tiny), tiny, tiny).model.config


@pytest.mark.parametrize(("model", "name"), [
    (name, knob.name) for name, kind in MODELS.items() for knob in live_knobs(kind.Config)])
def test_every_live_setting_counts_from_the_next_step(model, name, tiny):
    """The same two steps, with and without a change between them, end in other weights."""
    plain, told = (Training(a_config(model, tiny, steps=6), tiny, tiny) for _ in range(2))
    for training in (plain, told):
        training._round()
    old, new = told.set(name, {"free_bits": 5.0, "penalty": 100.0}.get(name, 3 if name.endswith("moves") else 0.03))
    assert old != new
    for training in (plain, told):
        torch.manual_seed(1)
        training._round()
    pairs = zip(plain.model.parameters(), told.model.parameters(), strict=True)
    assert any(not torch.equal(mine, theirs) for mine, theirs in pairs)


def test_the_average_follows_the_generator(tiny):
    training = Training(a_config("gan", tiny, steps=3, settings={"average": 0.5}), tiny, tiny)
    expected = copy.deepcopy(training.model.generator)
    for event in training.run():
        if isinstance(event, Stepped):
            decay = min(0.5, (1 + event.step) / (10 + event.step))
            pairs = zip(expected.parameters(), training.model.generator.parameters(), strict=True)
            with torch.no_grad():
                for mine, theirs in pairs:
                    mine.copy_(decay * mine + (1 - decay) * theirs)
    for mine, theirs in zip(training.average.generator.parameters(), expected.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs)


def test_weights_without_an_optimiser_are_not_resumed(tiny):
    training = Training(a_config("vae", tiny), tiny, tiny)
    shipped = training.checkpoint().__class__(3, training.model.state_dict())
    with pytest.raises(ConfigError, match="weights only"):
        training.restore(shipped)


def test_adam_is_that_of_torch():
    torch.manual_seed(0)
    mine = torch.nn.Sequential(torch.nn.Conv2d(1, 3, 3), torch.nn.Flatten(), torch.nn.Linear(108, 2))
    mine = mine.to(memory_format=torch.channels_last)
    theirs = copy.deepcopy(mine)
    adam = Adam(mine.parameters(), (0.5, 0.99))
    oracle = torch.optim.Adam(theirs.parameters(), lr=0.02, betas=(0.5, 0.99))
    for _ in range(5):
        x = torch.randn(4, 1, 8, 8)
        mine(x).square().sum().backward()
        adam.step(0.02)
        oracle.zero_grad()
        theirs(x).square().sum().backward()
        oracle.step()
    for one, other in zip(mine.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(one, other)
        assert one.grad is None


def test_snapshots_come_early_and_then_evenly():
    steps = sorted(snapshot_steps(20_000))
    apart = np.diff(steps)
    assert steps[:6] == [1, 2, 3, 4, 5, 6]
    assert steps[-1] == 20_000
    assert 120 <= len(steps) <= 150
    assert apart[-60:-1] == pytest.approx(20_000 / 110, abs=1)
    assert (np.diff(apart[:-1]) >= -1).all(), "ever farther apart, but for rounding"
    assert snapshot_steps(3) == {1, 2, 3}


@pytest.mark.parametrize("steps", [1, 2, 50, 200, 1_000, 2_750, 30_000, 10_000_000])
def test_a_run_that_is_long_enough_keeps_120_and_none_keeps_very_many(steps):
    kept = len(snapshot_steps(steps))
    assert kept <= min(steps, 170)
    assert kept >= (120 if steps >= 2_750 else min(steps, 60))


@pytest.mark.parametrize("error", [MemoryError(), torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"),
                                   RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried")])
def test_out_of_memory_is_a_sentence(error, tiny, monkeypatch):
    def fail(*given):
        raise error
    training = Training(a_config("gan", tiny), tiny, tiny)
    monkeypatch.setattr(GAN, "discriminator_loss", fail)
    training.players = training.model.players()
    with pytest.raises(RunError, match=r"CPU ran out of memory. Try half the batch_size \(now 12\)"):
        list(training.run())


def test_other_errors_keep_their_traceback(tiny):
    with pytest.raises(RuntimeError, match="shapes"), memory_in_words(a_config("gan", tiny)):
        raise RuntimeError("shapes do not fit")


def test_seconds_have_to_become_steps_first(tiny):
    config = a_config("gan", tiny).model_copy(update={"steps": None, "seconds": 3.0})
    with pytest.raises(ConfigError, match="turn seconds into steps"):
        Training(config, tiny, tiny)


def test_a_device_that_is_absent_is_named():
    absent = "mps" if not torch.backends.mps.is_available() else "cuda"
    with pytest.raises(ConfigError, match=f"device = '{absent}' is not on this machine. Present: .*cpu"):
        choose_device(absent)


def test_precision_is_what_was_asked_for(tiny):
    cpu = torch.device("cpu")
    assert choose_precision("float32", cpu) == torch.float32
    assert choose_precision("bfloat16", cpu) == torch.bfloat16
    assert Training(a_config("gan", tiny, precision="bfloat16"), tiny, tiny).precision == torch.bfloat16
