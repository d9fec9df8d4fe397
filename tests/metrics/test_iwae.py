"""The importance-weighted bound against closed forms: a linear model's likelihood, and log-mean-exp done by hand."""

import math

import numpy as np
import pytest
import torch

from genmodels.metrics import METRICS, TooFew, iwae, suits
from genmodels.metrics.elbo import NegativeELBO
from genmodels.metrics.iwae import ImportanceWeighted, bound, log_weights
from genmodels.preprocess import to_float
from tests.metrics.making import Linear, a_vae, evidence, noise

KS = (1, 50, 1000)
TINY = {"width": 16, "depth": 0, "latent_dim": 4}


def values(model, data, likelihood, seed=0, ks=KS):
    given = evidence(model, data, seed=seed)
    return [ImportanceWeighted(k, likelihood).measure(given) for k in ks]


def test_with_the_exact_posterior_every_k_gives_the_likelihood():
    model, data = Linear(), noise(120)
    expected = -float(model.density(data.images).mean())
    for found in values(model, data, "gaussian"):
        assert found.value == pytest.approx(expected, abs=1e-3)


def test_with_another_posterior_the_bound_closes_as_k_grows():
    model, data = Linear(blur=4.0), noise(150)
    expected = -float(model.density(data.images).mean())
    one, fifty, thousand = (found.value for found in values(model, data, "gaussian"))
    assert thousand < fifty < one
    assert thousand == pytest.approx(expected, abs=0.01)
    # E log w of a posterior four times too wide in three dimensions, in closed form
    precision = 1 + model.weight.detach().square().sum(0) / model.sigma**2
    shift = 0.5 * (4 - 1 - math.log(4)) * len(precision)
    assert one - expected == pytest.approx(shift, abs=0.05)


def test_weights_are_those_of_torch_distributions():
    model, data = a_vae(spread=0.02), noise(3)
    x = to_float(torch.tensor(data.images))
    given = torch.randn(230, model.latent_dim, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        found = log_weights(model, x[:1], torch.zeros(1).long(), given, None)
        mean, logvar = model.posterior(x[:1])
        posterior = torch.distributions.Normal(mean, (0.5 * logvar).exp())
        z = posterior.mean + posterior.stddev * given
        probability, target = ((model.decode(z) + 1) / 2).double(), ((x[:1] + 1) / 2).double()
        likelihood = (target * probability.log() + (1 - target) * (1 - probability).log()).flatten(1).sum(1)
        prior = torch.distributions.Normal(0.0, 1.0)
        expected = likelihood + (prior.log_prob(z) - posterior.log_prob(z)).double().sum(1)
    assert found.dtype == torch.float64
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-3)


def test_log_mean_exp_holds_where_exp_does_not():
    weights = torch.tensor([[-800.0, -801.0, -790.0, -795.0]], dtype=torch.float64)
    by_hand = -790 + math.log((math.exp(-10) + math.exp(-11) + 1 + math.exp(-5)) / 4)
    assert float(bound(weights, 4)) == pytest.approx(by_hand, rel=1e-12)
    pairs = [math.log((math.exp(0) + math.exp(-1)) / 2) - 800, math.log((1 + math.exp(-5)) / 2) - 790]
    assert float(bound(weights, 2)) == pytest.approx(sum(pairs) / 2, rel=1e-12)
    assert float(bound(weights, 1)) == pytest.approx(-796.5, rel=1e-12)


def test_one_weight_is_the_elbo():
    model, data = a_vae(spread=0.1, **TINY), noise(300)
    elbo = NegativeELBO("bernoulli", "elbo", "ELBO", "nats").measure(evidence(model, data))
    one = values(model, data, "bernoulli")[0]
    assert one.value == pytest.approx(elbo.value, abs=4 * (elbo.high - elbo.low))
    assert one.low < one.value < one.high


@pytest.mark.parametrize("settings", [{}, {"likelihood": "gaussian"}, {"conditional": True}], ids=str)
def test_the_bound_rises_with_k_and_equal_seeds_give_equal_numbers(settings, monkeypatch):
    monkeypatch.setattr(iwae, "WEIGHTS", 60)
    model, data = a_vae("conv_vae", spread=0.1, width=4, hidden=16, **settings), noise(100)
    likelihood, ks = settings.get("likelihood", "bernoulli"), (1, 6, 60)
    found = values(model, data, likelihood, ks=ks)
    assert found[0].value > found[1].value > found[2].value
    assert found == values(model, data, likelihood, ks=ks)
    assert found[2].value != values(model, data, likelihood, seed=1, ks=ks)[2].value


def test_all_k_share_one_set_of_weights():
    given, calls = evidence(a_vae(**TINY), noise(100)), []
    likelihood = given.model.log_likelihood
    given.model.log_likelihood = lambda *rest: calls.append(1) or likelihood(*rest)
    ImportanceWeighted(50).measure(given)
    asked = len(calls)
    ImportanceWeighted(1000).measure(given)
    assert asked == len(calls) == 100 * 1000 // 100


def test_a_thousand_images_are_enough_and_a_hundred_the_fewest():
    metric = METRICS["test_nll_iwae_1000"]
    assert metric.size(10_000, noise(100), noise(3000)) == 1000
    with pytest.raises(TooFew, match="smallest n that would do is 100"):
        metric.size(10_000, noise(3000), noise(99))


def test_likelihoods_that_cannot_be_compared_have_different_names():
    names = [[metric.name for metric in suits(a_vae(likelihood=kind)) if "iwae" in metric.name]
             for kind in ("bernoulli", "gaussian")]
    assert names == [[f"test_nll_iwae_{k}" for k in KS], [f"test_nll_iwae_{k}_gaussian" for k in KS]]
    found = values(a_vae(likelihood="gaussian", **TINY), noise(100), "gaussian")
    assert np.isfinite([number for each in found for number in each[:3]]).all()
