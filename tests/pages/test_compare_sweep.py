"""Compare, section Sweep: the form, the start, a result as curve and map, what failed, stopping and going on."""

import csv
import io
import json

import pytest

from genmodels import worker
from genmodels.errands import sweeping
from genmodels.errands.errand import Errand
from genmodels.runs import RunStore
from genmodels.runs.status import read_status, write_status
from genmodels.sweep import SweepStore, outcomes, start
from tests.pages.media import media  # noqa: F401  (a fixture)
from tests.pages.promised import PROMISE
from tests.pages.reading import healthy, words
from tests.sweep.test_plan import plan
from tests.sweep.test_sweeps import TINY
from tests.sweep.test_table import RESULT


@pytest.fixture(autouse=True)
def promised(empty, monkeypatch):
    monkeypatch.setattr(worker, "promise", lambda root, config, timeout: PROMISE)


def opened(open_page, **query):
    return open_page("compare", section="Sweep", **query)


def settled(at):
    """The page after its promise came."""
    for _ in range(50):
        if any(metric.label == "Training, all together" for metric in at.metric):
            return at
        at = healthy(at.run())
    raise AssertionError("no promise came")


def made(world, over=(("beta", (0.5, 4.0)),), seeds=2, ends=None, **rest):
    """A sweep whose runs have ended, each with a made-up number 10, 11, 12, ..."""
    sweep = start(world, plan(over, seeds=seeds, **TINY, **rest))
    for i, entry in enumerate(sweep.entries):
        run = world.get(entry.run)
        (run.folder / "checkpoint-7").mkdir()
        run.add_result(RESULT | {"value": 10.0 + i})
        end(run, (ends or {}).get(i, "finished"))
    return sweep


def end(run, state):
    status = read_status(run.folder)
    write_status(run.folder, status.__class__(**{
        **vars(status), "state": state, "error": "The disk broke." if state == "failed" else None}))


def traces(at):
    chart, = at.get("plotly_chart")
    return json.loads(chart.proto.spec)["data"]


def test_the_form_says_what_it_will_be(world, open_page):
    at = settled(opened(open_page, model="vae", dataset="digits"))
    assert {metric.label: metric.value for metric in at.metric}["Runs"] == "9"
    assert "3 values of “Latent dim” times 3 seeds" in words(at)
    assert {metric.label: metric.value for metric in at.metric}["Training, all together"] == "4 min 30 s"


def test_a_value_that_does_not_fit_gets_a_sentence_and_nothing_can_start(world, open_page):
    at = opened(open_page, model="vae", dataset="digits")
    at = healthy(at.text_input(key="sweep-vae-1-latent_dim").set_value("8, 999").run())
    assert "latent_dim = 999 cannot be trained" in words(at)
    assert at.button(key="start-sweep").disabled
    at = healthy(at.text_input(key="sweep-vae-1-latent_dim").set_value("8").run())
    assert "latent_dim has 1 values; allowed are 2 to 8" in words(at)


def test_start_submits_all_runs_and_leads_to_the_result(world, open_page):
    at = settled(opened(open_page, model="vae", dataset="digits"))
    at = healthy(at.selectbox(key="sweep-vae-1").select("beta").run())
    at = healthy(at.text_input(key="sweep-vae-1-beta").set_value("0.5, 4").run())
    at = healthy(at.selectbox(key="sweep-vae-2").select("width").run())
    at = healthy(at.text_input(key="sweep-vae-2-width").set_value("16, 32").run())
    at = healthy(next(one for one in at.slider if one.key == "sweep-seeds").set_value(1).run())
    at = healthy(settled(at).button(key="start-sweep").click().run())
    sweep, = SweepStore(world.root).sweeps()
    assert [entry.values for entry in sweep.entries] == [
        {"beta": beta, "width": width} for beta in (0.5, 4) for width in (16, 32)]
    assert {world.get(entry.run).config.steps for entry in sweep.entries} == {1500}
    assert at.query_params["sweep"] == sweep.id
    assert "The first numbers come when the first run has finished" in words(at)


def test_one_setting_is_a_curve_with_students_interval(world, open_page):
    sweep = made(world, seeds=3)
    at = opened(open_page, sweep=sweep.id)
    mean, dots = traces(at)
    assert (mean["x"], mean["y"]) == ([0.5, 4.0], [12.0, 13.0])
    assert mean["error_y"]["array"] == pytest.approx([4.302653 * 2 / 3**0.5] * 2)
    assert dots["y"] == [10.0, 12.0, 14.0, 11.0, 13.0, 15.0]
    assert "by Student's t because they are fewer than eight" in words(at)
    assert at.table[0].value.iloc[0].tolist() == ["0.5", "12 (7.032 to 16.97)", "3 of 3"]


def test_one_seed_has_no_interval_and_says_so(world, open_page):
    at = opened(open_page, sweep=made(world, seeds=1).id)
    assert traces(at)[0]["error_y"]["array"] == [0, 0]
    assert "One training for each value: no interval" in words(at)
    assert at.table[0].value.iloc[0].tolist() == ["0.5", "10", "1 of 1"]


def test_two_settings_are_a_map(world, open_page):
    at = opened(open_page, sweep=made(world, (("beta", (0.5, 4.0)), ("free_bits", (0.0, 1.0))), seeds=1).id)
    chart, = traces(at)
    assert (chart["type"], chart["x"], chart["y"]) == ("heatmap", ["0.5", "4"], ["0", "1"])
    assert chart["z"] == [[10.0, 12.0], [11.0, 13.0]]


def test_words_as_values_stand_side_by_side(world, open_page):
    at = opened(open_page, sweep=made(world, (("likelihood", ("bernoulli", "gaussian")),), seeds=1).id)
    assert traces(at)[0]["x"] == ["bernoulli", "gaussian"]


def test_a_failed_run_is_told_and_the_others_count(world, open_page):
    sweep = made(world, ends={1: "failed"})
    (world.get(sweep.entries[1].run).folder / "results.jsonl").unlink()
    at = opened(open_page, sweep=sweep.id)
    assert "beta = 4, seed 0: The disk broke." in words(at)
    assert traces(at)[0]["y"] == [11.0, 13.0]
    assert at.table[0].value.iloc[1].tolist()[2] == "1 of 2"


def test_deleted_runs_break_nothing(world, open_page):
    sweep = made(world)
    for entry in sweep.entries:
        world.delete(entry.run)
    at = opened(open_page, sweep=sweep.id)
    assert "The first numbers come when" in words(at)
    assert not at.get("plotly_chart")


def test_the_rest_is_stopped_and_taken_up_again(world, open_page):
    sweep = start(world, plan(**TINY))
    at = opened(open_page, sweep=sweep.id)
    at = healthy(at.button(key="stop-sweep").click().run())
    assert {one.state for one in outcomes(world, sweep)} == {"stopped"}
    healthy(at.button(key="resume-sweep").click().run())
    assert {one.state for one in outcomes(world, sweep)} == {"queued"}


def test_another_number_is_measured_by_a_process_of_its_own(world, open_page, monkeypatch):
    asked = []
    monkeypatch.setattr(Errand, "start", lambda self: asked.append((self.module, self.arguments)))
    sweep = made(world)
    at = opened(open_page, sweep=sweep.id)
    healthy(at.button(key="measure-sweep").click().run())
    assert asked == [("genmodels.errands.sweeping", (str(world.root), sweep.id, "kid"))]


def test_the_process_measures_what_is_finished(world):
    """The two trained runs of this world, as if they were a sweep's."""
    sweep = start(world, plan(seeds=1, **TINY))
    kept = SweepStore(world.root)
    for place, run in enumerate(run for run in world.runs() if run.state == "finished"):
        sweep = kept.set_run(sweep.id, place, run.id)
    for said in ("2 runs measured, 0 had been before.", "0 runs measured, 2 had been before."):
        assert sweeping.main(world.root, sweep.id, "diversity") == 0
        assert sweeping.measuring(world.root, sweep.id).word().words == said
    measured = [one.run for one in outcomes(world, sweep) if one.state == "finished"]
    assert [sum(row["metric"] == "diversity" for row in run.results()) for run in measured] == [1, 1]
    assert kept.sweeps() == [sweep]     # its files are no sweeps


def test_what_cannot_be_measured_is_a_sentence_and_stops_no_other(world):
    sweep = made(world)     # their checkpoints are empty folders
    assert sweeping.main(world.root, sweep.id, "diversity") == 2
    assert "checkpoint is incomplete" in sweeping.measuring(world.root, sweep.id).word().words
    real = next(run for run in world.runs() if "seed" not in run.title)
    sweep = SweepStore(world.root).set_run(sweep.id, 2, real.id)
    assert sweeping.main(world.root, sweep.id, "diversity") == 0
    said = sweeping.measuring(world.root, sweep.id).word().words
    assert said.startswith("1 runs measured, 0 had been before.")
    assert "checkpoint is incomplete" in said


def test_the_result_as_a_file(world, open_page, media):  # noqa: F811
    sweep = made(world)
    sheet = media.download(opened(open_page, sweep=sweep.id), "Sweep as CSV").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert [(row["beta"], row["seed"], row["value"]) for row in rows] == [
        ("0.5", "0", "10.0"), ("4.0", "0", "11.0"), ("0.5", "1", "12.0"), ("4.0", "1", "13.0")]


def test_a_stranger_in_the_address_is_told(world, open_page):
    at = opened(open_page, sweep="gone")
    assert "There is no sweep 'gone' here" in words(at)
    assert RunStore(world.root).runs()
