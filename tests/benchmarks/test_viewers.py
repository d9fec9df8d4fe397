"""What counts as the age of a row and as kept when watching is measured."""

import pytest

from benchmarks.long_run import PICTURES, STEPS, long_run
from benchmarks.viewers import Line, ages, lost, p95
from genmodels.runs import RunStore
from tests.test_layers import ROOT


def test_a_row_is_as_old_as_the_drawing_that_shows_it_first():
    rows = [(10, 1.0), (20, 2.0), (30, 3.0), (40, 4.0), (50, 5.0)]
    drawn = [(102.5, 20), (104.5, 40), (106.0, 50)]
    assert ages(drawn, rows, zero=100.0) == pytest.approx([1.5, 0.5, 1.0])
    assert ages(drawn[:1], rows, zero=100.0) == []


def test_what_is_lost_is_a_share_of_what_there_was():
    assert lost([100, 101, 99], [97, 96, 98]) == pytest.approx(0.03)
    assert lost([100], [105]) < 0
    assert p95([1.0] * 90 + [9.0] * 10) == 9.0


def test_a_limit_is_kept_up_to_its_value():
    assert Line("age", 1.2, 1.2, "s", "n = 3").kept
    assert not Line("age", 1.21, 1.2, "s", "n = 3").kept
    assert "BROKEN" in str(Line("age", 1.21, 1.2, "s", "n = 3"))


def test_the_long_run_is_one_that_every_reader_takes_for_real(tmp_path):
    run = RunStore(tmp_path).get(long_run(tmp_path, ROOT / "checkpoints" / "gan-mnist"))
    assert (run.state, run.status.step) == ("finished", STEPS)
    assert len(run.snapshots()) == PICTURES
    assert [run.metrics()[0][0]["step"], run.metrics()[0][-1]["step"]] == [1, STEPS]
    assert len(run.alarms()) == len(run.changes()) == 5
