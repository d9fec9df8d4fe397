"""What a sweep is made of, what is refused, and in which order it runs."""

import pytest
from scipy import stats

from genmodels.config import build
from genmodels.errors import ConfigError
from genmodels.probe import Promise
from genmodels.sweep import MOST, Axis, Plan, cells, check
from genmodels.sweep.plan import described
from genmodels.sweep.promise import key, probes, settled, total
from genmodels.sweep.spread import T, spread


def plan(over=(("beta", (0.5, 1.0, 4.0)),), model="vae", dataset="digits", **rest):
    axes = [{"name": name, "values": values} for name, values in over]
    return build(Plan, {"model": model, "dataset": dataset, "over": axes, "seeds": 2, "seconds": 5, **rest})


def promised(steps, seconds=10.0):
    return Promise(steps_per_second=10.0, images_per_second=100.0, steps=steps, seconds=seconds, megabytes=1.0,
                   device="cpu", precision="float32", parameters=1)


def test_every_value_with_every_seed_and_all_values_first():
    made = cells(plan())
    assert [(cell.values["beta"], cell.config.seed) for cell in made] == [
        (0.5, 0), (1.0, 0), (4.0, 0), (0.5, 1), (1.0, 1), (4.0, 1)]
    assert all(cell.config.settings["beta"] == cell.values["beta"] for cell in made)
    assert {cell.config.seconds for cell in made} == {5}


def test_two_settings_are_crossed():
    made = cells(plan((("beta", (0.5, 1.0)), ("width", (16, 32, 64))), seeds=1))
    assert [tuple(cell.values.values()) for cell in made] == [
        (0.5, 16), (0.5, 32), (0.5, 64), (1.0, 16), (1.0, 32), (1.0, 64)]


def test_the_rest_of_the_settings_is_the_same_in_all_runs():
    made = cells(plan(settings={"latent_dim": 2}, steps=7, seconds=None, threads=2, precision="float32"))
    assert {(cell.config.settings["latent_dim"], cell.config.steps, cell.config.threads, cell.config.precision)
            for cell in made} == {(2, 7, 2, "float32")}


def test_words_and_truths_can_be_swept():
    made = cells(plan((("likelihood", ("bernoulli", "gaussian")), ("schedule", (True, False))), seeds=1))
    assert [described(cell.values) for cell in made] == [
        "likelihood = bernoulli, schedule = true", "likelihood = bernoulli, schedule = false",
        "likelihood = gaussian, schedule = true", "likelihood = gaussian, schedule = false"]


@pytest.mark.parametrize(("over", "rest", "said"), [
    ((("beta", (1.0,)),), {}, "beta has 1 values; allowed are 2 to 8"),
    ((("beta", tuple(range(9))),), {}, "beta has 9 values"),
    ((("beta", (1.0, 2.0, 1.0)),), {}, "beta has a value twice: 1, 2, 1"),
    ((("beta", (1.0, 2.0)), ("beta", (3.0, 4.0))), {}, "beta is swept twice"),
    ((("beta", tuple(range(8))), ("width", (16, 32))), {"seeds": 3},
     "8 values of beta times 2 values of width times 3 seeds are 48 runs; at most 40"),
    ((("beta", (1.0, 2.0)),), {"settings": {"beta": 4.0}}, "beta is swept, so it cannot be 4.0 in all runs too"),
])
def test_what_is_no_sweep_is_refused(over, rest, said):
    with pytest.raises(ConfigError, match=said):
        check(plan(over, **rest))


@pytest.mark.parametrize(("over", "rest", "said"), [
    ((("beta", (1.0, 99.0)),), {}, "beta = 99 cannot be trained: beta = 99.0 does not fit.*Allowed: 0 to 50"),
    ((("bta", (1.0, 2.0)),), {}, "no setting 'bta' here. Did you mean 'beta'"),
    ((("width", (16.5, 32)),), {}, "width = 16.5"),
    ((("beta", (1.0, 2.0)),), {"model": "transformer"}, "no model 'transformer'"),
    ((("batch_size", (16, 4000)),), {}, "batch_size = 4000 does not fit: digits has"),
])
def test_what_a_training_would_refuse_is_refused_before_any_has_begun(over, rest, said):
    with pytest.raises(ConfigError, match=said):
        cells(plan(over, **rest))


def test_seeds_axes_and_budget_have_bounds():
    for rest in ({"seeds": 6}, {"seeds": 0}, {"seconds": 0}, {"over": []}):
        with pytest.raises(ConfigError):
            build(Plan, {"model": "vae", "dataset": "digits", "over": [{"name": "beta", "values": [1, 2]}], **rest})
    assert len(cells(plan((("beta", (0, 1, 2, 3, 4, 5, 6, 7)),), seeds=5))) == MOST


def test_one_probe_for_steps_that_do_the_same_work():
    free = cells(plan())
    assert len(probes(free)) == 1     # beta changes no operation
    dear = cells(plan((("width", (16, 64)), ("beta", (1.0, 2.0)))))
    assert [config.settings["width"] for config in probes(dear)] == [16, 64]
    batches = cells(plan((("batch_size", (16, 32)),)))
    assert len(probes(batches)) == 2


def test_all_seeds_of_a_setting_get_the_same_steps():
    made = cells(plan((("width", (16, 64)),)))
    small, large = probes(made)
    promises = {key(small): promised(100), key(large): promised(50, 12.0)}
    assert [settled(cell.config, promises) for cell in made] == [100, 50, 100, 50]
    assert total(made, promises) == 44.0
    assert total(made, {key(small): promised(100)}) is None
    assert settled(made[0].config, {}) is None


@pytest.mark.parametrize("values", [(1.0, 2.0), (3.0, 3.5, 9.0), (1.0, 1.0, 2.0, 4.0), (5.0, 1.0, 2.0, 2.0, 7.5)])
def test_the_interval_is_students(values):
    low, high = stats.t.interval(0.95, len(values) - 1, stats.tmean(values), stats.sem(values))
    found = spread(values)
    assert found.mean == pytest.approx(stats.tmean(values))
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-5)
    assert found.n == len(values)


def test_the_table_of_t_is_students():
    assert pytest.approx([stats.t.ppf(0.975, n) for n in range(1, len(T) + 1)], abs=1e-6) == T


def test_one_training_has_no_interval():
    assert spread([3.0]) == (3.0, None, None, 1)


def test_axis_values_keep_their_kind():
    assert [type(value) for value in Axis(name="a", values=(1, 0.5, True, "x")).values] == [int, float, bool, str]
