"""Sweeps on the disk and in the queue: started, stopped, gone on with, damaged; and a tiny one that really trains."""

import json

import pytest

from genmodels import worker
from genmodels.errors import ConfigError, RunError
from genmodels.runs import Run, RunStore
from genmodels.runs.status import marker
from genmodels.sweep import SweepStore, go_on, outcomes, start, stop
from genmodels.sweep.plan import cells
from genmodels.sweep.promise import key, probes
from genmodels.worker import queue, train_here
from tests.running import tiny
from tests.sweep.test_plan import plan, promised

TINY = {"settings": {"width": 16, "depth": 0, "latent_dim": 2, "batch_size": 16}, "precision": "float32"}


@pytest.fixture
def store(tmp_path, monkeypatch):
    """No launcher starts: what is submitted waits."""
    for place in (worker, queue):
        monkeypatch.setattr(place, "ensure_launcher", lambda root: root.mkdir(exist_ok=True))
    return RunStore(tmp_path / "runs")


def states(store, sweep):
    return [one.state for one in outcomes(store, sweep)]


def test_every_cell_is_an_ordinary_run_in_the_queue(store):
    sweep = start(store, plan(**TINY))
    assert len(store.runs()) == 6
    assert states(store, sweep) == ["queued"] * 6
    assert SweepStore(store.root).sweeps() == [sweep]
    run = store.get(sweep.entries[4].run)
    assert (run.config.settings["beta"], run.config.seed) == (1.0, 1)
    assert run.title == "vae on digits · beta = 1 · seed 1"


def test_the_promise_settles_the_steps_before_the_start(store):
    described = plan(**TINY)
    config, = probes(cells(described))
    sweep = start(store, described, {key(config): promised(123, 4.0)})
    assert {store.get(entry.run).config.steps for entry in sweep.entries} == {123}
    assert {entry.steps for entry in sweep.entries} == {123}
    assert sweep.seconds == 24.0
    assert store.get(sweep.entries[0].run).status.promise["steps"] == 123


def test_nothing_is_started_when_one_would_be_refused(store):
    with pytest.raises(ConfigError):
        start(store, plan((("beta", (1.0, 99.0)),)))
    assert store.runs() == []
    assert SweepStore(store.root).sweeps() == []


def test_a_run_someone_starts_meanwhile_does_not_wait_for_the_whole_sweep(store, monkeypatch):
    monkeypatch.setenv("GENMODELS_SLOTS", "1")
    sweep = start(store, plan(**TINY))     # six runs of five seconds
    mine = worker.submit(store, tiny())
    swept = [entry.run for entry in sweep.entries]
    due = {name: marker(store.root / name).stat().st_mtime for name in (mine.id, *swept)}
    assert sorted(due, key=due.get) == [swept[0], mine.id, *swept[1:]]
    assert due[swept[5]] - due[swept[0]] == pytest.approx(25, abs=3)


def test_stopping_leaves_what_is_finished(store):
    sweep = start(store, plan((("beta", (1.0, 2.0)),), steps=3, seconds=None, **TINY))
    assert train_here(Run(store.root / sweep.entries[0].run)) == "finished"
    sweep = stop(store, sweep)
    assert states(store, sweep) == ["finished", "stopped", "stopped", "stopped"]
    assert sweep.stopped
    assert SweepStore(store.root).get(sweep.id).stopped


def test_going_on_takes_up_what_was_cut_off_and_starts_what_never_was(store):
    sweep = start(store, plan((("beta", (1.0, 2.0)),), steps=3, seconds=None, **TINY))
    file = store.root / ".sweeps" / f"{sweep.id}.json"
    content = json.loads(file.read_text())
    store.get(content["runs"][3]["run"]).command("stop")
    store.delete(content["runs"][3]["run"])
    content["runs"][3]["run"] = None     # as if the page had died while it started them
    file.write_text(json.dumps(content))
    sweep = stop(store, SweepStore(store.root).get(sweep.id))
    assert states(store, sweep) == ["stopped"] * 3 + ["not started"]
    sweep = go_on(store, sweep)
    assert states(store, sweep) == ["queued"] * 4
    again = store.get(sweep.entries[3].run)
    assert (again.config.settings["beta"], again.config.seed, again.config.steps) == (2.0, 1, 3)
    assert not sweep.stopped


def test_deleted_and_damaged_runs_break_nothing(store):
    sweep = stop(store, start(store, plan((("beta", (1.0, 2.0)),), seeds=1, **TINY)))
    store.delete(sweep.entries[0].run)
    (store.root / sweep.entries[1].run / "config.json").write_text("{")
    found = outcomes(store, sweep)
    assert [one.state for one in found] == ["deleted", "damaged"]
    assert all(one.run is None and one.error for one in found)
    assert states(store, go_on(store, sweep)) == ["deleted", "damaged"]
    assert stop(store, sweep).stopped


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"plan": {"model": 3}, "created": 1, "runs": []}'])
def test_a_damaged_sweep_is_a_sentence_and_hides_no_other(store, content):
    good = start(store, plan(**TINY))
    (store.root / ".sweeps" / "bad.json").write_text(content)
    assert SweepStore(store.root).sweeps() == [good]
    with pytest.raises(RunError, match="bad"):
        SweepStore(store.root).get("bad")


@pytest.mark.parametrize("name", ["gone", "../runs", "..", "a/b", ""])
def test_a_stranger_is_a_sentence(store, name):
    with pytest.raises(RunError, match="There is no"):
        SweepStore(store.root).get(name)


def test_a_tiny_sweep_trains_and_a_failing_run_stops_nobody(store):
    sweep = start(store, plan(steps=20, seconds=None, seeds=1, **TINY))
    broken = store.get(sweep.entries[1].run)
    (broken.folder / "checkpoint-1").write_text("no folder")     # in the way of its first checkpoint
    ends = [train_here(Run(store.root / entry.run)) for entry in sweep.entries]
    assert ends == ["finished", "failed", "finished"]
    found = outcomes(store, sweep)
    assert [one.state for one in found] == ["finished", "failed", "finished"]
    assert found[1].error
    assert all(one.ended for one in found)
    assert all(found[i].run.results() for i in (0, 2))
