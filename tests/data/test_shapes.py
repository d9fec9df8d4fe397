"""Drawn shapes against geometry: areas, centres, symmetry and colour follow the factors."""

import colorsys

import numpy as np
import pytest

from genmodels import data
from genmodels.data.shapes import CLASSES, FACTORS, draw, traverse


def one(shape, size=8.0, rotation=0.0, x=16.0, y=16.0, hue=0.0):
    """One picture from plain numbers -> (3, 32, 32)."""
    return draw(np.array([CLASSES.index(shape)]), *(np.array([v], np.float32) for v in (size, rotation, x, y, hue)))[0]


def cover(picture):
    """How much of each pixel is covered, from the red that hue 0 gives in full."""
    return picture[0] / 255


@pytest.mark.parametrize("size", [5.0, 7.5, 10.0])
@pytest.mark.parametrize("rotation", [0.0, 30.0, 77.0])
@pytest.mark.parametrize(("shape", "area"), [
    ("square", lambda r: 2 * r * r), ("ellipse", lambda r: np.pi * 0.55 * r * r),
    ("triangle", lambda r: 3 * np.sqrt(3) / 4 * r * r)])
def test_area_is_the_area_of_the_figure(shape, area, size, rotation):
    assert cover(one(shape, size, rotation)).sum() == pytest.approx(area(size), rel=0.04)


@pytest.mark.parametrize("shape", CLASSES)
def test_centre_of_mass_is_the_position(shape):
    found = cover(one(shape, 9, 20, x=13.3, y=18.6))
    places = np.arange(32) + 0.5
    assert (found.sum(0) @ places) / found.sum() == pytest.approx(13.3, abs=0.08)
    assert (found.sum(1) @ places) / found.sum() == pytest.approx(18.6, abs=0.08)


@pytest.mark.parametrize("shape", CLASSES)
def test_nothing_is_cut_by_the_border(shape):
    for x in (11.0, 21.0):
        for y in (11.0, 21.0):
            picture = one(shape, 10, 45, x, y)
            edges = [picture[:, 0], picture[:, -1], picture[:, :, 0], picture[:, :, -1]]
            assert max(edge.max() for edge in edges) == 0


def test_square_repeats_after_a_quarter_turn_and_not_before():
    np.testing.assert_array_equal(one("square", rotation=0), one("square", rotation=90))
    assert (one("square", rotation=0) != one("square", rotation=45)).any()


@pytest.mark.parametrize("hue", [0.0, 0.15, 0.4, 0.66, 0.9])
def test_colour_is_the_standard_hue(hue):
    middle = one("square", hue=hue)[:, 16, 16]
    np.testing.assert_allclose(middle, 255 * np.array(colorsys.hsv_to_rgb(hue, 0.8, 1.0)), atol=1)


def test_factors_tell_how_each_image_was_drawn():
    images = data.load("shapes", "held-out")
    names = [factor.name for factor in FACTORS]
    assert list(images.factors) == names
    few = [images.factors[name][:50] for name in names]
    np.testing.assert_array_equal(draw(images.labels[:50], *few), images.images[:50])
    for factor in FACTORS:
        values = images.factors[factor.name]
        assert values.min() >= factor.low
        assert values.max() <= factor.high
        assert values.std() == pytest.approx((factor.high - factor.low) / np.sqrt(12), rel=0.05)


def test_traverse_moves_one_factor():
    strip = traverse("triangle", "x", 7)
    centres = [(cover_any(picture).sum(0) @ np.arange(32)) / cover_any(picture).sum() for picture in strip]
    np.testing.assert_allclose(np.diff(centres), 10 / 6, atol=0.1)


def cover_any(picture):
    """Covered pixels whatever the colour."""
    return picture.max(axis=0) / 255
