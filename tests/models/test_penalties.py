"""Gradient penalties against autograd, finite differences and closed forms."""

import pytest
import torch

from genmodels.preprocess import Batch
from tests.models.making import CONDITIONAL, SPECS, a_batch, small

BOTH = [("wgan_gp", {}), ("r3gan", {"conditional": False}), ("r3gan", {"conditional": True})]


def ready(name, spec, settings):
    """A model in float64 with weights large enough to matter, and a batch for it."""
    model, batch = small(name, spec, **settings).double(), a_batch(spec)
    generator = torch.Generator().manual_seed(0)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2, generator=generator)
    return model, Batch(batch.x.double(), batch.y)


def written_out(model, batch):
    critic = model.discriminator
    return critic.gradient(batch.x) if model.name == "wgan_gp" else critic.with_gradient(batch.x, batch.y)[1]


@pytest.mark.parametrize(("name", "settings"), BOTH)
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.channels}x{spec.size}")
def test_the_written_out_gradient_is_that_of_autograd(name, settings, spec):
    model, batch = ready(name, spec, settings)
    x = batch.x.clone().requires_grad_()
    expected, = torch.autograd.grad(model.discriminator(x, batch.y).sum(), x)
    torch.testing.assert_close(written_out(model, batch), expected)


@pytest.mark.parametrize(("name", "settings"), BOTH)
def test_the_written_out_gradient_is_that_of_finite_differences(name, settings):
    model, batch = ready(name, SPECS[0], settings)
    direction = torch.randn(batch.x.shape, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    h = 1e-7
    with torch.no_grad():
        up, down = (model.discriminator(batch.x + sign * h * direction, batch.y) for sign in (1, -1))
    slopes = (written_out(model, batch) * direction).flatten(1).sum(1)
    torch.testing.assert_close(slopes, (up - down) / (2 * h), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("name", "settings"), BOTH)
def test_the_penalty_teaches_what_double_differentiation_would(name, settings):
    model, batch = ready(name, SPECS[0], settings)
    weights = list(model.discriminator.parameters())
    x = batch.x.clone().requires_grad_()
    twice, = torch.autograd.grad(model.discriminator(x, batch.y).sum(), x, create_graph=True)
    expected = torch.autograd.grad(twice.square().sum(), weights, allow_unused=True)
    got = torch.autograd.grad(written_out(model, batch).square().sum(), weights, allow_unused=True)
    for mine, theirs in zip(got, expected, strict=True):
        if mine is None or theirs is None:     # biases do not bend a slope
            assert mine is None
            assert theirs is None or not theirs.any()
        else:
            torch.testing.assert_close(mine, theirs)


def test_r1_and_r2_are_the_squared_norms_for_each_side():
    model, batch = ready("r3gan", SPECS[0], {})
    fake = model.decode(model.prior(6).double()).detach()
    (real, r1), (drawn, r2) = model.scores_and_penalties(batch.x, fake, batch.y)
    for images, scores, penalty in ((batch.x, real, r1), (fake, drawn, r2)):
        x = images.clone().requires_grad_()
        expected = model.discriminator(x, batch.y)
        gradient, = torch.autograd.grad(expected.sum(), x)
        torch.testing.assert_close(scores, expected)
        torch.testing.assert_close(penalty, gradient.square().flatten(1).sum(1))


def test_the_relativistic_loss_and_its_penalty_add_up():
    model, batch = small("r3gan", gamma=0.5), a_batch()
    torch.manual_seed(4)
    terms = model.discriminator_loss(batch)
    torch.manual_seed(4)
    fake = model.shown(batch)
    gaps = model.discriminator(batch.x, batch.y) - model.discriminator(fake, batch.y)
    pairing = torch.log1p((-gaps).exp()).mean()     # softplus, written out
    torch.testing.assert_close(terms["loss"], pairing + 0.25 * (terms["r1"] + terms["r2"]))


def test_a_critic_that_is_linear_has_the_norm_of_its_weights():
    model = small("wgan_gp")
    critic = model.discriminator
    with torch.no_grad():
        for parameter in critic.parameters():
            parameter.abs_()     # on positive images every leaky ReLU is then the identity
    x = a_batch().x.abs()
    with torch.no_grad():
        zero, basis = torch.zeros(1, 1, 8, 8), torch.eye(64).view(64, 1, 8, 8)
        weights = critic(basis) - critic(zero)     # (64,)
    slopes = model.slopes(x, x)
    torch.testing.assert_close(slopes, weights.norm().expand(6), rtol=1e-4, atol=0)


def test_the_penalty_pulls_the_slope_to_one():
    model, batch = small("wgan_gp"), a_batch()
    terms = model.discriminator_loss(batch)
    torch.testing.assert_close(terms["loss"], 10 * terms["penalty"] - terms["distance"])
    assert terms["slope"] < 0.5, "this test needs a critic that is too flat"
    model.discriminator.zero_grad()
    terms["penalty"].backward()
    with torch.no_grad():
        for parameter in model.discriminator.parameters():
            if parameter.grad is not None:
                parameter -= 0.05 * parameter.grad
    assert terms["slope"] < model.slopes(batch.x, batch.x).mean() < 2


def test_the_critic_moves_five_times():
    assert [player.moves for player in small("wgan_gp").players()] == [5, 1]


@pytest.mark.parametrize("name", ["gan", "wgan_gp", *(name for name in CONDITIONAL if name != "conv_vae")])
def test_both_players_see_the_same_samples_of_a_batch(name):
    model, batch = small(name), a_batch()
    shown = model.shown(batch)
    assert torch.equal(shown, model.answered(batch))
    assert not torch.equal(shown, model.answered(batch)), "a sample is answered once"
