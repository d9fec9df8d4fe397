"""Damage: pictures stay pictures, every level is farther from the original, and equal pictures are damaged equally."""

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

from genmodels.judge.corrupt import KINDS, LEVELS, corrupt
from genmodels.preprocess import to_float


def smooth(channels, size, n=200):
    """Random blobs on black."""
    rng = np.random.default_rng(0)
    fields = gaussian_filter(rng.normal(size=(n, channels, size, size)), (0, 0, size / 12, size / 12), mode="constant")
    return np.clip(fields / np.abs(fields).max((2, 3), keepdims=True) * 255, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("channels", "size"), [(1, 8), (1, 28), (3, 17)])
def test_each_level_is_farther_away(kind, channels, size):
    images = smooth(channels, size)
    before = images.copy()
    distances = []
    for level in range(1, LEVELS + 1):
        spoilt = corrupt(images, kind, level)
        assert (spoilt.shape, spoilt.dtype) == (images.shape, np.uint8)
        assert np.array_equal(spoilt, corrupt(images, kind, level))
        distances.append(float(((spoilt.astype(float) - images) ** 2).mean()))
    assert distances == sorted(distances)
    assert 0 < distances[0] < distances[-1]
    assert np.array_equal(images, before)


def test_blur_is_scipys():
    image = smooth(1, 28, 1)
    deviation = 0.3 + 0.06 * 28
    expected = gaussian_filter(to_float(torch.tensor(image)).numpy()[0, 0], deviation, mode="nearest",
                               radius=int(np.ceil(3 * deviation)))
    np.testing.assert_allclose(corrupt(image, "blur", 3)[0, 0], (expected + 1) * 127.5, atol=0.51)


def test_blackout_takes_a_square_of_its_share():
    white = np.full((100, 1, 20, 20), 255, np.uint8)
    for level, share in enumerate(KINDS["blackout"][1], 1):
        black = (corrupt(white, "blackout", level) == 0).sum((1, 2, 3))
        assert np.abs(np.sqrt(black) - share * 20).max() <= 1
    places = {tuple(np.argwhere(image[0] == 0)[0]) for image in corrupt(white, "blackout", 2)}
    assert len(places) > 30


def test_pixels_keep_the_mean():
    images = smooth(1, 28, 20)
    for level in range(1, LEVELS + 1):
        np.testing.assert_allclose(corrupt(images, "pixelation", level).mean((1, 2, 3)), images.mean((1, 2, 3)),
                                   atol=12)


def test_crop_and_rotation_leave_a_flat_picture_alone():
    flat = np.full((4, 3, 12, 12), 77, np.uint8)
    for kind in ("crop", "rotation", "blur", "pixelation"):
        assert (corrupt(flat, kind, 5) == 77).all()
