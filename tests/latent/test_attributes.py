"""Attributes against figures of known slant, thickness, width, height, size, place and hue."""

import math

import numpy as np
import pytest
import torch
from scipy import ndimage

from genmodels.data import load, shapes
from genmodels.data.base import ImageSet
from genmodels.latent import attributes, attributes_of, described, spearman


def stroke(width=3.0, height=20, slant=0.0, size=28, x=14.0, y=14.0):
    """A bar of known width and height, sheared by an angle in degrees, anti-aliased along its rows."""
    grid = np.arange(size) + 0.5
    middle = x - np.tan(np.radians(slant)) * (grid - y)[:, None]          # columns, for each row
    cover = np.clip(width / 2 + 0.5 - np.abs(grid[None] - middle), 0, 1)
    cover[np.abs(grid - y) > height / 2] = 0
    return np.rint(255 * cover).astype(np.uint8)[None]


def of(*pictures):
    return {name: values.tolist() for name, values in attributes(np.stack(pictures)).items()}


@pytest.mark.parametrize("slant", [-30, -10, 0, 20, 40])
def test_slant_is_the_angle_of_the_shear_positive_to_the_right(slant):
    assert of(stroke(slant=slant))["slant"] == [pytest.approx(slant, abs=0.5)]


@pytest.mark.parametrize("width", [2.0, 3.0, 4.5, 6.0])
def test_thickness_is_the_width_of_a_long_stroke(width):
    measured = of(stroke(width, height=28))["thickness"][0]
    ends = 28 * width / (28 + width)     # the two short sides count as edge too
    assert measured == pytest.approx(ends, rel=0.06)


@pytest.mark.parametrize(("width", "height", "slant"), [(6.0, 20, 0), (10.0, 12, 0), (6.0, 20, 25)])
def test_width_and_height_are_those_of_the_slanted_box(width, height, slant):
    measured = of(stroke(width, height, slant))
    assert measured["height"] == [pytest.approx(0.96 * height, abs=0.3)]
    assert measured["width"] == [pytest.approx(0.96 * width, abs=0.9)]


def test_size_is_the_ink_and_x_and_y_its_centre():
    measured = of(stroke(4.0, 10, x=8.0, y=19.0))
    assert measured["size"] == [pytest.approx(40, rel=0.01)]
    assert (measured["x"], measured["y"]) == ([pytest.approx(8, abs=0.02)], [pytest.approx(19, abs=0.02)])


def test_ink_on_paper_measures_as_chalk_on_a_board():
    chalk = stroke(slant=15)
    measured = of(chalk, 255 - chalk)
    for name, (one, other) in measured.items():
        assert one == pytest.approx(other, abs=1e-3), name


def test_an_empty_picture_measures_nothing_in_the_middle():
    measured = of(np.zeros((1, 28, 28), np.uint8), np.full((1, 28, 28), 200, np.uint8))
    assert measured.pop("x") == measured.pop("y") == [14, 14]
    assert all(values == [0, 0] for values in measured.values())


def test_no_picture_at_all_is_refused():
    with pytest.raises(ValueError, match="nothing to measure"):
        attributes(np.zeros((0, 1, 8, 8), np.uint8))


def test_thickness_goes_along_with_the_distance_transform_on_real_digits():
    images = load("mnist-5k", "held-out").images[:300]
    inside = [ndimage.distance_transform_edt(image[0] > 127) for image in images]
    by_distance = torch.tensor([np.mean(d[d > 0]) for d in inside])
    assert spearman(attributes(images)["thickness"], by_distance) > 0.9


def test_what_is_measured_on_shapes_goes_along_with_what_they_were_drawn_from():
    drawn = load("shapes", "held-out")
    measured = attributes(drawn.images)
    for name, least in {"x": 0.99, "y": 0.99, "hue": 0.99, "size": 0.85}.items():
        assert spearman(measured[name], torch.tensor(drawn.factors[name])) > least, name


def test_hue_of_pure_colours():
    colours = np.zeros((3, 3, 9, 9), np.uint8)
    for i in range(3):
        colours[i, i, 3:6, 3:6] = 255
    assert of(*colours)["hue"] == [pytest.approx(turn, abs=1e-5) for turn in (0, 1 / 3, 2 / 3)]


def test_true_factors_come_before_measurements_and_what_never_changes_is_left_out():
    drawn = load("shapes", "held-out")
    assert list(attributes_of(drawn)) == ["size", "rotation", "x", "y", "hue"]
    still = ImageSet(np.stack([stroke(w) for w in (2.0, 3.0, 4.0, 5.0)]), np.zeros(4, np.int64), ("bar",))
    assert set(attributes_of(still)) == {"thickness", "width", "size"}


def test_titles_and_units_are_those_of_the_card():
    units = {one.key: one.unit for one in described(["size", "x", "slant"], shapes.DATASET.truth)}
    assert units == {"size": "px", "x": "px", "slant": "°"}
    assert {one.key: one.unit for one in described(["size", "other"])} == {"size": "px²", "other": ""}
    assert math.isclose(sum(one.seen > 0 for one in described(["slant", "hue"])), 2)
