"""Strokes and ink: what the browser may send, what pixels a pen covers, and how a drawing becomes a dataset's image."""

import math

import numpy as np
import pytest
from PIL import Image

from genmodels import data
from genmodels.config import ImageSpec
from genmodels.data.ink import Habit, as_drawn, coloured, fitted, habit, of_photograph
from genmodels.data.strokes import Stroke, covered, ink, read_strokes, write_strokes

LINE = {"width": 100, "points": [100, 200, 900, 200]}


def test_what_was_written_is_read_again():
    strokes = read_strokes([LINE, {"width": 40, "points": [500, 500]}])
    assert strokes == (Stroke(((0.1, 0.2), (0.9, 0.2)), 0.1), Stroke(((0.5, 0.5),), 0.04))
    assert write_strokes(strokes) == [LINE, {"width": 40, "points": [500, 500]}]


@pytest.mark.parametrize("sent", [
    None, "strokes", 7, {}, [None], [LINE] * 81, [LINE | {"width": 0}], [LINE | {"width": "9"}],
    [LINE | {"width": True}],
    [LINE | {"points": []}], [LINE | {"points": [1, 2, 3]}], [LINE | {"points": [1, 1001]}],
    [LINE | {"points": [1, math.nan]}], [LINE | {"points": "12"}], [{"points": [1, 2]}],
    [{"width": 10, "points": [1, 2] * 2001}], [{"width": 10, "points": [1, 2] * 700}] * 3])
def test_anything_else_is_refused(sent):
    assert read_strokes(sent) is None


def test_a_pen_covers_the_pixels_whose_middle_is_near_its_line():
    strokes = read_strokes([LINE, {"width": 300, "points": [700, 700, 650, 800, 300, 950]},
                            {"width": 90, "points": [50, 900]}])
    size = 20
    expected = np.zeros((size, size), bool)
    for stroke in strokes:
        points = list(stroke.points)
        for start, end in zip(points, points[1:] or points, strict=False):
            for step in np.linspace(0, 1, 400):
                x, y = (a + step * (b - a) for a, b in zip(start, end, strict=True))
                row, column = np.mgrid[:size, :size]
                expected |= np.hypot((column + 0.5) / size - x, (row + 0.5) / size - y) <= stroke.width / 2
    np.testing.assert_array_equal(covered(strokes, size), expected)


def test_ink_has_the_area_of_its_line_and_soft_edges():
    drawn = ink(read_strokes([LINE]), 200)
    assert drawn.sum() / 200**2 == pytest.approx(0.8 * 0.1 + math.pi * 0.05**2, rel=0.01)
    assert 0 < ((drawn > 0) & (drawn < 1)).sum() < drawn.sum()


def test_nothing_drawn_is_no_ink():
    assert not ink((), 28).any()
    assert not covered((), 28).any()
    assert not fitted(ink((), 28), 28, 20).any()


def test_a_digit_of_mnist_comes_back_through_its_own_steps():
    images = data.load("mnist-5k", "held-out").images[:40, 0]
    for image in images:
        moved = np.zeros((60, 60), np.float32)
        moved[3:31, 25:53] = image / 255      # somewhere else
        again = fitted(moved, 28, 20)
        assert np.abs(again - image / 255).mean() < 0.03, "a pixel's shift at most"


@pytest.mark.parametrize(("height", "width"), [(90, 30), (20, 120), (1, 1)])
def test_a_drawing_is_scaled_into_the_box_and_its_mass_moved_to_the_middle(height, width):
    paper = np.zeros((160, 160), np.float32)
    paper[5:5 + height, 7:7 + width] = 1
    small = fitted(paper, 28, 20)
    rows, columns = np.flatnonzero(small.max(1)), np.flatnonzero(small.max(0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    for axis in (0, 1):
        middle = (small.sum(1 - axis) * (np.arange(28) + 0.5)).sum() / small.sum()
        assert abs(middle - 14.5) <= 0.5


def test_the_habit_of_a_dataset_is_measured():
    assert habit(data.load("mnist-5k").images) == Habit(20, (0, 0, 0))
    assert habit(data.load("digits").images).box == 8
    white = np.full((5, 3, 16, 16), 250, np.uint8)
    white[:, :, 4:10, 6:8] = 30
    assert habit(white) == Habit(6, (250, 250, 250))
    assert habit(white).contrast == (0, 0, 0)
    assert habit(white[:, :, :3, :3]).box == 3     # nothing to see: the frame itself


def test_ink_takes_its_colour_and_leaves_the_ground():
    coverage = np.zeros((8, 8), np.float32)
    coverage[2, 3], coverage[4, 4] = 1, 0.5
    image = coloured(coverage, ImageSpec(channels=3, size=8), (10, 20, 30), (210, 20, 130))
    assert image[:, 2, 3].tolist() == [210, 20, 130]
    assert image[:, 4, 4].tolist() == [110, 20, 80]
    assert image[:, 0, 0].tolist() == [10, 20, 30]
    grey = coloured(coverage, ImageSpec(channels=1, size=8), (0, 0, 0), (255, 255, 255))
    assert (grey.shape, int(grey[0, 2, 3])) == ((1, 8, 8), 255)


@pytest.mark.parametrize("inverted", [False, True])
def test_a_photographed_digit_is_cut_out_of_unevenly_lit_paper(inverted):
    drawn = ink(read_strokes([{"width": 60, "points": [400, 300, 600, 350, 420, 700]}]), 300)
    light = np.linspace(150, 240, 300)[None] * np.linspace(1, 0.8, 300)[:, None]
    photo = light * (1 - 0.8 * drawn) + np.random.default_rng(0).normal(0, 3, (300, 300))
    photo = 255 - photo if inverted else photo
    found = of_photograph(Image.fromarray(photo.clip(0, 255).astype(np.uint8)))
    assert np.abs(fitted(found, 28, 20) - fitted(drawn, 28, 20)).mean() < 0.03
    assert as_drawn(found, 28).shape == (28, 28)
