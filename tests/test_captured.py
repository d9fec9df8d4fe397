"""A captured step does what the plain step does, for every model; on a tape here, and on a GPU where there is one."""

import math
import threading
from functools import partial

import pytest
import torch

from genmodels.captured import WARM_UP
from genmodels.checkpoint import load, save
from genmodels.cuda_graph import CudaGraph, graph_for
from genmodels.data import load as load_data
from genmodels.errors import Diverged
from genmodels.events import Remark, Scalars, Stepped
from genmodels.models import MODELS, POINT_MODELS
from genmodels.models.gan import GAN
from genmodels.randomness import random_state
from genmodels.train import LOG_EVERY, Training
from genmodels.worker import train_here
from tests.models.making import a_config
from tests.running import tiny as a_run
from tests.tape import Tape

RATE = 2.0**-10     # a number that float32 holds exactly, as the plain step's float64 does
every_model = pytest.mark.parametrize("name", MODELS)
on_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="no NVIDIA GPU here")


def exact(name, data, steps=50, **rest):
    """A config whose rates are the same number in both ways of stepping."""
    rates = ["learning_rate"] if MODELS[name].family == "VAE" else ["generator_rate", "discriminator_rate"]
    settings = dict.fromkeys(rates, RATE) | {"schedule": False} | rest.pop("settings", {})
    return a_config(name, data, steps=steps, settings=settings, precision="float32", **rest)


def run_of(config, data, graph=None, changes=()):
    """A training to its end; `changes` are (step, setting, value). -> the training, its numbers, its remarks"""
    training, rows, remarks = Training(config, data, data, graph), [], []
    for event in training.run():
        if isinstance(event, Scalars):
            rows.append((event.step, event.values))
        if isinstance(event, Remark):
            remarks.append(event.words)
        if isinstance(event, Stepped):
            for step, setting, value in changes:
                if step == event.step:
                    training.set(setting, value)
    return training, rows, remarks


def taped():
    asked = []
    return asked, partial(Tape, asked)


def assert_same(one, other):
    """All but the average bit for bit: a number on the device has 24 bits, and the average's share is one."""
    for part in ("model", "optimizer"):
        for name, tensor in one.parts()[part].items():
            assert torch.equal(tensor, other.parts()[part][name]), f"{part} {name}"
    for name, tensor in one.average.items():
        torch.testing.assert_close(tensor, other.average[name], rtol=1e-6, atol=1e-6)
    assert one.facts == other.facts


@pytest.mark.parametrize(("name", "settings"), [(name, {}) for name in MODELS] + [
    ("vae", {"warm_up": 30, "likelihood": "gaussian"}), ("dcgan", {"generator_moves": 2}),
    ("r3gan", {"generator_moves": 2, "conditional": False}), ("gan", {"dropout": 0.3})])
def test_fifty_replayed_steps_are_fifty_plain_ones(name, settings, tiny):
    config = exact(name, tiny, settings=settings)
    asked, graph = taped()
    (plain, rows, _), (replayed, others, remarks) = run_of(config, tiny), run_of(config, tiny, graph)
    assert remarks == []
    assert asked.count("capture") == 1     # rounds that are looked at: steps 1, 20, 40, and no fourth to replay
    assert asked.count("warm up") == 2 * WARM_UP
    assert asked.count("replay") == 50 - 2 * WARM_UP
    assert rows == others
    assert_same(plain.checkpoint(), replayed.checkpoint())


@pytest.mark.parametrize("name", ["vae", "dcgan"])
def test_rounds_that_are_looked_at_are_replayed_too(name, tiny):
    asked, graph = taped()
    config = exact(name, tiny, steps=85)
    (plain, rows, _), (replayed, others, _) = run_of(config, tiny), run_of(config, tiny, graph)
    assert asked.count("capture") == 2
    assert {"gradient", "update", "weights"} <= {term.split("/")[1] for term in dict(others)[80]}
    assert rows == others
    assert_same(plain.checkpoint(), replayed.checkpoint())


@pytest.mark.parametrize("name", ["vae", "gan", "dcgan"])
def test_rates_of_a_schedule_are_followed(name, tiny):
    config = exact(name, tiny, settings={"schedule": True})
    (_, rows, _), (_, others, _) = run_of(config, tiny), run_of(config, tiny, taped()[1])
    for (step, values), (same_step, same) in zip(rows, others, strict=True):
        assert (step, values.keys()) == (same_step, same.keys())
        assert list(values.values()) == pytest.approx(list(same.values()), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", POINT_MODELS)
def test_models_of_points_can_be_captured(name):
    data = load_data("ring")
    config = a_config(name, data, steps=12, settings={"depth": 2, "schedule": False}, precision="float32")
    (_, rows, _), (_, others, remarks) = run_of(config, data), run_of(config, data, taped()[1])
    assert remarks == []
    for (_, values), (_, same) in zip(rows, others, strict=True):
        assert values == pytest.approx(same, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize(("name", "setting", "value"), [
    ("vae", "beta", 4.0), ("vae", "free_bits", 0.5), ("vae", "learning_rate", RATE / 4), ("wgan_gp", "penalty", 1.0),
    ("r3gan", "gamma", 8.0), ("gan", "discriminator_moves", 3), ("dcgan", "generator_rate", 0.0)])
def test_a_changed_setting_is_captured_anew(name, setting, value, tiny):
    config, changes = exact(name, tiny, steps=30), [(12, setting, value)]
    asked, graph = taped()
    plain, rows, _ = run_of(config, tiny, changes=changes)
    replayed, others, _ = run_of(config, tiny, graph, changes)
    assert asked.count("capture") == 2
    assert rows == others
    assert_same(plain.checkpoint(), replayed.checkpoint())


def reads_back(model, batch, plain=GAN.generator_loss):
    terms = plain(model, batch)
    if terms["loss"].item() > math.inf:     # a decision by a number that lies on the device
        raise AssertionError("never")
    return terms


def test_a_step_that_cannot_be_captured_is_done_plainly_and_told_once(tiny, monkeypatch):
    """Its first player has moved when the second one's loss breaks the capture: nothing of that may stay."""
    config = exact("gan", tiny, steps=45)
    plain, rows, _ = run_of(config, tiny)
    monkeypatch.setattr(GAN, "generator_loss", reads_back)
    asked, graph = taped()
    fallen, others, remarks = run_of(config, tiny, graph, [(30, "generator_rate", RATE)])
    assert asked.count("capture") == 1, "one that failed is not tried again"
    assert asked.count("replay") == 0
    assert remarks == ["The steps cannot be captured as a CUDA graph, so they are done one by one, slower and with the "
                       "same numbers (RuntimeError: operation not permitted when stream is capturing)."]
    assert rows == others
    assert_same(plain.checkpoint(), fallen.checkpoint())


class Masked(Tape):
    """The end of a broken capture raises too, as that of torch.cuda.graph does."""

    def capture(self, work):
        try:
            super().capture(work)
        finally:
            raise ValueError("capture was invalidated\nsee the log")


def test_the_first_reason_is_told(tiny, monkeypatch):
    monkeypatch.setattr(GAN, "generator_loss", reads_back)
    *_, (words,) = run_of(exact("gan", tiny, steps=8), tiny, partial(Masked, []))
    assert words.endswith("(RuntimeError: operation not permitted when stream is capturing).")


def test_a_run_has_the_sentence_in_its_log(tmp_path, monkeypatch):
    from genmodels.runs import RunStore
    monkeypatch.setattr("genmodels.train.graph_for", lambda device: partial(Masked, []))
    run = RunStore(tmp_path).create(a_run(steps=12))
    assert train_here(run) == "finished"
    assert run.log().count("cannot be captured as a CUDA graph") == 1
    assert "(ValueError: capture was invalidated)" in run.log()


@every_model
@pytest.mark.parametrize("cut", [3, 20, 27])
def test_checkpoints_between_replays_are_those_of_plain_steps_and_can_be_resumed(name, cut, tiny, tmp_path):
    config, saved = exact(name, tiny, steps=33), []
    for graph in (None, taped()[1]):     # one after the other: they draw from the same random numbers
        training = Training(config, tiny, tiny, graph)
        next(event for event in training.run() if event == Stepped(cut))
        saved.append(training.checkpoint())
    assert_same(*saved)
    resumed = Training(config, tiny, tiny, taped()[1])
    resumed.restore(load(save(saved[-1], tmp_path)))
    list(resumed.run())
    assert_same(run_of(config, tiny)[0].checkpoint(), resumed.checkpoint())


@pytest.mark.parametrize("lost", [11, 14])
def test_numbers_that_are_not_finite_are_noticed_between_replays(lost, tiny):
    training = Training(exact("vae", tiny, steps=100), tiny, tiny, taped()[1])
    events = training.run()
    next(event for event in events if event == Stepped(lost))
    with torch.no_grad():
        next(training.model.parameters()).fill_(math.nan)
    with pytest.raises(Diverged, match="vae/loss became"):
        list(events)
    assert training.step - lost <= LOG_EVERY


def test_only_an_nvidia_gpu_captures():
    assert graph_for(torch.device("cpu")) is None
    assert graph_for(torch.device("mps")) is None


@on_gpu
@every_model
def test_on_a_gpu_replays_give_the_numbers_of_plain_steps(name, tiny, monkeypatch):
    """Up to the order in which a kernel adds; the random numbers are the same ones."""
    config = exact(name, tiny, steps=90, device="cuda")
    replayed, others, remarks = run_of(config, tiny)
    assert remarks == []
    monkeypatch.setattr("genmodels.train.graph_for", lambda device: None)
    plain, rows, _ = run_of(config, tiny)
    assert random_state(plain.device) == random_state(replayed.device)
    for (step, values), (same_step, same) in zip(rows[:4], others[:4], strict=True):     # players amplify what differs
        assert (step, values.keys()) == (same_step, same.keys())
        assert list(values.values()) == pytest.approx(list(same.values()), rel=1e-2, abs=1e-3)


@on_gpu
def test_on_a_gpu_replays_draw_new_random_numbers_which_are_those_of_no_graph():
    device, drawn = torch.device("cuda"), []

    def draw():
        drawn[:] = [torch.randn(4, device=device)]
    graph = CudaGraph(device)
    graph.warm_up(draw)
    torch.manual_seed(5)
    plain = [torch.randn(4, device=device) for _ in range(3)]
    graph.capture(draw)
    torch.manual_seed(5)
    for expected in plain:
        graph.replay()
        assert torch.equal(drawn[0], expected)


@on_gpu
def test_on_a_gpu_a_changed_setting_is_captured_anew_and_a_resume_goes_on(tiny, tmp_path):
    training, rows, remarks = run_of(exact("gan", tiny, steps=90, device="cuda"), tiny,
                                     changes=[(30, "discriminator_moves", 3), (60, "generator_rate", 0.0)])
    assert remarks == []
    assert all(math.isfinite(value) for _, values in rows for value in values.values())
    assert training.batches.drawn == 30 + 3 * 60
    again = Training(training.config, tiny, tiny)
    again.restore(load(save(training.checkpoint(), tmp_path)))
    for name, tensor in training.model.state_dict().items():
        assert torch.equal(tensor, again.model.state_dict()[name])


@on_gpu
def test_on_a_gpu_a_broken_capture_leaves_a_training_that_goes_on(tiny, monkeypatch):
    config = exact("gan", tiny, steps=30, device="cuda")
    with monkeypatch.context() as patch:
        patch.setattr(GAN, "generator_loss", reads_back)
        fallen, others, remarks = run_of(config, tiny)
    assert len(remarks) == 1
    assert torch.cuda.current_stream() == torch.cuda.default_stream()
    monkeypatch.setattr("genmodels.train.graph_for", lambda device: None)
    plain, rows, _ = run_of(config, tiny)
    assert random_state(plain.device) == random_state(fallen.device)
    for (_, values), (_, same) in zip(rows, others, strict=True):
        assert list(values.values()) == pytest.approx(list(same.values()), rel=1e-2, abs=1e-3)


@on_gpu
def test_on_a_gpu_a_thread_that_measures_does_not_break_a_capture(tiny):
    """As live numbers do: it draws with a copy of the weights and reads the pictures back."""
    twin = Training(exact("dcgan", tiny, device="cuda"), tiny, tiny).average.eval()
    stop, wrong = threading.Event(), []

    def measure():
        try:
            with torch.no_grad():
                while not stop.is_set():
                    twin.decode(twin.prior(64).cuda()).cpu()
        except RuntimeError as error:
            wrong.append(error)
    thread = threading.Thread(target=measure)
    thread.start()
    try:
        changes = [(step, "generator_rate", RATE / step) for step in range(10, 80, 7)]
        *_, remarks = run_of(exact("dcgan", tiny, steps=90, device="cuda"), tiny, changes=changes)
    finally:
        stop.set()
        thread.join()
    assert (remarks, wrong) == ([], [])
