"""The sketch's own arithmetic under Node: it marks Python's pixels, keeps within Python's bounds, and takes back."""

import math

import numpy as np
import pytest

from genmodels.data.strokes import covered, read_strokes
from tests.scripts import answer

CIRCLE = [round(500 + 380 * f(a / 10)) for a in range(63) for f in (math.cos, math.sin)]
DRAWINGS = {
    "dot": [{"width": 140, "points": [500, 500]}],
    "lines": [{"width": 250, "points": [0, 0, 1000, 1000]}, {"width": 20, "points": [1000, 0, 500, 300, 0, 1000]}],
    "circle": [{"width": 90, "points": CIRCLE}]}
DRAW = """(() => {
  const strokes = new Strokes(ask.before ?? []), told = [];
  const line = (...points) => { strokes.begin(points[0], points[1], 90);
    for (let i = 2; i < points.length; i += 2) strokes.extend(points[i], points[i + 1]);
    strokes.end(); };
  const tell = () => told.push(strokes.plain().map(({ points }) => points));
  %s
  return told;
})()"""


@pytest.mark.parametrize("size", [8, 28, 64])
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_the_page_marks_the_pixels_that_python_destroys(drawing, size):
    marked = answer("sketch/ink.js", "covered(ask.drawing, ask.size)", drawing=DRAWINGS[drawing], size=size)
    expected = covered(read_strokes(DRAWINGS[drawing]), size)
    np.testing.assert_array_equal(np.reshape(marked, (size, size)), expected)


def test_strokes_are_taken_back_and_brought_again():
    one, two = [10, 10, 100, 100], [500, 500, 600, 600]
    told = answer("sketch/strokes.js", DRAW % """
      line(10, 10, 100, 100); line(500, 500, 600, 600); tell();
      strokes.undo(); tell(); strokes.undo(); tell(); strokes.undo(); tell();
      strokes.redo(); tell(); strokes.redo(); tell(); strokes.redo(); tell();
      strokes.clear(); tell(); strokes.undo(); tell();
      strokes.undo(); line(7, 7); tell(); strokes.redo(); tell();""")
    assert told == [[one, two], [one], [], [], [one], [one, two], [one, two], [], [one, two],
                    [one, [7, 7]], [one, [7, 7]]]


def test_a_kept_drawing_is_gone_on_with():
    told = answer("sketch/strokes.js", DRAW % "line(1, 1); tell(); strokes.undo(); tell();",
                  before=[{"width": 50, "points": [300, 300]}])
    assert told == [[[300, 300], [1, 1]], [[300, 300]]]


def test_points_that_tell_nothing_are_left_out():
    assert answer("sketch/strokes.js", DRAW % "line(10, 10, 12, 12, 30, 10, 31, 11); tell();") == [[[10, 10, 30, 10]]]


def test_a_drawing_never_grows_beyond_what_python_reads():
    long = "const way = Array.from({ length: 6000 }, (_, i) => (i % 2 ? 0 : 1000 * (Math.floor(i / 2) % 2)));"
    told = answer("sketch/strokes.js", DRAW % f"{long} line(...way); line(5, 5); tell();")
    assert sum(len(points) for points in told[0]) == 2 * 2000
    many = answer("sketch/strokes.js", DRAW % "for (let i = 0; i < 100; i++) line(i, i); tell();")
    assert len(many[0]) == 80
    for drawing in (told[0], many[0]):
        assert read_strokes([{"width": 90, "points": points} for points in drawing]) is not None
