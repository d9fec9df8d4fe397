"""The bound against closed forms and torch.distributions; refusals name the smallest n that would do."""

import numpy as np
import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence

from genmodels.config import ImageSpec
from genmodels.data.base import ImageSet
from genmodels.metrics import METRICS, TooFew, suits
from genmodels.models import MODELS, make_model
from genmodels.preprocess import to_float
from tests.metrics.making import evidence

ELBO = METRICS["test_nll_elbo"]


def images(n):
    rng = np.random.default_rng(0)
    return ImageSet(rng.integers(0, 256, (n, 1, 8, 8), np.uint8), rng.integers(0, 10, n), tuple("0123456789"))


def make(**settings):
    torch.manual_seed(0)
    return make_model("vae", ImageSpec(channels=1, size=8), 10, settings).eval()


def test_equals_torch_distributions_with_the_same_noise():
    model, data = make(), images(200)
    found = ELBO.measure(evidence(model, data, seed=3))
    torch.manual_seed(3)
    order = np.random.default_rng(3).choice(200, 200, replace=False)     # that of the evidence
    x = to_float(torch.tensor(data.images[order]))
    with torch.no_grad():
        mean, logvar = model.posterior(x)
        posterior = Normal(mean, (0.5 * logvar).exp())
        z = posterior.mean + posterior.stddev * torch.randn_like(mean)
        probability = (model.decode(z) + 1) / 2
        target = (x + 1) / 2
        # for grey targets the cross-entropy is the mean over Bernoulli outcomes drawn with that probability
        black, white = (Bernoulli(probability).log_prob(torch.full_like(target, value)) for value in (0.0, 1.0))
        reconstruction = -(target * white + (1 - target) * black).flatten(1).sum(1)
        nats = reconstruction + kl_divergence(posterior, Normal(0, 1)).sum(1)
    assert found.value == pytest.approx(float(nats.double().mean()), rel=1e-4)
    margin = 1.96 * float(nats.std()) / 200**0.5
    assert found.low == pytest.approx(found.value - margin, rel=1e-3)
    assert found.high == pytest.approx(found.value + margin, rel=1e-3)


def test_a_model_that_ignores_its_code_and_draws_grey_costs_log_two_per_pixel():
    model = make()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()     # posterior = prior, every pixel 1/2
    found = ELBO.measure(evidence(model, images(150)))
    assert found.value == pytest.approx(64 * np.log(2), rel=1e-5)
    assert found.high - found.low == pytest.approx(0, abs=1e-3)


def test_equal_seeds_give_equal_numbers_and_leave_the_random_state_alone():
    model, data = make(), images(120)
    torch.manual_seed(11)
    before = torch.get_rng_state()
    first, again, other = (ELBO.measure(evidence(model, data, seed=seed)) for seed in (0, 0, 1))
    assert first == again
    assert first.value != other.value
    assert torch.equal(torch.get_rng_state(), before)


def test_likelihoods_that_cannot_be_compared_have_different_names():
    gaussian = make(likelihood="gaussian")
    names = [[metric.name for metric in suits(model) if "elbo" in metric.name] for model in (make(), gaussian)]
    assert names == [["test_nll_elbo"], ["test_nll_elbo_gaussian"]]
    assert np.isfinite(METRICS["test_nll_elbo_gaussian"].measure(evidence(gaussian, images(120))).value)


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_metric(name):
    model = make_model(name, ImageSpec(channels=1, size=8), 10, {})
    assert suits(model)
    assert ("test_nll_elbo" in [metric.name for metric in suits(model)]) == (model.family == "VAE")


def test_too_few_images_are_refused_with_the_number_that_would_do():
    with pytest.raises(TooFew, match="smallest n that would do is 100"):
        ELBO.size(10_000, images(200), images(60))
    with pytest.raises(TooFew, match="smallest n that would do is 100"):
        ELBO.size(50, images(200), images(200))
    assert ELBO.size(10_000, images(200), images(200)) == 200
