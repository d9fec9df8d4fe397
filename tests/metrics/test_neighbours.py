"""Density, coverage, precision and recall against the prdc package, scikit-learn's neighbours, and Wilson's table."""

import numpy as np
import pytest
import torch
from prdc import compute_prdc
from sklearn.neighbors import NearestNeighbors

from genmodels.metrics import METRICS
from genmodels.metrics.interval import wilson
from genmodels.metrics.neighbours import K, count, reach
from tests.metrics.judged import Memory, looking, normal


def found(real, drawn):
    a, b = torch.from_numpy(drawn), torch.from_numpy(real)
    return count(a, b, reach(a), reach(b))


@pytest.mark.parametrize(("n", "m", "shift", "scale"), [(700, 700, 0.0, 1.0), (620, 1100, 0.3, 0.8), (600, 600, 0, 2)])
def test_they_are_those_of_prdc(n, m, shift, scale):
    real, drawn = normal(m, 10), normal(n, 10, seed=1, shift=shift, scale=scale)
    ours, theirs = found(real, drawn), compute_prdc(real, drawn, nearest_k=K)
    assert float(ours.by_real.double().mean()) / K == pytest.approx(theirs["density"], abs=1e-9)
    assert float(ours.real.double().mean()) == pytest.approx(theirs["coverage"], abs=1e-9)
    assert float((ours.by_real > 0).double().mean()) == pytest.approx(theirs["precision"], abs=1e-9)
    assert float(ours.by_samples.double().mean()) == pytest.approx(theirs["recall"], abs=1e-9)


def test_the_reach_is_the_distance_to_the_fifth_neighbour():
    a = normal(1200, 16)
    distances, _ = NearestNeighbors(n_neighbors=K + 1).fit(a).kneighbors(a)
    np.testing.assert_allclose(reach(torch.from_numpy(a)).sqrt(), distances[:, K], rtol=1e-4)


def test_equal_distributions_cover_each_other_as_theory_says():
    """Naeem et al. 2020, eq. 8: 1 - 1 / 2^k for equal numbers, nearly."""
    share = float(found(normal(4000, 8), normal(4000, 8, seed=1)).real.double().mean())
    assert share == pytest.approx(1 - 2**-K, abs=0.01)


@pytest.mark.parametrize("name", ["density", "coverage", "precision", "recall"])
def test_a_model_that_draws_one_picture_covers_nothing(name):
    metric = METRICS[name]
    one = Memory(np.repeat(looking().held_out.images[:1], 4, 0))
    poor, good = metric.measure(looking(one, n=500)), metric.measure(looking(n=500))
    assert poor.floor == good.floor
    assert good.low < good.value < good.high
    assert good.value == pytest.approx(good.floor, abs=0.1)
    if name in ("coverage", "recall"):
        assert poor.high < 0.1


def test_the_search_is_done_once_for_all_four(monkeypatch):
    given = looking(n=300)
    values = [METRICS[name].measure(given) for name in ("density", "coverage")]
    monkeypatch.setattr("genmodels.metrics.neighbours.count", None)
    assert METRICS["density"].measure(given) == values[0]
    assert 0 <= METRICS["recall"].measure(given).value <= 1


@pytest.mark.parametrize(("successes", "n", "low", "high"), [(0, 20, 0.0, 0.161), (4, 20, 0.081, 0.416),
                                                            (10, 20, 0.299, 0.701), (20, 20, 0.839, 1.0)])
def test_wilsons_interval(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=1e-3)


def test_the_share_lies_in_its_interval_whatever_the_rounding():
    for n in (1, 7, 360, 2000, 9999):
        for successes in (0, n // 2, n):
            low, high = wilson(successes, n)
            assert 0 <= low <= successes / n <= high <= 1
