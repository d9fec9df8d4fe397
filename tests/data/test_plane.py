"""The datasets of the plane hold what their formulas say."""

import numpy as np
import pytest
import torch

from genmodels.config import ImageSpec, build
from genmodels.data import grid, moons, ring, spirals
from genmodels.data.base import silent
from genmodels.errors import ConfigError
from genmodels.preprocess import Batches, to_float

CARDS = [module.DATASET for module in (ring, grid, spirals, moons)]
every_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
MIXTURES = [ring.DATASET, grid.DATASET]


@every_card
@pytest.mark.parametrize("split", ["train", "held-out"])
def test_points_fit_the_card_and_the_range_of_networks(card, split):
    found = card.read(split, silent)
    assert found.points.shape == (card.sizes[split], 2)
    assert found.images.shape == (card.sizes[split], 2, 1, 1)
    assert found.points.dtype == np.float32
    assert np.abs(found.points).max() < 1
    assert np.abs(found.points).max() > 0.7
    assert set(found.labels.tolist()) == set(range(len(card.classes)))
    np.testing.assert_array_equal(found.points[:, 1], found.images[:, 1, 0, 0])


@every_card
def test_drawn_the_same_each_time_and_otherwise_in_each_split(card):
    one, again, other = card.read("train", silent), card.read("train", silent), card.read("held-out", silent)
    np.testing.assert_array_equal(one.points, again.points)
    assert not {point.tobytes() for point in one.points} & {point.tobytes() for point in other.points}


@pytest.mark.parametrize("card", MIXTURES, ids=lambda card: card.name)
def test_every_mode_has_its_share_its_place_and_its_width(card):
    found = card.read("train", silent)
    modes, n = found.modes, len(found)
    assert len(modes.centres) == len(card.classes)
    for number, centre in enumerate(modes.centres):
        own = found.points[found.labels == number]
        share = 1 / len(modes.centres)
        assert abs(len(own) / n - share) < 5 * np.sqrt(share * (1 - share) / n)
        np.testing.assert_allclose(own.mean(0), centre, atol=5 * modes.deviation / np.sqrt(len(own)))
        np.testing.assert_allclose(own.std(0), modes.deviation, rtol=0.1)


def test_the_ring_and_the_grid_are_those_of_the_papers():
    assert ring.MODES.centres.shape == (8, 2)
    radius = np.linalg.norm(ring.MODES.centres, axis=1)
    np.testing.assert_allclose(ring.MODES.deviation / radius, 0.01, rtol=1e-5)
    columns = np.unique(grid.MODES.centres[:, 0].round(5))
    assert len(columns) == 5
    np.testing.assert_allclose(grid.MODES.deviation / np.diff(columns), 0.05 / 2, rtol=1e-4)


def test_moons_lie_on_scikit_learns():
    from sklearn.datasets import make_moons
    expected, labels = make_moons(2000, noise=None)
    found = moons.DATASET.read("held-out", silent)
    for moon in (0, 1):
        curve = moons.SCALE * (expected[labels == moon] - moons.MIDDLE)
        points = found.points[found.labels == moon][:500]
        distance = np.linalg.norm(points[:, None] - curve[None], axis=2).min(1)
        assert 0.5 * moons.DEVIATION < distance.mean() < 1.2 * moons.DEVIATION


def test_arms_of_the_spirals_are_turned_by_half_and_evenly_dense():
    found = spirals.DATASET.read("train", silent)
    angle = np.arctan2(found.points[:, 1], found.points[:, 0])
    share = np.linalg.norm(found.points, axis=1) / spirals.RADIUS
    away = angle - 2 * np.pi * spirals.TURNS * share - np.pi * found.labels
    outer = share > 0.4                                                    # near the middle noise turns a lot
    assert np.abs(np.angle(np.exp(1j * away)))[outer].mean() < 0.15
    lengths = np.histogram(share, [0.3, 0.5, 0.7, 0.9])[0] / np.array([0.16, 0.24, 0.32])
    np.testing.assert_allclose(lengths / lengths.mean(), 1, atol=0.05)


def test_points_pass_through_the_stream_of_batches_as_they_are():
    found = ring.DATASET.read("held-out", silent)
    batches = Batches(found, 100, seed=0, device=torch.device("cpu"))
    seen = torch.cat([batches.next().x for _ in range(100)]).flatten(1)
    assert {row.numpy().tobytes() for row in seen} == {row.tobytes() for row in found.points}
    whole = torch.tensor(found.images)
    assert torch.equal(to_float(whole), whole)


@pytest.mark.parametrize(("values", "words"), [({"channels": 2, "size": 8}, "ize = 8 does not fit; .* size is 1"),
                                               ({"channels": 1, "size": 1}, "4 to 64 pixels a side"),
                                               ({"channels": 3, "size": 3}, "4 to 64 pixels a side")])
def test_a_format_between_points_and_images_is_refused(values, words):
    with pytest.raises(ConfigError, match=words):
        build(ImageSpec, values)
    assert ImageSpec(channels=2, size=1).points
