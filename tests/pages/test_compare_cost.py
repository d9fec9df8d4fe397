"""Compare, section Cost: the chart's marks, the frontier, bands, what is missing; and the line on Watch."""

import csv
import io
import json

import pytest

from genmodels.cost.spent import NAME, Spent, write_spent
from genmodels.runs.files import append_row
from tests.pages.media import media  # noqa: F401  (a fixture)
from tests.pages.reading import healthy, words

KID = {"metric": "kid", "title": "KID", "unit": "", "value": 1.0, "low": 0.9, "high": 1.1, "floor": 0.0, "n": 1000,
       "seed": 0, "judge": "a judge", "step": 30, "seconds": 1.0}


@pytest.fixture
def pair(finished_vae, finished_gan):
    """A cheap and a dear run with one number each, the dear one better."""
    for run, seconds, value in ((finished_vae, 10.0, 2.0), (finished_gan, 100.0, 1.0)):
        for name in ("results.jsonl", "live.jsonl"):
            (run.folder / name).unlink(missing_ok=True)
        run.add_result(KID | {"value": value, "low": value - 0.1, "high": value + 0.1})
        write_spent(run.folder, Spent(30, seconds, 1, "cpu", cpu_seconds=seconds, flops=seconds * 1e9))
    return finished_vae, finished_gan


def opened(open_page, pair, **query):
    return open_page("compare", runs=",".join(run.id for run in pair), section="Cost", **query)


def traces(at):
    """The chart's traces: the frontier first, then paths, then a mark for each run."""
    chart, = at.get("plotly_chart")
    return json.loads(chart.proto.spec)["data"]


def numbers(axis):
    """Plotly packs long lists of numbers."""
    return axis if isinstance(axis, list) else [axis]


def column(at, place):
    table = at.table[0].value
    return dict(zip(table.iloc[:, 0], table.iloc[:, place], strict=True))


def test_a_mark_for_each_run_and_the_frontier_through_both(pair, open_page):
    frontier, *marks = traces(opened(open_page, pair))
    assert [mark["text"] for mark in marks] == [["A"], ["B"]]
    assert [(mark["x"], mark["y"]) for mark in marks] == [([10.0], [2.0]), ([100.0], [1.0])]
    assert (frontier["x"], frontier["y"], frontier["line"]["shape"]) == ([10.0, 100.0], [2.0, 1.0], "hv")


def test_a_dearer_run_that_is_no_better_is_not_on_the_frontier(pair, open_page):
    pair[1].add_result(KID | {"value": 3.0, "low": 2.9, "high": 3.1})
    at = opened(open_page, pair)
    assert traces(at)[0]["x"] == [10.0]
    assert column(at, 1)["Best frontier"] == "★ on it"
    assert column(at, 2)["Best frontier"] == ""


def test_energy_has_its_band_in_the_chart_and_in_the_table(pair, open_page):
    at = opened(open_page, pair, cost="energy")
    mark = traces(at)[1]
    assert (mark["x"], mark["error_x"]["array"], mark["error_x"]["arrayminus"]) == ([100.0], [100.0], [50.0])
    assert column(at, 1)["Energy"] == "100 J (50.0 J to 200 J)"
    assert column(at, 1)["CO₂"] == "13.2 mg (6.60 mg to 26.4 mg)"
    assert column(at, 1)["Operations"] == "10.0 GFLOP"
    assert column(at, 1)["Achieved"] == "1.00 GFLOP/s"
    assert "10 W a core (band: 5 to 20 W)" in words(at)


def test_the_reader_sets_the_watts_and_the_address_keeps_them(pair, open_page):
    at = opened(open_page, pair, cost="energy")
    at = healthy(at.number_input(key="core_watts").set_value(20.0).run())
    assert traces(at)[1]["x"] == [200.0]
    at = healthy(at.number_input(key="core_watts").set_value(50.0).run())
    assert "band 5 to 20 does not hold core_watts = 50" in words(at)
    assert traces(at)[1]["x"] == [100.0]


def test_operations_as_cost(pair, open_page):
    assert traces(opened(open_page, pair, cost="flops"))[1]["x"] == [1e10]


def test_a_number_got_in_another_way_stays_out_with_the_command_that_helps(pair, open_page):
    (pair[1].folder / "results.jsonl").unlink()
    pair[1].add_result(KID | {"n": 500})
    at = opened(open_page, pair)
    assert len(traces(at)) == 2
    assert f"evaluate {pair[1].id} --metric kid -n 1000 --seed 0" in words(at)


def test_numbers_from_the_training_are_a_way(pair, open_page):
    for step in (10, 20, 30):
        append_row(pair[0].folder / "live.jsonl", KID | {"value": 40.0 / step, "step": step, "time": step / 3})
    append_row(pair[0].folder / "live.jsonl", KID | {"value": 9.0, "step": 30, "time": 10.0, "metric": "diversity"})
    at = opened(open_page, pair, quality="live-kid")
    _, way, mark = traces(at)
    assert way["y"] == [4.0, 2.0, 40.0 / 30]
    assert way["x"] == pytest.approx([10 / 3, 20 / 3, 10.0])
    assert mark["y"] == [40.0 / 30]
    assert "not measured so while they trained" in words(at)


def test_a_number_that_is_best_as_real_is_drawn_as_its_distance(pair, open_page):
    for run, value in zip(pair, (0.7, 1.2), strict=True):
        run.add_result(KID | {"metric": "diversity", "value": value, "low": value - 0.1, "high": value + 0.1,
                              "floor": 1.0})
    marks = traces(opened(open_page, pair, quality="diversity"))[1:]
    assert [mark["y"][0] for mark in marks] == pytest.approx([0.3, 0.2])


def test_the_table_as_a_file(pair, open_page, media):  # noqa: F811
    sheet = media.download(opened(open_page, pair), "Costs as CSV").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [(row["run"], float(row["joules"]), float(row["joules_low"])) for row in rows] == [
        (pair[0].id, 100.0, 50.0), (pair[1].id, 1000.0, 500.0)]


def test_runs_without_a_number_are_told_how_to_get_one(pair, open_page):
    for run in pair:
        (run.folder / "results.jsonl").unlink()
    at = opened(open_page, pair)
    assert "genmodels evaluate" in words(at)
    assert not at.get("plotly_chart")


def test_watch_says_what_a_finished_run_cost(finished_gan, open_page):
    said = words(open_page("watch", run=finished_gan.id, section="Settings"))
    assert "of processor time" in said
    assert "FLOP at " in said


def test_watch_says_why_operations_are_unknown(finished_gan, open_page, monkeypatch):
    (finished_gan.folder / NAME).unlink()
    from genmodels.cost import flops
    from genmodels.errors import ConfigError

    def unknown(config):
        raise ConfigError("It cannot be counted.")
    monkeypatch.setattr(flops, "flops_per_step", unknown)
    at = open_page("watch", run=finished_gan.id, section="Settings")
    assert "unknown at unknown" in words(at)
