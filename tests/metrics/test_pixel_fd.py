"""The Fréchet distance against scipy's matrix square root, closed forms, and images whose distance is known to grow."""

import numpy as np
import pytest
import torch
from scipy.linalg import sqrtm

from genmodels.config import ImageSpec
from genmodels.data.base import ImageSet
from genmodels.judge.frechet import frechet
from genmodels.metrics import METRICS, TooFew
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.pixel_basis import fit_basis
from genmodels.models import make_model

FD = METRICS["pixel_fd"]


def stripes(n, seed=0, noise=20.0):
    """Images that lie on few directions, with some noise around."""
    rng = np.random.default_rng(seed)
    patterns = np.random.default_rng(42).normal(size=(6, 1, 10, 10))
    images = 128 + 30 * np.einsum("np,pchw->nchw", rng.normal(size=(n, 6)), patterns)
    images += noise * rng.normal(size=images.shape)
    return images.clip(0, 255).astype(np.uint8)


def image_set(images):
    return ImageSet(images, np.arange(len(images)) % 3, ("a", "b", "c"))


@pytest.mark.parametrize("size", [3, 20])
def test_equals_the_formula_with_scipys_square_root(size):
    rng = np.random.default_rng(0)
    a = rng.normal(size=(300, size)) @ rng.normal(size=(size, size))
    b = rng.normal(size=(200, size)) @ rng.normal(size=(size, size)) + 1
    one, two = np.cov(a.T), np.cov(b.T)
    expected = ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(one + two - 2 * sqrtm(one @ two).real)
    assert frechet(a, b) == pytest.approx(expected, rel=1e-6)


def test_the_same_set_has_no_distance_and_a_shift_costs_its_square():
    a = np.random.default_rng(0).normal(size=(500, 8))
    assert frechet(a, a) == pytest.approx(0, abs=1e-9)
    assert frechet(a, a + 2) == pytest.approx(8 * 4, rel=1e-9)
    assert frechet(a, 3 * (a - a.mean(0)) + a.mean(0)) == pytest.approx(4 * np.trace(np.cov(a.T)), rel=1e-6)


def test_the_basis_spans_the_main_directions_of_the_pixels():
    images = stripes(400)
    basis = fit_basis(images)
    flat = images.reshape(400, -1) / 255 - (images.reshape(400, -1) / 255).mean(0)
    singular, vectors = np.linalg.svd(flat, full_matrices=False)[1:]
    np.testing.assert_allclose(np.abs((basis.directions[:, :6].T * vectors[:6]).sum(1)), 1, atol=1e-4)
    np.testing.assert_allclose(basis.features(images).var(0)[:6], singular[:6] ** 2 / 400, rtol=1e-3)


def test_the_judge_is_named_by_its_images():
    assert fit_basis(stripes(100)).judge == fit_basis(stripes(100).copy()).judge
    assert fit_basis(stripes(100)).judge != fit_basis(stripes(100, seed=1)).judge


def test_noise_moves_images_away_step_by_step():
    basis = fit_basis(stripes(2000))
    reference = basis.features(stripes(2000, seed=1))
    distances = [frechet(basis.features(stripes(2000, seed=2, noise=noise)), reference) for noise in (20, 30, 45, 65)]
    assert distances == sorted(distances)
    assert distances[3] > 5 * distances[0]


def test_the_number_stands_beside_its_floor_and_is_repeatable():
    torch.manual_seed(0)
    model = make_model("gan", ImageSpec(channels=1, size=10), 3, {"latent_dim": 8}).eval()
    given = Evidence(model, image_set(stripes(1500)), image_set(stripes(1200, seed=1)), 1000, 5)
    found = FD.measure(given)
    assert 0 < found.floor < found.low < found.value < found.high
    again = FD.measure(given)
    assert FD.judge(given) == fit_basis(given.train.images).judge
    np.testing.assert_allclose(again[:4], found[:4], rtol=1e-9)


def test_the_floor_of_real_images_is_what_training_images_score():
    """A model that returns training images scores about its own floor."""
    train, held_out = image_set(stripes(3000)), image_set(stripes(1500, seed=1))

    class Memory(torch.nn.Module):
        latent_dim, conditional, image = 4, False, ImageSpec(channels=1, size=10)

        def __init__(self):
            super().__init__()
            self.weight = torch.nn.Parameter(torch.zeros(()))

        def prior(self, n, generator=None):
            return torch.randn(n, 4, generator=generator)

        def decode(self, z, y=None):
            rows = torch.randperm(3000, generator=torch.Generator().manual_seed(int(z[0, 0] * 1e6) % 9973))[:len(z)]
            return torch.tensor(train.images)[rows].float() / 127.5 - 1

    found = FD.measure(Evidence(Memory(), train, held_out, 1000, 0))
    assert found.low < found.floor * 1.3
    assert 0.5 < found.value / found.floor < 2


@pytest.mark.parametrize(("n", "train", "held_out"), [(999, 2000, 2000), (5000, 500, 2000), (5000, 2000, 360)])
def test_too_few_images_are_refused_with_the_number_that_would_do(n, train, held_out):
    with pytest.raises(TooFew, match="smallest n that would do is 1000 on each side"):
        FD.size(n, image_set(stripes(train)), image_set(stripes(held_out)))


def test_n_is_cut_to_what_both_sides_have():
    assert FD.size(10_000, image_set(stripes(1300)), image_set(stripes(1100))) == 1100
