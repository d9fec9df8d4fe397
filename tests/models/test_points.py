"""Models of points: what holds for every one, the written-out gradient against autograd, and that they learn."""

import math

import numpy as np
import pytest
import torch

from genmodels.config import ImageSpec, RunConfig, build, knobs
from genmodels.data.plane import POINT, point_set
from genmodels.errors import ConfigError
from genmodels.events import Scalars, Snapshot
from genmodels.models import MODELS, POINT_MODELS, make_model, models_for
from genmodels.models.base import Encodes, HasLikelihood
from genmodels.train import Training
from tests.models.making import SPECS

every_model = pytest.mark.parametrize("name", POINT_MODELS)
SMALL = {"width": 16, "depth": 2, "batch_size": 32}


def two_spots(n=400, deviation=0.05):
    rng = np.random.default_rng(0)
    labels = np.arange(n) % 2
    points = np.where(labels[:, None] == 0, [-0.5, 0.2], [0.5, -0.3]) + deviation * rng.normal(size=(n, 2))
    return point_set(points.astype(np.float32), labels, ("left", "right"))


def a_training(name, data, steps=3, **settings):
    config = RunConfig(model=name, dataset="spots", image=POINT, classes=data.classes, steps=steps,
                       settings=SMALL | settings, precision="float32")
    return Training(config, data, data)


@every_model
def test_decodes_codes_to_points_in_the_plane(name):
    model = make_model(name, POINT, 2, SMALL).eval()
    with torch.no_grad():
        points = model.decode(model.prior(50))
    assert points.shape == (50, 2, 1, 1)
    assert points.abs().max() <= 1
    assert points.std(0).min() > 0
    assert isinstance(model, Encodes) == isinstance(model, HasLikelihood) == (model.family == "VAE")


@every_model
def test_trains_and_shows_one_picture_of_the_plane(name):
    training = a_training(name, two_spots())
    events = list(training.run())
    scalars = [event for event in events if isinstance(event, Scalars)]
    assert all(math.isfinite(value) for value in scalars[-1].values.values())
    assert {curve.term for curve in training.model.curves} <= scalars[-1].values.keys()
    last = [event for event in events if isinstance(event, Snapshot)][-1]
    pictures = [last.samples] if last.originals is None else [last.samples, last.originals, last.reconstructions]
    assert len(pictures) == (3 if training.model.family == "VAE" else 1)
    for picture in pictures:
        assert picture.dtype == torch.uint8
        assert picture.shape == (1, 3, 255, 255)
        assert picture.any()


@pytest.mark.parametrize(("name", "steps"), [("point_vae", 300), ("point_gan", 900), ("point_r3gan", 500)])
def test_learns_two_spots(name, steps):
    data = two_spots()
    training = a_training(name, data, steps, width=32, batch_size=64)
    list(training.run())
    model = training.average.eval()
    with torch.no_grad():
        points = model.decode(model.prior(500, torch.Generator().manual_seed(1))).flatten(1).numpy()
    centres = np.array([[-0.5, 0.2], [0.5, -0.3]])
    away = np.linalg.norm(points[:, None] - centres, axis=2)
    near = away.min(1) < 0.3
    assert near.mean() > 0.6
    shares = np.bincount(away.argmin(1)[near], minlength=2) / near.sum()
    assert shares.min() > 0.2


@pytest.mark.parametrize("depth", [1, 3])
def test_the_written_out_gradient_is_that_of_autograd(depth):
    torch.manual_seed(0)
    critic = make_model("point_r3gan", POINT, 2, SMALL | {"depth": depth}).double().discriminator
    x = torch.randn(9, 2, 1, 1, dtype=torch.float64, requires_grad=True)
    expected, = torch.autograd.grad(critic(x).sum(), x)
    scores, gradient = critic.with_gradient(x)
    torch.testing.assert_close(scores, critic(x))
    torch.testing.assert_close(gradient, expected)


def test_the_penalty_teaches_what_double_differentiation_would():
    torch.manual_seed(0)
    critic = make_model("point_r3gan", POINT, 2, SMALL).double().discriminator
    x = torch.randn(9, 2, 1, 1, dtype=torch.float64, requires_grad=True)
    weights = list(critic.parameters())
    twice, = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    expected = torch.autograd.grad(twice.square().sum(), weights, allow_unused=True)
    got = torch.autograd.grad(critic.with_gradient(x)[1].square().sum(), weights, allow_unused=True)
    for mine, theirs in zip(got, expected, strict=True):
        if mine is None or theirs is None:     # biases do not bend a slope
            assert not any(gradient is not None and gradient.any() for gradient in (mine, theirs))
        else:
            torch.testing.assert_close(mine, theirs)


def test_both_gans_are_the_same_networks():
    one, other = (make_model(name, POINT, 2, {}) for name in ("point_gan", "point_r3gan"))
    shapes = [{name: tensor.shape for name, tensor in model.state_dict().items()} for model in (one, other)]
    assert shapes[0] == shapes[1]


def test_the_vae_starts_at_the_mean_point():
    model, data = make_model("point_vae", POINT, 2, SMALL), two_spots()
    for parameter in model.decoder.parameters():
        torch.nn.init.zeros_(parameter)
    model.prepare(torch.tensor(data.images))
    drawn = model.decode(torch.zeros(1, model.latent_dim)).flatten()
    torch.testing.assert_close(drawn, torch.tensor(data.points).mean(0), rtol=1e-4, atol=1e-5)


@every_model
def test_presets_build_and_settings_say_what_they_are(name):
    kind = POINT_MODELS[name]
    assert (kind.name, kind.summary[-1]) == (name, ".")
    assert {"30 seconds", "5 minutes", "best"} <= kind.presets.keys()
    assert kind.family == "VAE" or "collapse on purpose" in kind.presets
    for preset in kind.presets.values():
        make_model(name, POINT, 8, preset.settings)
        assert preset.summary.endswith(".")
    for knob in knobs(kind.Config):
        assert knob.help.endswith("."), knob.name
        assert knob.kind in ("bool", "choice") or (knob.low is not None and knob.high is not None), knob.name


def test_images_and_points_are_not_mixed_up():
    assert models_for(POINT) == POINT_MODELS
    assert models_for(ImageSpec(channels=1, size=8)) == MODELS
    with pytest.raises(ConfigError, match=r"DCGAN draws images, and this dataset has points .* point_vae, point_gan"):
        make_model("dcgan", POINT, 8, {})
    with pytest.raises(ConfigError, match="GAN for points draws points, and this dataset has images"):
        make_model("point_gan", SPECS[0], 10, {})
    with pytest.raises(ConfigError, match="likelihood = 'bernoulli' does not fit"):
        build(POINT_MODELS["point_vae"].Config, {"likelihood": "bernoulli"})
