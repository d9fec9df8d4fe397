"""metrics.jsonl as columns: rows as they are written, thinned so that extremes, gaps and measured points stay."""

import json
import math

import numpy as np
import pytest

from genmodels.runs.columns import FACTS, LIMIT, PLACES, Columns, bucket_size, thinned
from genmodels.runs.files import append_row, write_rows

RANDOM = np.random.default_rng(0)


def row(step, **values):
    return {"step": step, "time": step / 10, "values": values}


def logged(n, start=0):
    return [row(10 * (start + i) or 1, loss=float(value)) for i, value in enumerate(RANDOM.standard_normal(n))]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "metrics.jsonl"


def every(columns):
    return columns.since("", 0)


def test_rows_are_read_once_and_only_new_ones_are_given(file):
    write_rows(file, logged(5))
    columns = Columns(file)
    first = every(columns)
    assert (first.first, first.end, first.size, first.terms) == (0, 5, 1, ("loss",))
    append_row(file, row(50, loss=1.5, kl=None))
    more = columns.since(first.epoch, first.end)
    np.testing.assert_array_equal(more.table, [[50, 5.0, math.nan, 1.5]])
    assert more.terms == ("kl", "loss")
    assert len(columns.since(more.epoch, more.end).table) == 0


def test_a_file_that_was_taken_back_is_told_from_its_beginning(file):
    write_rows(file, logged(50))
    columns = Columns(file)
    before = every(columns)
    write_rows(file, [*logged(20), *logged(60, start=20)])     # a resumed run has grown past where it was
    after = columns.since(before.epoch, before.end)
    assert (after.first, after.end) == (0, 80)
    assert after.epoch != before.epoch


def test_of_a_step_told_twice_the_newer_row_counts(file):
    write_rows(file, [row(1, loss=1.0), row(10, loss=2.0), row(20, loss=3.0)])
    columns = Columns(file)
    before = every(columns)
    append_row(file, row(10, loss=9.0))
    after = columns.since(before.epoch, before.end)
    assert (after.first, after.table.tolist()) == (0, [[1, 0.1, 1.0], [10, 1.0, 9.0]])


def test_a_file_that_is_not_there_yet_or_no_more_has_no_rows(file):
    columns = Columns(file)
    assert every(columns).end == 0
    write_rows(file, logged(3))
    assert every(columns).end == 3
    file.unlink()
    assert every(columns).end == 0


@pytest.mark.parametrize("damage", [
    "[1]", '{"step": true, "time": 1, "values": {}}', '{"step": 5, "time": 1, "values": 3}',
    '{"step": 1e999, "time": 1, "values": {}}', '{"step": "5", "time": 1, "values": {}}',
    f'{{"step": 1{"0" * 400}, "time": 1, "values": {{}}}}'])
def test_damaged_rows_are_left_out(damage, file):
    file.write_text(f"{damage}\n{json.dumps(row(7, loss=2.0))}\n")
    assert every(Columns(file)).table.tolist() == [[7, 0.7, 2.0]]


def test_a_value_that_is_no_finite_number_is_a_gap(file):
    file.write_text('{"step": 1, "time": 1, "values": {"loss": "x", "kl": Infinity}}\n')
    np.testing.assert_array_equal(every(Columns(file)).table, [[1, 1, math.nan, math.nan]])


def test_seconds_go_on_evenly_between_two_rows(file):
    assert Columns(file).seconds([5]) == [0]
    write_rows(file, [row(10), row(20), row(40)])
    columns = Columns(file)
    assert columns.seconds([0, 5, 10, 30, 99]) == pytest.approx([0, 0.5, 1, 3, 4])
    assert columns.seconds([]) == []
    write_rows(file, [row(10), row(15)])
    assert columns.seconds([30]) == pytest.approx([1.5])


@pytest.mark.parametrize("rows", [LIMIT, LIMIT + 1, 3 * LIMIT, 10_001])
def test_an_answer_is_bounded_however_long_the_run(rows, file):
    write_rows(file, logged(rows))
    told = every(Columns(file))
    assert len(told.table) <= LIMIT
    assert told.size == bucket_size(rows)
    assert (told.size == 1) == (rows <= LIMIT)


def test_one_who_was_away_for_long_is_told_the_whole_anew(file):
    write_rows(file, logged(10))
    columns = Columns(file)
    before = every(columns)
    for one in logged(LIMIT + 1, start=10):
        append_row(file, one)
    assert columns.since(before.epoch, before.end).first == 0


def test_a_range_is_told_finer_with_a_row_on_either_side(file):
    write_rows(file, logged(5000))
    columns = Columns(file)
    part = columns.between(10_000, 10_100)
    assert part.size == 1
    assert part.table[:, 0].tolist() == list(range(9990, 10_120, 10))
    assert len(columns.between(9e9, 9.1e9).table) <= 1
    assert len(columns.between(100, 50).table) <= 2
    assert columns.between(-1e9, 1e9).size == bucket_size(5000)


def test_only_the_terms_asked_for_are_told(file):
    write_rows(file, [row(1, a=1.0, b=2.0, c=3.0)])
    assert Columns(file).since("", 0, ("c", "none", "a")).terms == ("c", "a")


@pytest.mark.parametrize("seed", range(5))
def test_thinning_keeps_what_was_smallest_and_largest_where_it_was(seed):
    random = np.random.default_rng(seed)
    n, size = int(random.integers(5, 400)), int(2 ** random.integers(1, 5))
    values = np.where(random.random((n, 2)) < 0.2, math.nan, random.standard_normal((n, 2)))
    values[: size, 1] = math.nan                                                   # a whole bucket without a value
    table = np.column_stack([10.0 * np.arange(n), np.arange(n) / 7, values])
    buckets = thinned(table, size)
    assert buckets.shape == (-(-n // size), len(PLACES) + 2 * len(FACTS))
    for b, told in enumerate(buckets):
        rows = table[b * size:(b + 1) * size]
        assert told[:5].tolist() == [len(rows), rows[0, 0], rows[-1, 0], rows[0, 1], rows[-1, 1]]
        for term in range(2):
            least, most, at_least, at_most, total, finite = told[5 + 6 * term:][:6]
            column = rows[:, 2 + term]
            assert finite == np.isfinite(column).sum()
            assert total == pytest.approx(np.nansum(column))
            if not finite:
                assert np.isnan([least, most, at_least, at_most]).all()
                continue
            assert (least, most) == (np.nanmin(column), np.nanmax(column))
            assert least == rows[rows[:, 0] == at_least, 2 + term].item()
            assert most == rows[rows[:, 0] == at_most, 2 + term].item()
