"""The VAEs' objective against independent formulas."""

import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence

from genmodels.errors import ConfigError
from tests.models.making import SPECS, a_batch, small

KINDS = ["vae", "conv_vae"]


@pytest.mark.parametrize("name", KINDS)
def test_kl_is_that_of_torch_distributions(name):
    model, batch = small(name), a_batch()
    mean, logvar = model.posterior(batch.x)
    _, kl = model.elbo_terms(batch.x, batch.y)
    expected = kl_divergence(Normal(mean, (0.5 * logvar).exp()), Normal(0.0, 1.0))
    torch.testing.assert_close(kl, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", KINDS)
def test_bernoulli_reconstruction_is_the_log_probability(name):
    model, batch = small(name), a_batch()
    torch.manual_seed(3)
    reconstruction, _ = model.elbo_terms(batch.x, batch.y)
    torch.manual_seed(3)
    mean, logvar = model.posterior(batch.x)
    z = mean + torch.randn_like(mean) * (0.5 * logvar).exp()
    probability, target = (model.decode(z) + 1) / 2, (batch.x + 1) / 2
    likelihood = Bernoulli(probs=probability.clamp(1e-7, 1 - 1e-7), validate_args=False)
    torch.testing.assert_close(reconstruction, -likelihood.log_prob(target).flatten(1).sum(1), rtol=1e-4, atol=1e-3)


def test_gaussian_reconstruction_is_the_log_density_at_the_best_sigma():
    model, batch = small("conv_vae", SPECS[2], likelihood="gaussian"), a_batch(SPECS[2])
    torch.manual_seed(3)
    reconstruction, _ = model.elbo_terms(batch.x, batch.y)
    torch.manual_seed(3)
    mean, logvar = model.posterior(batch.x)
    drawn, target = (model.decode(mean + torch.randn_like(mean) * (0.5 * logvar).exp()) + 1) / 2, (batch.x + 1) / 2
    sigma = (target - drawn).square().mean().sqrt()
    expected = -Normal(drawn, sigma).log_prob(target).flatten(1).sum(1)
    torch.testing.assert_close(reconstruction, expected, rtol=1e-4, atol=1e-2)
    for other in (0.8, 1.25):     # no other sigma explains the batch better
        assert reconstruction.sum() < -Normal(drawn, other * sigma).log_prob(target).sum()


def test_sigma_does_not_fall_to_zero():
    model = small("vae", likelihood="gaussian")
    x = (model.decode(torch.zeros(4, model.latent_dim))).detach()
    with torch.no_grad():
        for parameter in model.encoder.parameters():
            parameter.zero_()
        model.decoder[0].weight.zero_()     # the code no longer matters: a perfect reconstruction
        x = model.decode(torch.zeros(4, model.latent_dim))
    reconstruction, _ = model.elbo_terms(x)
    floor = -6 + 0.5 * math.log(2 * math.pi)
    torch.testing.assert_close(reconstruction, torch.full((4,), 64 * floor), rtol=1e-3, atol=0.1)


def test_the_loss_is_the_negative_elbo():
    model, batch = small("vae"), a_batch()
    torch.manual_seed(3)
    reconstruction, kl = model.elbo_terms(batch.x, batch.y)
    torch.manual_seed(3)
    terms = model.loss(batch)
    torch.testing.assert_close(terms["loss"], (reconstruction + kl.sum(1)).mean())
    torch.testing.assert_close(terms["reconstruction"] + terms["kl"], terms["loss"])


def test_beta_weighs_the_kl():
    batch = a_batch()
    plain, heavy = small("vae"), small("vae", beta=4.0)
    heavy.load_state_dict(plain.state_dict())
    torch.manual_seed(3)
    one = plain.loss(batch)
    torch.manual_seed(3)
    four = heavy.loss(batch)
    torch.testing.assert_close(four["loss"], one["loss"] + 3 * one["kl"])


def test_free_bits_cost_a_floor_and_nothing_below_it():
    model, batch = small("vae", free_bits=2.0, latent_dim=4), a_batch()
    _, kl = model.elbo_terms(batch.x, batch.y)
    assert kl.mean(0).max() < 2.0, "this test needs codes below the floor"
    terms = model.loss(batch)
    torch.testing.assert_close(terms["loss"], terms["reconstruction"] + 4 * 2.0)


def test_warm_up_raises_the_weight_step_by_step():
    model, batch = small("vae", warm_up=4, beta=2.0).train(), a_batch()
    weights = []
    for _ in range(6):
        terms = model.loss(batch)
        weights.append(((terms["loss"] - terms["reconstruction"]) / terms["kl"]).item())
    assert weights == pytest.approx([0.5, 1.0, 1.5, 2.0, 2.0, 2.0], rel=1e-3)
    model.eval().loss(batch)
    assert model.warmth == 1.0


def test_starts_from_the_mean_image():
    batch = a_batch(n=64)
    images = ((batch.x + 1) * 127.5).round().to(torch.uint8)
    for name in KINDS:
        model = small(name)
        for parameter in model.decoder.parameters():
            torch.nn.init.zeros_(parameter)
        model.prepare(images)
        mean = images.float().mean(0) / 255
        drawn = (model.decode(torch.zeros(1, model.latent_dim))[0] + 1) / 2
        torch.testing.assert_close(drawn, mean.clamp(0.02, 0.98), rtol=1e-3, atol=1e-3)


def test_a_conditional_bound_needs_the_classes():
    model, batch = small("conv_vae", conditional=True), a_batch()
    with pytest.raises(ConfigError, match="needs the class of each image"):
        model.elbo_terms(batch.x)
    model.posterior(batch.x)     # a posterior does not: an image shows its class


@pytest.mark.parametrize("settings", [{}, {"likelihood": "gaussian"}])
def test_one_image_goes_with_many_codes_under_a_given_spread(settings):
    model, batch = small("conv_vae", **settings), a_batch()
    z, log_sigma = torch.randn(5, model.latent_dim), torch.tensor(-1.5) if settings else None
    with torch.no_grad():
        found = model.log_likelihood(batch.x[:1], z, log_sigma=log_sigma)
        drawn, target = (model.decode(z) + 1) / 2, (batch.x[:1] + 1) / 2
    likelihood = Normal(drawn, math.exp(-1.5)) if settings else Bernoulli(probs=drawn, validate_args=False)
    torch.testing.assert_close(found, likelihood.log_prob(target).flatten(1).sum(1), rtol=1e-4, atol=1e-3)


def test_the_spread_is_that_of_the_error_and_only_a_gaussian_has_one():
    model, batch = small("vae", likelihood="gaussian"), a_batch()
    torch.manual_seed(3)
    reconstruction, _ = model.elbo_terms(batch.x)
    torch.manual_seed(3)
    mean, logvar = model.posterior(batch.x)
    z = mean + torch.randn_like(mean) * (0.5 * logvar).exp()
    torch.manual_seed(3)
    spread = model.log_sigma(batch.x)
    torch.testing.assert_close(-model.log_likelihood(batch.x, z, log_sigma=spread), reconstruction)
    assert small("vae").log_sigma(batch.x) is None
