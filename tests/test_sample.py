"""Samples: equal seeds give equal codes, truncation follows its distribution, decoding does not depend on the batch."""

from io import BytesIO

import numpy as np
import pytest
import torch
from scipy import stats

from genmodels import sample
from genmodels.config import ImageSpec
from genmodels.errors import ConfigError
from genmodels.models import MODELS, make_model
from genmodels.models.base import Encodes
from genmodels.preprocess import to_float, to_uint8

SPEC = ImageSpec(channels=1, size=8)


def make(name="vae", **settings):
    torch.manual_seed(0)
    return make_model(name, SPEC, 10, settings).eval()


def images(n, channels=1):
    return np.random.default_rng(1).integers(0, 256, (n, channels, 8, 8), np.uint8)


def test_equal_seeds_give_equal_codes_and_other_seeds_others():
    model = make()
    torch.testing.assert_close(sample.codes(model, 9, seed=3), sample.codes(model, 9, seed=3), rtol=0, atol=0)
    assert not torch.equal(sample.codes(model, 9, seed=3), sample.codes(model, 9, seed=4))


@pytest.mark.parametrize("latent_dim", [2, 3, 16])
def test_the_first_codes_are_the_same_for_every_n(latent_dim):
    model = make(latent_dim=latent_dim)
    many = sample.codes(model, 100, seed=5)
    for n in (1, 15, 16, 17, 36, 99):
        torch.testing.assert_close(sample.codes(model, n, seed=5), many[:n], rtol=0, atol=0)


@pytest.mark.parametrize("share", [0.3, 0.8])
def test_truncated_codes_follow_the_truncated_normal(share):
    z = sample.codes(make(latent_dim=64), 1000, seed=0, truncation=share).flatten().numpy()
    edge = stats.norm.ppf(0.5 + share / 2)
    assert stats.kstest(z, stats.truncnorm(-edge, edge).cdf).pvalue > 0.01
    assert stats.kstest(z, stats.norm.cdf).pvalue < 1e-6


def test_truncation_moves_each_sample_towards_the_middle_and_keeps_its_side():
    model = make()
    whole, half, none = (sample.codes(model, 50, seed=1, truncation=share) for share in (1.0, 0.5, 0.0))
    assert (half.abs() < whole.abs()).all()
    assert torch.equal(half.sign(), whole.sign())
    torch.testing.assert_close(none, torch.zeros_like(none))
    torch.testing.assert_close(sample.codes(model, 50, seed=1, truncation=1 - 1e-9), whole)


@pytest.mark.parametrize("wrong", [{"n": 0}, {"n": 10**9}, {"seed": -1}, {"seed": 2**31}, {"truncation": 1.5},
                                   {"truncation": -0.1}, {"truncation": float("nan")}])
def test_values_out_of_range_are_named_with_what_is_allowed(wrong):
    values = {"n": 4, "seed": 0, "truncation": 1.0} | wrong
    with pytest.raises(ConfigError, match=f"{next(iter(wrong))} = .* Allowed:"):
        sample.codes(make(), values["n"], seed=values["seed"], truncation=values["truncation"])


@pytest.mark.parametrize("name", MODELS)
def test_decoding_in_batches_equals_decoding_one_by_one(name, monkeypatch):
    monkeypatch.setattr(sample, "BATCH", 4)
    model = make(name)
    z = sample.codes(model, 10, seed=0)
    drawn = sample.decode(model, z)
    assert drawn.dtype == np.uint8
    assert drawn.shape == (10, 1, 8, 8)
    alone = np.concatenate([sample.decode(model, z[i:i + 1], [i % model.classes]) for i in range(10)])
    assert np.abs(drawn.astype(int) - alone).max() <= 1     # a grey level: sums in another order


def test_codes_of_another_size_are_refused():
    with pytest.raises(ConfigError, match=r"reads \(N, 16\)"):
        sample.decode(make(), torch.zeros(2, 3))


def test_encoding_in_batches_is_the_posterior(monkeypatch):
    monkeypatch.setattr(sample, "BATCH", 3)
    model, x = make(), images(8)
    mean, logvar = sample.encode(model, x)
    with torch.no_grad():
        expected = model.posterior(to_float(torch.tensor(x)))
    torch.testing.assert_close((mean, logvar), expected)


def test_a_reconstruction_is_drawn_from_the_posterior_mean():
    model, x = make(), images(5)
    with torch.no_grad():
        mean, _ = model.posterior(to_float(torch.tensor(x)))
        expected = to_uint8(model.decode(mean)).numpy()
    np.testing.assert_array_equal(sample.reconstruct(model, x), expected)


def test_a_model_that_cannot_encode_says_so():
    with pytest.raises(ConfigError, match="cannot encode"):
        sample.encode(make("gan"), images(2))


@pytest.mark.parametrize("name", [name for name, kind in MODELS.items() if "conditional" in kind.Config.model_fields])
def test_a_conditional_model_draws_the_class_that_is_asked_for(name):
    model = make(name, conditional=True)
    z = sample.codes(model, 1, seed=0).repeat(10, 1)
    with torch.no_grad():
        for player in model.players():     # fresh networks may end in zeros, so that every class looks alike
            for parameter in player.module.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.3)
    mixed = sample.decode(model, z)
    assert np.abs(mixed[3].astype(int) - sample.decode(model, z, 3)[0]).max() <= 1
    assert np.abs(mixed[3].astype(int) - mixed[4]).max() > 1
    with pytest.raises(ConfigError, match="Allowed: 0 to 9"):
        sample.decode(model, z, 10)
    with pytest.raises(ConfigError, match="10 samples need 10 classes"):
        sample.decode(model, z, [1, 2])
    if isinstance(model, Encodes):
        assert sample.encode(model, images(3), [0, 1, 2])[0].shape == (3, model.latent_dim)


@pytest.mark.parametrize("y", [None, torch.tensor([1, 2, 0])])
def test_an_archive_reads_back_without_pickles(y):
    model, pixels = make(), images(3, channels=3)
    z = sample.codes(model, 3, seed=0)
    with np.load(BytesIO(sample.archive(pixels, z, y)), allow_pickle=False) as file:
        np.testing.assert_array_equal(file["images"], pixels.transpose(0, 2, 3, 1))
        np.testing.assert_array_equal(file["codes"], z.numpy())
        assert ("labels" in file.files) == (y is not None)
