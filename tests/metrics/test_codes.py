"""What codes carry: KL against torch.distributions, active units that are counted by construction, shuffled codes."""

import pytest
import torch
from torch.distributions import Normal, kl_divergence

from genmodels.metrics import METRICS, suits
from genmodels.metrics.active_units import resampled_variances
from genmodels.metrics.collapse import partners
from genmodels.models import MODELS, make_model
from genmodels.preprocess import to_float
from tests.metrics.making import SPEC, Linear, a_vae, evidence, noise

KL, ACTIVE, SHUFFLE = (METRICS[name] for name in ("kl_per_dimension", "active_units", "shuffle_z"))


def with_codes(means, logvars):
    """A VAE whose posterior is given for each image, whatever the image shows."""
    model = a_vae()
    model.posterior = lambda x, y=None: (means[:len(x)], logvars[:len(x)])
    return model


def test_kl_is_that_of_torch_distributions_in_each_dimension():
    model, data = a_vae(spread=0.2), noise(200)
    found = KL.measure(evidence(model, data))
    with torch.no_grad():
        mean, logvar = model.posterior(to_float(torch.tensor(data.images)))
    expected = kl_divergence(Normal(mean.double(), (0.5 * logvar.double()).exp()), Normal(0.0, 1.0))
    torch.testing.assert_close(torch.tensor(found.details["nats"]).double(), expected.mean(0), rtol=1e-5, atol=1e-7)
    assert found.value == pytest.approx(float(expected.sum(1).mean()), rel=1e-5)
    margin = 1.96 * float(expected.sum(1).std()) / 200**0.5
    assert (found.low, found.high) == pytest.approx((found.value - margin, found.value + margin), rel=1e-4)


def test_units_are_active_where_the_mean_moves_and_dead_where_the_posterior_is_the_prior():
    generator = torch.Generator().manual_seed(0)
    deviations = torch.tensor([1.0, 0.3, 0.12, 0.08, 0.0, 0.0])     # 0.1 squared is the threshold
    means = torch.randn(256, 6, generator=generator) * deviations
    logvars = torch.tensor([-3.0, -1.0, -0.5, -0.3, -2.0, 0.0]).expand(256, 6)
    given = evidence(with_codes(means, logvars), noise(256))
    found = ACTIVE.measure(given)
    assert (found.value, found.low, found.high) == (3, 3, 3)
    assert found.details["of"] == 6
    torch.testing.assert_close(torch.tensor(found.details["variances"]), means.double().var(0).float(),
                               rtol=1e-4, atol=1e-6)
    assert KL.measure(given).details["dead"] == 1     # a narrow posterior that never moves costs nats and says nothing


def test_a_unit_on_the_edge_widens_the_interval():
    means = torch.randn(256, 4, generator=torch.Generator().manual_seed(1)) * torch.tensor([1.0, 0.1, 0.1, 0.001])
    found = ACTIVE.measure(evidence(with_codes(means, torch.zeros(256, 4)), noise(256)))
    assert found.low < found.high
    assert found.low <= found.value <= found.high


def test_counted_resamples_have_the_spread_of_drawn_ones():
    means = torch.randn(400, 2, generator=torch.Generator().manual_seed(2)).double()
    found = resampled_variances(means, seed=0)
    dice = torch.Generator().manual_seed(7)
    drawn = torch.stack([means[torch.randint(400, (400,), generator=dice)].var(0) for _ in range(400)])
    torch.testing.assert_close(found.mean(0), drawn.mean(0), rtol=0.02, atol=0)
    torch.testing.assert_close(found.std(0), drawn.std(0), rtol=0.25, atol=0)


def test_a_decoder_that_ignores_its_code_is_found_collapsed():
    model = a_vae(spread=0.05)
    with torch.no_grad():
        model.decoder[0].weight.zero_()
    found = SHUFFLE.measure(evidence(model, noise(200)))
    assert found.details["collapsed"]
    assert found.value == pytest.approx(0, abs=1e-3)


def test_shuffling_costs_a_linear_model_what_its_closed_form_says():
    model, data = Linear(), noise(600)
    found = SHUFFLE.measure(evidence(model, data))
    # |x - W z'|^2 with a code of another image against one's own: both parts of the difference in closed form
    with torch.no_grad():
        x = (to_float(torch.tensor(data.images)).flatten(1) + 1) / 2
        mean, _ = model.posterior(to_float(torch.tensor(data.images)))
        drawn = mean @ model.weight.T                                                 # (N, 64)
        own = (x - drawn).square().sum(1).mean()
        other = (x[:, None] - drawn[None]).square().sum(2)
        off = (other.sum() - other.diagonal().sum()) / (600 * 599)
    expected = float(off - own) / (2 * model.sigma**2)     # the posterior's own noise is the same on both sides
    assert found.low < expected < found.high
    assert not found.details["collapsed"]


def test_partners_are_others_of_the_same_class():
    labels = torch.tensor([0, 1, 0, 2, 1, 0, 1])
    found = partners(labels, within_classes=True)
    assert sorted(found.tolist()) == list(range(7))
    assert torch.equal(labels[found], labels)
    assert [row for row in range(7) if found[row] == row] == [3]     # alone in its class
    free = partners(labels, within_classes=False)
    assert sorted(free.tolist()) == list(range(7))
    assert not (free == torch.arange(7)).any()


@pytest.mark.parametrize("metric", [KL, ACTIVE, SHUFFLE], ids=lambda metric: metric.name)
@pytest.mark.parametrize("settings", [{}, {"conditional": True}, {"likelihood": "gaussian"}], ids=str)
def test_every_vae_has_them_and_equal_seeds_agree(metric, settings):
    model = a_vae("conv_vae", width=4, hidden=16, **settings)
    torch.manual_seed(3)
    before = torch.get_rng_state()
    found = metric.measure(evidence(model, noise(100)))
    assert found == metric.measure(evidence(model, noise(100)))
    assert torch.equal(torch.get_rng_state(), before)
    assert found.floor is None


@pytest.mark.parametrize("name", MODELS)
def test_they_exist_for_models_with_a_posterior_and_no_other(name):
    model = make_model(name, SPEC, 10, {})
    assert {metric.name for metric in (KL, ACTIVE, SHUFFLE) if metric in suits(model)} == (
        {"kl_per_dimension", "active_units", "shuffle_z"} if model.family == "VAE" else set())
