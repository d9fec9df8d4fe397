"""Comparisons as CSV: read back whole, and no cell that a spreadsheet would run."""

import csv
import io

import pytest

from genmodels.compare.comparable import Subject
from genmodels.compare.numbers import numbers
from genmodels.compare.settings import settings
from genmodels.compare.sheet import numbers_sheet, settings_sheet, sheet
from tests.running import tiny


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_would_be_a_formula_gets_an_apostrophe(start):
    text = f"{start}cmd|' /C calc'!A0"
    assert read(sheet([[text, f"safe{text}"]])) == [[f"'{text}", f"safe{text}"]]


def test_numbers_stay_numbers():
    assert read(sheet([[-0.5, 3, None, True, "-0.5"]])) == [["-0.5", "3", "", "True", "'-0.5"]]


def test_quotes_commas_and_lines_survive():
    cell = 'a "title", with\r\ntwo lines; ü'
    assert read(sheet([[cell, "b"]])) == [[cell, "b"]]


def test_every_number_says_how_it_was_got():
    row = {"metric": "kid", "value": -0.5, "low": -0.6, "high": -0.4, "floor": None, "n": 1000, "seed": 0,
           "judge": "=j", "step": 5, "seconds": 1.0}
    lines = numbers([Subject("mnist", 5, [row]), Subject("mnist", 5, [row | {"n": 2000}]), Subject("mnist", 5, [])])
    head, one, other = read(numbers_sheet(lines, ["a", "@b", "c"], ["=A", "B", "C"]))
    table = [dict(zip(head, cells, strict=True)) for cells in (one, other)]
    assert [line["run"] for line in table] == ["a", "'@b"]
    assert (table[0]["title"], table[0]["judge"], table[0]["value"]) == ("'=A", "'=j", "-0.5")
    assert {line["compares"] for line in table} == {"yes", "no: n 1000 instead of 2000"}


def test_settings_of_different_models_stand_in_one_table():
    rows = settings([tiny("vae", seed=1), tiny("gan")])
    table = {name: cells for name, *cells in read(settings_sheet(rows, ["a", "b"], ["A", "=B"]))}
    assert table["title"] == ["", "A", "'=B"]
    assert table["seed"] == ["yes", "1", "0"]
    assert table["dataset"] == ["no", "digits", "digits"]
    assert table["beta"] == ["yes", "1.0", ""]


def test_settings_that_came_after_a_run_count_with_their_defaults():
    old = tiny("vae")
    older = old.model_copy(update={"settings": {name: value for name, value in old.settings.items() if name != "beta"}})
    assert "beta" in {row.name for row in settings([older])}
    assert not [row for row in settings([old, older]) if row.differs]


def test_settings_of_a_model_that_is_not_known_here_are_shown_as_they_are():
    stranger = tiny("vae").model_copy(update={"model": "from tomorrow", "settings": {"warp": 9}})
    assert {row.name: row.values for row in settings([stranger])}["warp"] == (9,)
