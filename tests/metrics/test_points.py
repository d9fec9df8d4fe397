"""Numbers about points against counts by hand, scipy's Wasserstein distance, and what perfect samples score."""

import numpy as np
import pytest
import torch
from scipy.stats import entropy, wasserstein_distance

from genmodels import data
from genmodels.config import ImageSpec
from genmodels.data.base import Modes
from genmodels.data.plane import POINT, point_set
from genmodels.metrics import METRICS, TooFew, suits
from genmodels.metrics.high_quality import wilson
from genmodels.metrics.modes import reverse_kl, shares
from genmodels.metrics.points import hits
from genmodels.metrics.sliced_wasserstein import along, distance
from genmodels.models import MODELS, POINT_MODELS, make_model
from tests.metrics.making import evidence

MODES, QUALITY, WASSERSTEIN = (METRICS[name] for name in ("modes", "high_quality", "sliced_wasserstein"))
N = 2500


class Given(torch.nn.Module):
    """A model that draws the points it was given, in their order."""

    image, latent_dim, conditional, title = POINT, 2, False, "given"

    def __init__(self, points):
        super().__init__()
        self.points = torch.nn.Parameter(torch.tensor(points, dtype=torch.float32))

    def prior(self, n, generator=None):
        return torch.zeros(n, 2)

    def decode(self, z, y=None):
        return self.points[:len(z)].view(-1, 2, 1, 1)


def measure(metric, points, name="ring"):
    train, held_out = data.load(name, "train"), data.load(name, "held-out")
    given = evidence(Given(points), held_out, train, metric.size(N, train, held_out))
    return metric.measure(given)


def perfect(name="ring", n=3000):
    return data.load(name, "train").points[-n:]


def test_a_point_hits_the_mode_within_three_deviations():
    modes = Modes(np.array([[0, 0], [1, 0]], np.float32), 0.1)
    points = np.array([[0, 0.29], [0, 0.31], [0.2, 0.2], [0.71, 0], [0.5, 0], [1, 0]], np.float32)
    assert hits(points, modes).tolist() == [0, -1, 0, 1, -1, 1]
    assert shares(hits(points, modes), 2).tolist() == [2, 2]


@pytest.mark.parametrize("name", ["ring", "grid"])
def test_perfect_samples_score_their_floor_and_the_ceiling_is_not_one(name):
    quality, modes, moved = (measure(metric, perfect(name), name) for metric in (QUALITY, MODES, WASSERSTEIN))
    ceiling = 1 - np.exp(-4.5)     # P(Rayleigh < 3)
    assert quality.low < ceiling < quality.high
    assert quality.floor == pytest.approx(ceiling, abs=0.01)
    assert modes[:4] == (modes.floor,) * 4
    assert modes.details["fair"] == modes.details["of"] == modes.floor
    assert modes.details["reverse_kl"] < 0.02
    assert np.subtract(modes.details["nearest"], modes.details["counts"]).min() >= 0
    assert sum(modes.details["nearest"]) == 2500
    assert 0.3 < moved.value / moved.floor < 3
    assert moved.low <= moved.value <= moved.high


def test_lost_modes_and_points_between_them_are_counted():
    points = perfect().copy()
    ring = data.load("ring", "train").modes
    found = hits(points, ring)
    points[np.isin(found, [0, 1, 2])] = ring.centres[3]     # three modes are lost to a fourth
    points[:500] = 0                                        # and a fifth of 2,500 lies in the middle
    points[500] = ring.centres[0]                           # a single sample captures a mode, which is lenient
    modes, quality = measure(MODES, points), measure(QUALITY, points)
    assert (modes.value, modes.floor, modes.details["fair"]) == (6, 8, 5)
    assert modes.low == 5      # a resample without the single one is likely
    assert modes.high == 6
    assert quality.value == pytest.approx(0.8 * (1 - np.exp(-4.5)), abs=0.01)
    assert quality.low < quality.value < quality.high < quality.floor
    counts = np.array(modes.details["counts"])
    assert modes.details["reverse_kl"] == pytest.approx(entropy(counts / counts.sum(), np.full(8, 1 / 8)), rel=1e-9)
    assert measure(WASSERSTEIN, points).low > 5 * measure(WASSERSTEIN, points).floor


def test_samples_that_hit_nothing_have_the_worst_numbers():
    nowhere = np.full((3000, 2), -0.99, np.float32)
    modes, quality = measure(MODES, nowhere), measure(QUALITY, nowhere)
    assert modes[:3] == (0, 0, 0)
    assert modes.details["fair"] == 0
    assert sorted(modes.details["nearest"])[-1] == 2500, "all lie nearest to one of them, though far"
    assert modes.details["reverse_kl"] == pytest.approx(np.log(8))
    assert quality.value == quality.low == 0
    assert 0 < quality.high < 0.002
    assert reverse_kl(np.array([5, 0, 0, 0])) == pytest.approx(np.log(4))


@pytest.mark.parametrize(("good", "low", "high"), [(0, 0.0, 0.16), (4, 0.08, 0.42), (10, 0.30, 0.70)])
def test_wilsons_interval_is_that_of_the_tables(good, low, high):
    assert wilson(good, 20) == pytest.approx((low, high), abs=0.005)


def test_the_distance_is_scipys_along_every_line():
    rng = np.random.default_rng(0)
    a, b = (rng.normal(size=(300, 2)).astype(np.float32) * scale for scale in (0.2, 0.4))
    angles = np.pi * np.arange(64) / 64
    expected = np.mean([wasserstein_distance(a @ line, b @ line)
                        for line in np.stack([np.cos(angles), np.sin(angles)], 1)])
    assert distance(along(a, b)) == pytest.approx(expected, rel=1e-5)


def test_a_shift_costs_its_length_times_the_mean_of_the_cosine():
    a = np.random.default_rng(0).normal(size=(500, 2))
    assert distance(along(a, a + np.array([0.3, 0.4]))) == pytest.approx(0.5 * 2 / np.pi, rel=1e-3)
    assert distance(along(a, a)) == pytest.approx(0, abs=1e-12)


def test_points_that_count_twice_are_two_points():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(200, 2)), rng.normal(size=(200, 2)) + 0.1
    often = [np.bincount(rng.integers(0, 200, 200), minlength=200) for _ in range(2)]
    written_out = along(a.repeat(often[0], axis=0), b.repeat(often[1], axis=0))
    assert distance(along(a, b), *often) == pytest.approx(distance(written_out), rel=1e-9)


def test_densities_without_modes_have_none_counted():
    train, held_out = data.load("moons", "train"), data.load("moons", "held-out")
    for metric in (MODES, QUALITY):
        with pytest.raises(TooFew, match=r"needs a dataset whose modes are known.*Choose ring or grid"):
            metric.size(N, train, held_out)
    assert WASSERSTEIN.size(N, train, held_out) == N
    few = point_set(held_out.points[:100], held_out.labels[:100], held_out.classes)
    with pytest.raises(TooFew, match="smallest n that would do is 2500"):
        WASSERSTEIN.size(N, train, few)


def test_points_and_images_have_their_own_numbers():
    plane = {"modes", "high_quality", "sliced_wasserstein"}
    for name in POINT_MODELS:
        names = {metric.name for metric in suits(make_model(name, POINT, 8, {}))}
        assert plane <= names
        assert not names & {"pixel_fd", "psnr", "ssim", "frechet", "kid"}
        assert ("test_nll_elbo_gaussian" in names) == (name == "point_vae")
    for name in MODELS:
        names = {metric.name for metric in suits(make_model(name, ImageSpec(channels=1, size=8), 8, {}))}
        assert not names & plane
