"""Means over seeds, what is left out of them, and the sheet."""

import csv
import io

import pytest

from genmodels import worker
from genmodels.runs import RunStore
from genmodels.sweep import outcomes, start
from genmodels.sweep.table import left_out, measured, points, sweep_sheet, told
from genmodels.worker import queue
from tests.sweep.test_plan import plan
from tests.sweep.test_sweeps import TINY

RESULT = {"metric": "pixel_fd", "title": "t", "unit": "u", "low": 1.0, "high": 2.0, "floor": 0.5, "n": 1000, "seed": 0,
          "judge": "pixels", "step": 7, "seconds": 1.0}


@pytest.fixture
def measured_sweep(tmp_path, monkeypatch):
    """Two betas with three seeds; checkpoints are empty folders, numbers are made up; returns store and sweep."""
    for place in (worker, queue):
        monkeypatch.setattr(place, "ensure_launcher", lambda root: root.mkdir(exist_ok=True))
    store = RunStore(tmp_path)
    sweep = start(store, plan((("beta", (0.5, 4.0)),), seeds=3, **TINY))
    for i, entry in enumerate(sweep.entries):
        run = store.get(entry.run)
        (run.folder / "checkpoint-7").mkdir()
        run.add_result(RESULT | {"value": 10.0 + i})
    return store, sweep


def test_the_mean_over_the_seeds_of_each_value(measured_sweep):
    store, sweep = measured_sweep
    found = outcomes(store, sweep)
    line, = measured(found)
    one, two = points(found, line)
    assert (one.values, two.values) == ({"beta": 0.5}, {"beta": 4.0})
    assert (one.spread.mean, two.spread.mean) == (12.0, 13.0)     # 10, 12, 14 and 11, 13, 15
    assert one.spread.high - one.spread.mean == pytest.approx(4.302653 * 2 / 3**0.5)
    assert [(seed.seed, seed.value) for seed in one.seeds] == [(0, 10.0), (1, 12.0), (2, 14.0)]
    assert "beta = 0.5: 12 [7.032, 16.97], 3 of 3 seeds" in told(one)


def test_a_number_got_in_another_way_is_left_out_and_counted(measured_sweep):
    store, sweep = measured_sweep
    run = store.get(sweep.entries[4].run)
    (run.folder / "results.jsonl").unlink()
    run.add_result(RESULT | {"value": 99.0, "n": 500})
    store.get(sweep.entries[1].run).command("stop")
    store.delete(sweep.entries[1].run)
    found = outcomes(store, sweep)
    line, = measured(found)
    one, two = points(found, line)
    assert left_out(line) == 1
    assert [(seed.seed, seed.value) for seed in one.seeds] == [(0, 10.0), (1, 12.0)]
    assert [(seed.seed, seed.value) for seed in two.seeds] == [(1, 13.0), (2, 15.0)]
    assert (two.spread.mean, two.spread.n, two.planned) == (14.0, 2, 3)


def test_the_sheet_has_a_line_for_each_number_and_each_run_without(measured_sweep):
    store, sweep = measured_sweep
    (store.root / sweep.entries[0].run / "results.jsonl").unlink()
    found = outcomes(store, sweep)
    rows = list(csv.DictReader(io.StringIO(sweep_sheet(found, measured(found)).decode("utf-8-sig"))))
    assert len(rows) == 6
    assert (rows[0]["beta"], rows[0]["seed"], rows[0]["state"], rows[0]["value"]) == ("0.5", "0", "queued", "")
    assert (rows[1]["beta"], rows[1]["metric"], rows[1]["value"], rows[1]["n"]) == ("4.0", "pixel_fd", "11.0", "1000")


def test_a_value_that_would_be_a_formula_is_harmless(measured_sweep):
    store, sweep = measured_sweep
    found = outcomes(store, sweep)
    found[0].entry.values["beta"] = "=1+1"
    assert "'=1+1" in sweep_sheet(found, measured(found)).decode("utf-8-sig")
