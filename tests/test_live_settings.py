"""Settings changed while a run trains: kept with it, and a resume goes on with them bit for bit."""

import errno
import json
from dataclasses import replace

import pytest

from genmodels.checkpoint import load, save
from genmodels.config import ImageSpec
from genmodels.models import MODELS, POINT_MODELS, make_model
from genmodels.runs.commands import FILE
from genmodels.runs.files import append_row
from genmodels.runs.kept import checkpoint_folder
from genmodels.runs.status import read_status, write_status
from genmodels.train import Training
from genmodels.worker import branch, claim, train_here
from tests.running import assert_same_training, tiny

CHANGES = {"vae": {"beta": 4.0, "free_bits": 0.5, "learning_rate": 1e-3},
           "gan": {"generator_rate": 1e-3, "discriminator_moves": 2, "generator_moves": 3}}


@pytest.fixture(params=CHANGES)
def model(request):
    return request.param


def at_steps(monkeypatch, run, wishes):
    """Send commands (kind, values) when a step has been made, and have the worker look at once."""
    made = Training._round

    def round_and_send(self):
        made(self)
        for kind, values in wishes.get(self.step, ()):
            run.command(kind, **values)
    monkeypatch.setattr(Training, "_round", round_and_send)
    monkeypatch.setattr("genmodels.worker.body.LOOK", 0.0)


def sets(model):
    return [("set", {"setting": name, "value": value}) for name, value in CHANGES[model].items()]


def trained(store, monkeypatch, model, wishes, ends="finished", **rest):
    run = store.create(tiny(model, steps=40, **rest))
    with monkeypatch.context() as patch:
        at_steps(patch, run, wishes)
        assert train_here(run) == ends, run.status.error
    return store.get(run.id)


@pytest.mark.parametrize("stop_at", [7, 8, 20, 37])
def test_a_resume_after_a_change_equals_an_uninterrupted_run_bit_for_bit(store, model, stop_at, monkeypatch):
    """Stopped in the very moment of the change too: the checkpoint of that step was saved before or after it."""
    whole = trained(store, monkeypatch, model, {7: sets(model)})
    assert [(row["step"], row["setting"], row["new"]) for row in whole.changes()] == [
        (7, name, value) for name, value in CHANGES[model].items()]
    run = trained(store, monkeypatch, model, {7: sets(model)} | (
        {7: [*sets(model), ("stop", {})]} if stop_at == 7 else {stop_at: [("stop", {})]}), "stopped")
    assert run.checkpoints()[-1] == stop_at
    claim(run)
    assert train_here(run) == "finished"
    assert_same_training(whole, run)
    assert [row["setting"] for row in run.changes()] == list(CHANGES[model])


def test_a_change_after_the_checkpoint_of_its_step_is_not_forgotten(store, monkeypatch):
    whole = trained(store, monkeypatch, "vae", {20: sets("vae")})
    run = trained(store, monkeypatch, "vae", {20: [("checkpoint", {}), *sets("vae"), ("stop", {})]}, "stopped")
    assert load(checkpoint_folder(run.folder, 20)).facts["live"]["beta"] == 4.0
    start = {"beta": 1.0, "free_bits": 0.0, "learning_rate": 0.004}
    saved = load(checkpoint_folder(run.folder, 20))
    save(replace(saved, facts=saved.facts | {"live": start}), run.folder)     # as if the stop had come by kill -9
    claim(run)
    assert train_here(run) == "finished"
    assert_same_training(whole, run)


def test_a_change_without_a_checkpoint_after_it_is_taken_back(store, monkeypatch):
    plain = trained(store, monkeypatch, "vae", {})
    run = trained(store, monkeypatch, "vae", {20: [("stop", {})]}, "stopped")
    append_row(run.folder / "changes.jsonl", {"step": 23, "time": 1.0, "setting": "beta", "old": 1.0, "new": 4.0})
    write_status(run.folder, replace(read_status(run.folder), state="running", step=25))     # as kill -9 leaves it
    assert run.state == "lost"
    claim(run)
    assert train_here(run) == "finished"
    assert run.changes() == []
    assert_same_training(plain, run)


def test_a_branch_has_its_own_settings_whatever_its_parent_was_told(store, monkeypatch):
    parent = trained(store, monkeypatch, "vae", {7: sets("vae")})
    child = branch(store, parent.id, 40, tiny(steps=60, settings={"beta": 2.0}))
    assert train_here(child) == "finished"
    assert load(checkpoint_folder(child.folder, 60)).facts["live"] == {
        "learning_rate": 0.004, "beta": 2.0, "free_bits": 0.0}


def test_a_value_that_is_set_already_leaves_no_mark(store, monkeypatch):
    run = trained(store, monkeypatch, "vae", {7: [("set", {"setting": "beta", "value": 1})]})
    assert run.changes() == []


def test_a_change_that_cannot_be_written_down_is_taken_back(store, monkeypatch):
    whole = trained(store, monkeypatch, "vae", {})

    def full(self, *change):
        raise OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("genmodels.worker.recorder.Recorder.change", full)
    run = store.create(tiny(steps=40))
    with monkeypatch.context() as patch:
        at_steps(patch, run, {7: [*sets("vae"), ("resume", {})]})
        assert train_here(run) == "finished"
    assert "beta stays 1.0, for the disk is full" in run.log()
    assert_same_training(whole, run)


def test_a_command_of_an_older_version_is_refused_and_harms_nothing(store, monkeypatch):
    plain = trained(store, monkeypatch, "vae", {})
    run = store.create(tiny(steps=40))
    append_row(run.folder / FILE, {"number": 1, "kind": "set", "time": 0.0, "player": "vae", "learning_rate": 1e-4})
    assert train_here(run) == "finished"
    assert run.status.acknowledged == 1
    assert_same_training(plain, run)


@pytest.mark.parametrize("rows", ['{"step": 3}\n', '[1]\n{"torn', '{"step": 3, "setting": "beta", "new": 2}\n'])
def test_damaged_changes_are_left_out(store, rows):
    run = store.create(tiny(steps=40))
    (run.folder / "changes.jsonl").write_text(rows)
    assert (run.changes(), run.changed_settings()) == ([], {})


def test_changes_up_to_a_step_are_told_apart(store):
    run = store.create(tiny(steps=40))
    lines = [{"step": step, "time": 0.1, "setting": name, "old": 1, "new": new}
             for step, name, new in ((3, "beta", 2.0), (9, "beta", 4.0), (9, "free_bits", 0.5))]
    (run.folder / "changes.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert run.changed_settings(8) == {"beta": 2.0}
    assert run.changed_settings() == {"beta": 4.0, "free_bits": 0.5}


def test_what_a_training_descends_by_can_be_changed_in_every_model():
    """A field that names a rate, moves or a weight of the loss is live; so a new model is tested by existing."""
    for kind in (MODELS | POINT_MODELS).values():
        for name, field in kind.Config.model_fields.items():
            if name.endswith(("_rate", "_moves")) or name in ("beta", "gamma", "penalty", "free_bits"):
                assert field.json_schema_extra["live"], f"{kind.name} {name}"


def test_a_run_of_before_the_generator_had_moves_still_opens():
    model = make_model("wgan_gp", ImageSpec(channels=1, size=8), 10, {"critic_moves": 3})
    assert [player.moves for player in model.players()] == [3, 1]
