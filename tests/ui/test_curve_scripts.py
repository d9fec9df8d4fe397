"""The curves' arithmetic in the browser, asked in Node: thinning with its extremes, smoothing, axes, marks."""

import math

import numpy as np
import pytest

from genmodels.runs.columns import LIMIT, bucket_size, thinned
from tests.scripts import answer

FILLED = """((portions, terms, size = 1) => {
  const buckets = new Buckets(ask.limit ?? LIMIT);
  let first = 0;
  for (const rows of portions) {
    buckets.take({ first, size, terms }, Float64Array.from(rows.flat().map((value) => value ?? NaN)));
    first = buckets.rows;
  }
  return buckets;
})"""


def series(seed, n, gaps=0.1):
    """Rows [step, time, a, b] with holes, as the log writes them: steps 1, 10, 20, ..."""
    random = np.random.default_rng(seed)
    values = random.standard_normal((n, 2)).cumsum(axis=0)
    values[random.random((n, 2)) < gaps] = math.nan
    return np.column_stack([np.maximum(1, 10 * np.arange(n)), np.arange(n) / 7, values])


def plain(rows):
    return [[None if math.isnan(value) else value for value in row] for row in rows.tolist()]


def portions(seed, rows):
    """The same rows as they come in: in pieces of any length."""
    random, at, pieces = np.random.default_rng(seed), 0, []
    while at < len(rows):
        step = int(random.integers(1, 60))
        pieces.append(plain(rows[at:at + step]))
        at += step
    return pieces


def stored(pieces, limit, **rest):
    return answer("curves/buckets.js", f"(() => {{ const {{ list, size, rows }} = {FILLED}(ask.pieces, ['a', 'b']); "
                  "return { list, size, rows }; })()", pieces=pieces, limit=limit, **rest)


@pytest.mark.parametrize("seed", range(4))
def test_however_the_rows_come_the_buckets_are_the_same_and_few(seed):
    rows = series(seed, 150 + 211 * seed)
    one, other = (stored(pieces, 64) for pieces in ([plain(rows)], portions(seed, rows)))
    assert one == other
    assert len(one["list"]) <= 64
    assert one["rows"] == len(rows)
    assert sum(bucket["rows"] for bucket in one["list"]) == len(rows)


@pytest.mark.parametrize("seed", range(4))
def test_no_extreme_is_lost_and_every_value_kept_was_measured_where_it_stands(seed):
    rows = series(seed, 700)
    told = stored(portions(seed, rows), 64)
    for b, bucket in enumerate(told["list"]):
        mine = rows[b * told["size"]:(b + 1) * told["size"]]
        assert (bucket["first"], bucket["last"]) == (mine[0, 0], mine[-1, 0])
        for column, term in ((2, "a"), (3, "b")):
            values = mine[:, column]
            fact = bucket["terms"].get(term)
            if fact is None:
                assert np.isnan(values).all()
                continue
            assert (fact["least"], fact["most"]) == (np.nanmin(values), np.nanmax(values))
            assert fact["least"] in values[mine[:, 0] == fact["leastAt"]]
            assert fact["most"] in values[mine[:, 0] == fact["mostAt"]]
            assert fact["finite"] == np.isfinite(values).sum()
            assert fact["sum"] == pytest.approx(np.nansum(values))


def test_what_the_server_thins_goes_on_growing_as_if_it_had_come_row_by_row():
    rows = series(1, 2 * LIMIT + 40)
    here, later = rows[: 2 * LIMIT - 3], rows[2 * LIMIT - 3:]
    size = bucket_size(len(here))
    grown = answer("curves/buckets.js", """(() => {
      const buckets = new Buckets(), numbers = (rows) => Float64Array.from(rows.flat().map((value) => value ?? NaN));
      buckets.take({ first: 0, size: ask.size, terms: ["a", "b"] }, numbers(ask.told));
      buckets.take({ first: buckets.rows, size: 1, terms: ["a", "b"] }, numbers(ask.later));
      return { size: buckets.size, rows: buckets.rows, list: buckets.list };
    })()""", size=size, told=plain(thinned(here, size)), later=plain(later))
    whole = stored([plain(rows)], LIMIT)
    assert (grown["size"], grown["rows"]) == (whole["size"], whole["rows"]) == (4, len(rows))
    for mine, theirs in zip(grown["list"], whole["list"], strict=True):
        assert mine["terms"].keys() == theirs["terms"].keys()
        assert {**mine, "terms": 0} == {**theirs, "terms": 0}
        for term, fact in mine["terms"].items():
            assert fact == pytest.approx(theirs["terms"][term])


def line(rows, function, *rest, limit=LIMIT):
    """{steps, values} of term a."""
    joined = "".join(f", {one}" for one in rest)
    return answer("curves/lines.js", f"""(() => {{
      const list = ask.list;
      return {function}(list, "a"{joined});
    }})()""", list=stored([plain(rows)], limit)["list"])


def test_a_short_run_is_drawn_row_by_row_with_its_gaps():
    rows = series(0, 6, gaps=0)
    rows[2:4, 2] = math.nan
    told = line(rows, "measured")
    assert told["values"] == [*rows[:2, 2], None, *rows[4:, 2]]
    points = zip(told["steps"], told["values"], strict=True)
    assert [step for step, value in points if value is not None] == [1, 10, 40, 50]


@pytest.mark.parametrize("seed", range(3))
def test_points_of_a_long_run_were_measured_keep_both_ends_and_break_at_gaps(seed):
    rows = series(seed, 900, gaps=0.01)
    told = line(rows, "measured", limit=64)
    points = {(step, value) for step, value in zip(told["steps"], told["values"], strict=True) if value is not None}
    assert points <= set(zip(rows[:, 0], rows[:, 2], strict=True))
    assert {np.nanmin(rows[:, 2]), np.nanmax(rows[:, 2])} <= {value for _, value in points}
    assert len(told["steps"]) <= 3 * 64
    assert None in told["values"]
    assert told["steps"] == sorted(told["steps"])


def test_a_curve_that_begins_later_has_no_gap_before():
    rows = series(0, 20, gaps=0)
    rows[:8, 2] = math.nan
    assert line(rows, "measured")["steps"][0] == 80
    assert line(rows, "smoothed", 0.6)["steps"][0] == 80


def test_smoothing_is_the_mean_with_forgetting_and_keeps_gaps():
    rows = series(3, 40, gaps=0.1)
    told, mean, mass = line(rows, "smoothed", 0.8), 0.0, 0.0
    expected = []
    for value in rows[:, 2]:
        if not math.isnan(value):
            mean, mass = 0.8 * mean + 0.2 * value, 0.8 * mass + 0.2
        expected.append(None if math.isnan(value) else mean / mass)
    while expected[0] is None:
        expected.pop(0)
    assert told["values"] == pytest.approx(expected)


@pytest.mark.parametrize("limit", [64, 128, 1024])
def test_smoothing_looks_alike_whatever_the_buckets(limit):
    rows = series(5, 1000, gaps=0)
    rows[:, 2] = np.where(rows[:, 0] < 5000, 1.0, 3.0)     # a jump in the middle
    told = line(rows, "smoothed", 0.9, 1000, limit=limit)
    at = {share: np.interp(5000 + share, told["steps"], told["values"]) for share in (-500, 400, 3000)}
    assert at[-500] == pytest.approx(1.0)
    assert at[400] == pytest.approx(3 - 2 * 0.9 ** 20, abs=0.25)     # 40 rows after it, each kept with the root of 0.9
    assert at[3000] == pytest.approx(3.0, abs=0.01)


def test_a_lonely_point_is_seen():
    assert answer("curves/lines.js", "alone(ask.values)", values=[1, None, 2, None, 3, 4]) == [
        True, False, True, False, False, False]


def test_steps_and_seconds_are_each_others_way_back():
    rows = series(2, 300, gaps=0)
    rows[:, 1] = np.random.default_rng(0).random(300).cumsum()
    inside = np.linspace(1, rows[-1, 0], 57).tolist()
    there = answer("curves/seconds.js", "ask.steps.map((step) => secondsAt(ask.list, step))",
                   list=stored([plain(rows)], LIMIT)["list"], steps=inside)
    np.testing.assert_allclose(there, np.interp(inside, rows[:, 0], rows[:, 1]), rtol=1e-9)
    few = stored([plain(rows)], 64)["list"]
    back = answer("curves/seconds.js", "ask.steps.map((step) => stepAt(ask.list, secondsAt(ask.list, step)))",
                  list=few, steps=inside)
    np.testing.assert_allclose(back, inside, rtol=1e-9)
    assert answer("curves/seconds.js", "[secondsAt(ask.list, -5), secondsAt(ask.list, 1e9), secondsAt([], 3)]",
                  list=few) == [pytest.approx(rows[0, 1]), pytest.approx(rows[-1, 1]), None]


WORDS = {"changed": "{setting}: {old} to {new}, after step {step}", "branched": "{title} at {step}",
         "more": "and {n} more", "origin-words": "off {title}",
         "alarm": "alarm", "change": "change", "branch": "branch", "origin": "origin"}


def test_marks_tell_what_happened_in_order_and_close_ones_share_a_symbol():
    changed = [{"step": step, "setting": "beta", "old": None, "new": 2} for step in (100, 101, 102, 103, 104, 900)]
    story = {"alarms": [{"step": 400, "what": "Slow <b>steps</b>."}], "changes": changed, "branches": []}
    marks = answer("curves/marks.js", "marksOf(ask.story, ask.parent, ask.words)", story=story, words=WORDS,
                   parent={"run": "r", "title": "vae", "step": 50})
    assert [(mark["step"], mark["kind"]) for mark in marks] == [
        (50, "origin"), *((step, "change") for step in (100, 101, 102, 103, 104)), (400, "alarm"), (900, "change")]
    assert marks[1]["words"] == "beta: - to 2, after step 100"
    traces = answer("curves/marks.js", """markTraces(ask.marks, {
      at: (step) => step, width: 1000, look: {}, words: ask.words })""", marks=marks, words=WORDS)
    shown = {trace["uid"]: trace for trace in traces}
    assert shown["mark-change"]["x"] == [100, 900]
    assert shown["mark-change"]["text"][0].count("<br>") == 4
    assert "and 1 more" in shown["mark-change"]["text"][0]
    assert shown["mark-alarm"]["text"] == ["Slow &lt;b>steps&lt;/b>."]
    assert len({trace["marker"]["symbol"] for uid, trace in shown.items() if uid.startswith("mark")}) == 3
