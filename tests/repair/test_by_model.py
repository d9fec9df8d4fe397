"""Repair by a model: for every model that encodes and every damage, grey and colour, 8 to 64 pixels, with a class."""

import importlib

import numpy as np
import pytest
import torch

from genmodels.config import ImageSpec
from genmodels.errors import ConfigError
from genmodels.models import MODELS, make_model
from genmodels.models.base import Encodes
from genmodels.repair import METHODS, Hole, Noise, SaltAndPepper, compare, iterations, repairer, square
from tests.models.making import pictures

by_model = importlib.import_module("genmodels.repair.by_model")
ENCODING = [name for name, kind in MODELS.items() if issubclass(kind, Encodes)]
SPECS = [ImageSpec(channels=1, size=8), ImageSpec(channels=3, size=32), ImageSpec(channels=1, size=64)]


def damages(size):
    return [Noise(0.4), SaltAndPepper(0.2), Hole(square(size, size // 2, size // 4, size // 4))]


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(by_model, "OPTIMISER_STEPS", 12)


def a_model(name, spec=SPECS[0], **settings):
    torch.manual_seed(0)
    small = {"width": 16, "latent_dim": 4} | ({"hidden": 16} if name == "conv_vae" else {}) | settings
    model = make_model(name, spec, 3, small).eval().requires_grad_(False)
    model.prepare(torch.from_numpy(pictures(spec.channels, spec.size).images))
    return model


@pytest.mark.parametrize("spec", SPECS, ids=str)
@pytest.mark.parametrize("name", ENCODING)
def test_every_method_repairs_every_damage_and_keeps_what_is_known(name, spec):
    data, model = pictures(spec.channels, spec.size, 40), a_model(name, spec)
    tool = repairer(model, data.images)
    for damage in damages(spec.size):
        result = compare(tool, data.images, data.images[:2], damage, seed=1)
        assert set(result.repaired) == set(METHODS)
        for method, repaired in result.repaired.items():
            assert (repaired.shape, repaired.dtype) == (data.images[:2].shape, np.uint8), method
            known = np.broadcast_to(~result.missing, repaired.shape)
            np.testing.assert_array_equal(repaired[known], data.images[:2][known])
            assert np.isfinite(result.psnr[method]).all() or method == "nearest"     # the image itself is in `train`


@pytest.mark.parametrize("damage", damages(8), ids=lambda damage: type(damage).__name__)
def test_equal_seeds_repair_equally_and_leave_global_randomness_alone(damage):
    data, tool = pictures(1, 8), repairer(a_model("vae"), pictures(1, 8).images)
    state = torch.get_rng_state()
    one, other = (compare(tool, data.images, data.images[:2], damage, seed=5) for _ in range(2))
    assert torch.equal(state, torch.get_rng_state())
    for method in METHODS:
        np.testing.assert_array_equal(one.repaired[method], other.repaired[method])


def test_the_spread_is_the_root_mean_square_of_the_reconstructions_error():
    data, model = pictures(1, 8), a_model("vae")
    tool = repairer(model, data.images)
    x = torch.from_numpy(data.images).float() / 255
    mean, _ = model.posterior(x * 2 - 1)
    error = (model.decode(mean) + 1) / 2 - x
    assert tool.spread == pytest.approx(float(error.square().mean().sqrt()), rel=1e-4)
    torch.testing.assert_close(tool.average, x.mean(0))


def test_a_chain_begins_with_the_mean_image_in_the_hole_and_clamps_the_rest_at_every_step():
    data, damage = pictures(1, 8), Hole(square(8, 4, 0, 0))
    tool = repairer(a_model("vae"), data.images)
    x = torch.from_numpy(data.images[:1]).float() / 255
    chain = list(iterations(tool, damage.destroy(x, torch.Generator()), damage, None, steps=6))
    assert len(chain) == 7
    hole = torch.from_numpy(damage.mask).expand(1, 1, 8, 8)
    torch.testing.assert_close(chain[0][hole], tool.average[None][hole])
    for picture in chain:
        torch.testing.assert_close(picture[~hole], x[~hole])
    assert not torch.equal(chain[1][hole], chain[2][hole])


def test_optimising_ends_at_a_likelier_code_than_it_began(monkeypatch):
    data, damage = pictures(1, 8), Noise(0.5)
    tool = repairer(a_model("vae"), data.images)
    seen = damage.destroy(torch.from_numpy(data.images[:4]).float() / 255, torch.Generator().manual_seed(0))
    starts = by_model._starts(tool, seen, damage, None, 0)
    before = torch.stack([by_model.minus_log_posterior(tool, z, seen, damage, None) for z in starts]).amin(0)
    best = []
    put_back = by_model.put_back
    monkeypatch.setattr(by_model, "put_back",
                        lambda seen, drawn, *how: best.append(drawn) or put_back(seen, drawn, *how))
    by_model.optimised(tool, seen, damage, None)
    likelihood = damage.log_likelihood(seen, best[-1], tool.spread).flatten(1).sum(1)
    assert (-likelihood < before).all()      # the likelihood alone already beats the whole cost of the starts


def test_the_optimum_is_that_of_a_linear_gaussian_model_in_closed_form(monkeypatch):
    """Noise so strong inside 0..1 that nothing is cut: then z = (W'W + tau^2)^-1 W'(x - b)."""
    torch.manual_seed(0)
    size, latent = 8, 3
    weight, bias = torch.randn(size * size, latent) * 0.02, torch.full((size * size,), 0.5)

    class Linear(torch.nn.Module):
        title, conditional, latent_dim, classes = "Linear", False, latent, 0

        def posterior(self, x, y=None):
            return torch.zeros(len(x), latent), torch.zeros(len(x), latent)

        def decode(self, z, y=None):
            return (z @ weight.T + bias).view(-1, 1, size, size) * 2 - 1

    tool = by_model.Repairer(Linear(), 0.03, torch.full((1, size, size), 0.5))
    seen = ((torch.randn(2, latent) @ weight.T + bias).view(-1, 1, size, size) + 0.04 * torch.randn(2, 1, size, size))
    damage = Noise(0.04)
    tau2 = 0.03**2 + 0.04**2
    z = torch.linalg.solve(weight.T @ weight + tau2 * torch.eye(latent), weight.T @ (seen.flatten(1) - bias).T).T
    drawn = (z @ weight.T + bias).view_as(seen)
    expected = by_model.put_back(seen, drawn, damage, 0.03)
    monkeypatch.setattr(by_model, "OPTIMISER_STEPS", 200)
    torch.testing.assert_close(by_model.optimised(tool, seen, damage, None), expected, atol=2e-3, rtol=0)


def test_a_conditional_model_is_told_the_class():
    data, damage = pictures(1, 8), Hole(square(8, 6, 1, 1))
    model = a_model("conv_vae", conditional=True)
    tool = repairer(model, data.images, torch.from_numpy(data.labels))
    one, other = (compare(tool, data.images, data.images[:1], damage, y=[y]) for y in (0, 1))
    assert (one.repaired["one-pass"] != other.repaired["one-pass"]).any()


def test_a_model_that_cannot_encode_gets_a_sentence():
    model = make_model("gan", SPECS[0], 3, {"batch_size": 12})
    with pytest.raises(ConfigError, match="cannot encode, so it cannot repair"):
        repairer(model, pictures(1, 8).images)
