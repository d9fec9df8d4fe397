"""Nearest images: the same as comparing with every image one after the other."""

import numpy as np
import pytest

from genmodels import nearest
from genmodels.nearest import NearestImages


def noise(n, channels=1, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (n, channels, 6, 6), np.uint8)


@pytest.mark.parametrize("channels", [1, 3])
def test_equals_brute_force(channels, monkeypatch):
    monkeypatch.setattr(nearest, "CHUNK", 7)
    images, queries = noise(50, channels), noise(4, channels, seed=1)
    found = NearestImages(images).of(queries, k=5)
    for query, rows, distances in zip(queries, found.rows, found.distances, strict=True):
        expected = np.sqrt((((images.astype(float) - query) / 255) ** 2).sum((1, 2, 3)))
        np.testing.assert_array_equal(rows, expected.argsort()[:5])
        np.testing.assert_allclose(distances, np.sort(expected)[:5], rtol=1e-4)


def test_an_image_of_the_set_finds_itself_at_no_distance():
    images = noise(30)
    found = NearestImages(images).of(images[17:18])
    assert found.rows.tolist() == [[17]]
    assert found.distances[0, 0] < 1e-2


def test_more_neighbours_than_images_gives_all_images():
    assert sorted(NearestImages(noise(3)).of(noise(1, seed=9), k=5).rows[0].tolist()) == [0, 1, 2]
