"""What a run spent: counted by its worker, kept with it, derived where it is older or broken."""

import json

import pytest

from genmodels.cost import Spent, spent
from genmodels.cost.flops import flops_per_step
from genmodels.cost.meter import Meter
from genmodels.cost.nvml import counter
from genmodels.cost.spent import NAME, counted, read_spent, write_spent
from genmodels.models import MODELS
from genmodels.runs import RunStore, default_root
from genmodels.runs.files import append_row
from genmodels.worker import claim, train_here
from tests.running import tiny


@pytest.fixture
def run(tmp_path):
    store = RunStore(tmp_path)
    made = store.create(tiny(steps=30))
    assert train_here(made) == "finished"
    return store.get(made.id)


def test_a_finished_run_has_its_cost_with_it(run):
    kept = json.loads((run.folder / NAME).read_text())
    assert kept["steps"] == 30
    assert kept["cpu_seconds"] > 0
    assert kept["flops"] == 30 * flops_per_step(run.config)
    assert kept["gpu_joules"] is None
    assert spent(run) == Spent(**kept)


def test_what_was_measured_after_the_training_is_not_in_it(run):
    """The status takes its seconds at the end of the training; the cost is counted a save later."""
    assert spent(run).seconds == pytest.approx(run.status.seconds, abs=2.0)
    assert spent(run).seconds >= run.status.seconds


@pytest.mark.parametrize("content", [None, "{", '{"steps": 30}', "[1]"])
def test_an_older_or_damaged_one_is_derived(run, content):
    (run.folder / NAME).unlink()
    if content is not None:
        (run.folder / NAME).write_text(content)
    found = spent(run)
    assert found.cpu_seconds is None
    assert found.processor_seconds == run.status.seconds * run.config.threads
    assert found.flops == 30 * flops_per_step(run.config)


def test_going_on_adds_to_what_was_spent(run):
    first = spent(run)
    claim(run, steps=60)
    assert spent(run).cpu_seconds is None     # while it is at work, what it kept is old
    assert train_here(run) == "finished"
    second = spent(RunStore(run.folder.parent).get(run.id))
    assert second.steps == 60
    assert second.flops == 2 * first.flops
    assert second.cpu_seconds > first.cpu_seconds
    assert second.seconds > first.seconds


def test_moves_that_were_changed_on_the_way_count_from_their_step_on(tmp_path):
    store = RunStore(tmp_path)
    run = store.create(tiny("gan", steps=10))
    one, three = (flops_per_step(tiny("gan", settings={"discriminator_moves": moves})) for moves in (1, 3))
    append_row(run.folder / "changes.jsonl", {"step": 4, "time": 1.0, "setting": "discriminator_moves", "old": 1,
                                              "new": 3})
    assert counted(Spent(10, 1.0, 1, "cpu"), run).flops == 4 * one + 6 * three
    assert counted(Spent(3, 1.0, 1, "cpu"), run).flops == 3 * one


def test_a_count_that_fails_is_unknown_and_the_run_is_finished(tmp_path, monkeypatch):
    from genmodels.cost import flops
    flops._counted.cache_clear()

    def broken(model):
        raise ZeroDivisionError("nothing to divide")
    monkeypatch.setattr(flops, "count", broken)
    store = RunStore(tmp_path)
    made = store.create(tiny("gan", steps=5))
    assert train_here(made) == "finished"
    found = spent(store.get(made.id))
    assert found.flops is None
    assert "nothing to divide" in found.problem
    assert found.cpu_seconds > 0


def test_every_shipped_run_has_a_cost():
    for run in RunStore(default_root()).runs():
        if run.shipped and run.config.model in MODELS:
            found = spent(run)
            assert found.flops > 0, run.id
            assert 1e8 < found.flops_per_second < 1e13, run.id     # a core's power, not a slip of the count


def test_a_file_written_is_the_file_read(tmp_path):
    found = Spent(3, 1.5, 2, "cuda", 1.25, 300.0, 7.0, "")
    write_spent(tmp_path, found)
    assert read_spent(tmp_path) == found


def test_the_meter_stands_while_the_training_rests():
    readings = iter([10.0, 13.0, 20.0, 21.0])
    meter = Meter(lambda: next(readings))
    assert meter.cpu_seconds == 0
    meter.go_on()
    meter.rest()
    assert meter.cpu_seconds == 3
    meter.go_on()
    assert meter.cpu_seconds == 4


def test_an_earlier_life_that_did_not_count_leaves_the_sum_unknown():
    meter = Meter(lambda: 1.0)
    meter.start_from(None, None)
    meter.go_on()
    assert meter.cpu_seconds is None
    meter.start_from(5.0, None)
    meter.go_on()
    assert meter.cpu_seconds == 5


def test_a_gpu_with_a_counter():
    joules = iter([100.0, 160.0])
    meter = Meter(lambda: 0.0)
    meter.read_gpu(lambda: next(joules))
    meter.go_on()
    meter.rest()
    assert meter.gpu_joules == 60


def test_a_device_that_is_not_there_counts_nothing():
    assert counter("GPU-00000000-0000-0000-0000-000000000000")() is None
