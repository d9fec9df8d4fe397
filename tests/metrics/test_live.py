"""Live numbers: what suits the model, real images looked at once, and no random number of the training's taken."""

import numpy as np
import pytest
import torch

from genmodels import data
from genmodels.config import ImageSpec
from genmodels.judge import Judged
from genmodels.metrics.live import CODED, Live, judged_ones
from genmodels.models import MODELS, POINT_MODELS, make_model
from tests.judge.making import a_judge, digits_like
from tests.metrics.judged import Memory
from tests.metrics.making import a_vae, noise

CODES = {"kl_per_dimension", "active_units", "shuffle_z"}
JUDGED = {"classes", "kid", "diversity"}
JUDGE = a_judge()
SPEC = ImageSpec(channels=1, size=8)


def made(name):
    torch.manual_seed(0)
    return make_model(name, ImageSpec(channels=2, size=1) if name in POINT_MODELS else SPEC, 4, {}).eval()


MADE = {name: made(name) for name in {**MODELS, **POINT_MODELS}}


def beside(model, n=250, judged=True, images=600):
    train, held_out = digits_like(images, seed=2), digits_like(images, seed=3)
    return Live(model, train, held_out, JUDGE if judged else None, n=n)


@pytest.fixture
def no_process_numbers(monkeypatch):
    """Fails whoever draws from the random numbers of the process, also when they are put back afterwards."""
    def refuse(*args, **rest):
        raise AssertionError("live numbers touched the random numbers of the training")
    monkeypatch.setattr(torch.random, "fork_rng", refuse)
    monkeypatch.setattr(torch, "manual_seed", refuse)
    before, numpys = torch.get_rng_state(), np.random.get_state()[1].copy()
    yield
    assert torch.equal(torch.get_rng_state(), before)
    assert np.array_equal(np.random.get_state()[1], numpys)


@pytest.mark.parametrize("name", MODELS)
def test_pictures_have_what_suits_their_model(name, no_process_numbers):
    live = beside(MADE[name])
    results = live.measure(MADE[name], 40)
    expected = JUDGED | CODES if MADE[name].family == "VAE" else JUDGED
    if getattr(MADE[name].config, "likelihood", "") == "gaussian":
        expected = expected - {"shuffle_z"}
    assert {result["metric"] for result in results} == expected
    assert {result["step"] for result in results} == {40}
    assert live.reasons == []


@pytest.mark.parametrize("name", POINT_MODELS)
def test_points_have_theirs(name, no_process_numbers):
    train, held_out = data.load("grid"), data.load("grid", "held-out")
    results = Live(MADE[name], train, held_out, None, n=250).measure(MADE[name], 0)
    found = {result["metric"]: result["n"] for result in results}
    assert {"modes", "high_quality", "sliced_wasserstein"} <= found.keys()
    assert found["modes"] == 2500
    assert (found.keys() >= CODES - {"shuffle_z"}) == (MADE[name].family == "VAE")


GAUSSIAN = a_vae("conv_vae", likelihood="gaussian")


def test_the_spread_of_a_gaussian_waits_for_it_needs_random_numbers(no_process_numbers):
    found = {result["metric"] for result in beside(GAUSSIAN).measure(GAUSSIAN, 0)}
    assert found == JUDGED | {"kl_per_dimension", "active_units"}


def test_without_a_judge_the_rest_is_there():
    model = MADE["vae"]
    assert {result["metric"] for result in beside(model, judged=False).measure(model, 0)} == CODES
    assert judged_ones(model) == ["Effective classes", "Kernel distance (KID)", "Diversity against real"]


def test_what_has_too_few_images_is_left_out_with_the_reason():
    live = beside(MADE["gan"], images=200)
    assert {result["metric"]: result["n"] for result in live.measure(MADE["gan"], 0)} == {"classes": 200,
                                                                                          "diversity": 200}
    reason, = live.reasons
    assert "smallest n that would do is 250" in reason


def test_real_images_are_met_once_and_the_model_every_time(monkeypatch):
    looks, look = [], Judged.look
    monkeypatch.setattr(Judged, "look", lambda self, images: looks.append(len(images)) or look(self, images))
    model = Memory(digits_like(1000, seed=7).images)
    live = beside(model)
    live.meet()
    met = len(looks)
    first = live.measure(model, 1)
    second = live.measure(Memory(digits_like(1000, seed=8).images), 2)
    assert looks[met:] == [250, 250], "each time the samples, and the real ones never again"
    assert [one["value"] for one in first] != [other["value"] for other in second]
    assert [one["floor"] for one in first] == [other["floor"] for other in second]


def test_codes_are_read_on_fewer_images():
    model = a_vae()
    live = Live(model, noise(1200, 1), noise(1200, 2), None, n=1000)
    assert {result["n"] for result in live.measure(model, 0)} == {CODED}
    assert live.images == CODED
