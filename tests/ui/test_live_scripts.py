"""Numbers, histograms and the small map in the browser, asked in Node and held to Python."""

import math

import numpy as np
import pytest

from genmodels.panel import snapshot_steps
from tests.scripts import answer

ROWS = [{"metric": metric, "step": step, "value": step} for step in (0, 10, 20) for metric in ("kid", "classes")]
WORDS = {"missing": "Missing: {names}.", "all": "None is missing.", "how": "n = {n}",
         "modes-missing": "{n} of {of}: {names}", "modes-all": "All {of}.",
         "dead": "{nats} in all, {dead} of {of} dead.", "how-held-out": "n = {n}"}


def joined(known, fresh):
    return answer("parts/live_numbers.js", "joined(ask.known, ask.fresh)", known=known, fresh=fresh)


def test_new_rows_follow_the_known_ones():
    assert joined(ROWS[:4], ROWS[4:]) == ROWS
    assert joined(ROWS[:3], ROWS[3:]) == ROWS, "one moment may come in two answers"
    assert joined(ROWS, []) == ROWS


def test_rows_that_are_said_again_replace_the_first_telling():
    again = [{**row, "value": -1} for row in ROWS[2:4]]
    assert joined(ROWS, again) == ROWS[:2] + again
    assert joined(ROWS, ROWS) == ROWS, "the whole file, sent again"


@pytest.mark.parametrize(("step", "following", "value"), [
    (0, False, 0), (9, False, 0), (10, False, 10), (99, False, 20), (5, True, 20), (-1, False, None)])
def test_what_was_known_at_a_moment_is_shown(step, following, value):
    rows = [row for row in ROWS if row["metric"] == "kid"]
    now = {"step": step, "following": following}
    found = answer("parts/measured.js", "rowAt(ask.rows, ask.now)", rows=rows, now=now)
    assert (found and found["value"]) == value


@pytest.mark.parametrize(("value", "said"), [(0, "0"), (9.87654, "9.877"), (0.00123456, "0.001235"), (-0.5, "-0.5"),
                                             (12345.6, "12350"), (1e6, "1.0e+6"), (0.00001, "1.0e-5")])
def test_numbers_keep_four_digits(value, said):
    assert answer("parts/measured.js", "said(ask.value)", value=value) == said


def test_missing_classes_are_named_and_sets_of_other_sizes_compare():
    row = {"n": 1000, "seed": 0, "details": {"classes": ["a", "b", "c"], "counts": [30, 0, 70], "real": [1, 1, 2],
                                             "missing": ["b"]}}
    ask = "ofClasses(ask.row, ask.words)"
    names, drawn, real, sentence = answer("histogram/histogram.js", ask, row=row, words=WORDS)
    assert (names, drawn, real) == (["a", "b", "c"], [0.3, 0, 0.7], [0.25, 0.25, 0.5])
    assert sentence == "Missing: b. n = 1,000"
    row["details"]["missing"] = []
    assert answer("histogram/histogram.js", ask, row=row, words=WORDS)[3].startswith("None")


def test_missing_modes_are_named_beside_an_equal_share():
    row = {"n": 100, "seed": 0, "details": {"counts": [40, 0, 20, 0], "of": 4}}
    _, drawn, fair, sentence = answer("histogram/histogram.js", "ofModes(ask.row, ask.words)", row=row, words=WORDS)
    assert (drawn, fair) == ([0.4, 0, 0.2, 0], [0.25] * 4)
    assert sentence.startswith("2 of 4: 2, 4")


def test_dimensions_stand_in_the_order_of_what_they_tell():
    row = {"n": 250, "seed": 0, "value": 3.5, "details": {"nats": [0.5, 3.0, 0.0], "dead": 1}}
    names, nats, none, sentence = answer("histogram/histogram.js", "ofDimensions(ask.row, ask.words)", row=row,
                                         words=WORDS)
    assert (names, nats, none) == (["2", "1", "3"], [3.0, 0.5, 0.0], None)
    assert sentence.startswith("3.5 in all, 1 of 3 dead.")


SCALE = "(() => { const scale = new Scale(ask.rows); return [scale.log, ask.values.map((v) => scale.place(v))]; })()"


def test_a_number_that_falls_far_is_drawn_logarithmically_with_its_floor():
    rows = [{"value": value, "low": value - 0.1, "high": value + 0.1, "floor": 0.001} for value in (1.5, 0.1, 0.01)]
    log, places = answer("numbers/plot.js", SCALE, rows=rows, values=[1.5, 0.01, 0.001, -1])
    assert log
    expected = math.log(0.01 / 0.001) / math.log(1.5 / 0.001)
    assert places == pytest.approx([1, expected, 0, 0])


def test_a_number_that_can_be_negative_or_moves_little_is_not():
    rows = [{"value": value, "low": value - 0.1, "high": value + 0.1, "floor": None} for value in (0.5, 0.4, -0.01)]
    log, places = answer("numbers/plot.js", SCALE, rows=rows, values=[0.6, -0.11, 0.245])
    assert not log
    assert places == pytest.approx([1, 0, 0.5])
    _, (middle,) = answer("numbers/plot.js", SCALE, rows=[{"value": 2, "low": 2, "high": 2}], values=[2])
    assert middle == 0.5


MILESTONES = [0, 1, 10, 100, 1000, 20_000]


def around(step):
    return answer("drifting/places.js", "around(ask.steps, ask.step)", steps=MILESTONES, step=step)


def test_a_kept_moment_is_shown_exactly_and_between_two_both_are_named():
    assert around(100) == [3, 3, 0]
    assert around(-1) == [0, 0, 0]
    assert around(99_999) == [5, 5, 0]
    before, after, share = around(300)
    assert (before, after) == (3, 4)
    assert 0 < share < 1
    shares = [around(step) for step in sorted(snapshot_steps(20_000)) if 1000 < step < 20_000][::10]
    assert np.diff([share for _, _, share in shares]) == pytest.approx(np.diff([s[2] for s in shares])[0], rel=0.05)


def test_points_go_straight_from_one_moment_to_the_next():
    points = [[0.0, 0, 1, 1], [2, 4, 1, -1], [9, 9, 9, 9]]
    place = """(() => { const out = new Float32Array(4);
        placed(Float32Array.from(ask.points.flat()), ask.place, out); return out; })()"""
    assert answer("drifting/places.js", place, points=points, place=[0, 1, 0.5]) == [1, 2, 1, 0]
    assert answer("drifting/places.js", place, points=points, place=[2, 2, 0]) == points[2]
    assert answer("drifting/places.js", place, points=points, place=[0, 1, 0]) == points[0]
