"""Branches: what they begin with, what they may do otherwise, and the family they belong to."""

import json
import shutil

import pytest
import torch

from genmodels.branching import check_branch, free_knobs
from genmodels.checkpoint import load
from genmodels.cli import main
from genmodels.errors import ConfigError, RunError
from genmodels.models import MODELS
from genmodels.runs.card import read_card
from genmodels.runs.family import family
from genmodels.runs.files import append_row, read_json, write_json
from genmodels.runs.kept import checkpoint_folder, checkpoint_steps, drop_surplus
from genmodels.ship import prune
from genmodels.train import Training
from genmodels.worker import (
    branch,
    branch_config,
    branch_off,
    branch_points,
    claim,
    train_here,
    usual_steps,
)
from tests.running import assert_same_training, losses, tiny


def trained(store, config):
    run = store.create(config)
    assert train_here(run) == "finished", run.status.error
    return store.get(run.id)


def child_of(store, parent, step=20, steps=40, **settings):
    return branch(store, parent.id, step, branch_config(parent, step, settings, steps))


def test_a_branch_goes_on_with_settings_of_its_own(store):
    parent = trained(store, tiny(steps=20))
    child = child_of(store, parent, learning_rate=0.001, beta=4.0)
    assert child.card.parent == {"run": parent.id, "step": 20}
    assert child.title == "vae on digits, learning_rate 0.001, beta 4.0"
    assert train_here(child) == "finished"
    rows = losses(child)
    assert rows[:3] == losses(parent)
    assert [step for step, _ in rows] == [1, 10, 20, 30, 40]
    assert load(checkpoint_folder(child.folder, 40)).facts["live"] == {
        "learning_rate": 0.001, "beta": 4.0, "free_bits": 0.0}
    assert losses(parent) == rows[:3]


def test_a_branch_without_a_difference_equals_its_parent_going_on(store):
    parent = trained(store, tiny(steps=20))
    child = child_of(store, parent)
    assert child.changes() == []
    claim(parent, steps=40)
    assert [train_here(run) for run in (parent, child)] == ["finished", "finished"]
    assert_same_training(store.get(parent.id), child)


def test_a_branch_begins_with_its_parents_rows_pictures_and_milestones(store):
    parent = trained(store, tiny(steps=20))
    append_row(parent.folder / "live.jsonl", {"metric": "kid", "step": 16, "time": 1.0})
    append_row(parent.folder / "live.jsonl", {"metric": "kid", "step": 21, "time": 1.0})
    append_row(parent.folder / "changes.jsonl", {"step": 7, "time": 0.1, "setting": "beta", "old": 1.0, "new": 2.0})
    child = child_of(store, parent, free_bits=0.5)
    assert child.snapshots() == parent.snapshots()
    assert child.snapshot(16)["samples"].read_bytes() == parent.snapshot(16)["samples"].read_bytes()
    assert child.milestones() == parent.milestones()
    assert child.live()[0] == [row for row in parent.live()[0] if row["step"] <= 20]
    assert [(row["step"], row["setting"], row["old"], row["new"]) for row in child.changes()] == [
        (7, "beta", 1.0, 2.0), (20, "free_bits", 0.0, 0.5)]
    assert child.changes()[1]["time"] == parent.metrics()[0][-1]["time"]
    assert child.config.settings["beta"] == 2.0     # what the parent was told before


def test_a_branch_that_is_killed_before_its_first_checkpoint_begins_again_with_its_own_settings(store, monkeypatch):
    parent = trained(store, tiny(steps=20))
    child, twin = (child_of(store, parent, beta=4.0) for _ in range(2))
    assert train_here(twin) == "finished"
    made = Training._round

    def die(self):
        made(self)
        if self.step == 30:
            raise KeyboardInterrupt
    with monkeypatch.context() as patch:
        patch.setattr(Training, "_round", die)
        assert train_here(child) == "stopped"
    assert child.checkpoints() == [20]
    claim(child)
    assert train_here(child) == "finished"
    assert_same_training(twin, child)


def test_a_branch_that_cannot_be_is_refused_and_leaves_nothing(store):
    parent = trained(store, tiny(steps=20))
    with pytest.raises(RunError, match="keeps no checkpoint of step 7"):
        branch(store, parent.id, 7, tiny(steps=40))
    with pytest.raises(ConfigError, match="starts at step 20"):
        branch(store, parent.id, 20, tiny(steps=20))
    with pytest.raises(ConfigError, match="keeps its model"):
        branch(store, parent.id, 20, tiny("gan", steps=40))
    with pytest.raises(ConfigError, match="latent_dim = 3 does not fit: the weights to go on with were trained with 2"):
        branch(store, parent.id, 20, tiny(steps=40, settings={"latent_dim": 3}))
    with pytest.raises(ConfigError, match="beta = 99"):
        child_of(store, parent, beta=99)
    assert [run.id for run in store.runs()] == [parent.id]
    assert [file.name for file in store.root.iterdir() if file.name.startswith(".branch")] == []


def test_a_checkpoint_that_vanishes_while_it_is_copied_is_a_sentence(store, monkeypatch):
    parent = trained(store, tiny(steps=20))

    def vanished(source, target):
        target.mkdir()
        raise shutil.Error([(str(source), str(target), "gone")])
    monkeypatch.setattr(shutil, "copytree", vanished)
    with pytest.raises(RunError, match="could not be copied"):
        child_of(store, parent)
    assert [file.name for file in store.root.iterdir()] == [parent.id]


def test_a_shipped_run_says_why_nothing_branches_off_it(store):
    parent = trained(store, tiny(steps=20))
    prune(parent, "Digits")
    parent = store.get(parent.id)
    assert branch_points(parent) == []
    with pytest.raises(RunError, match="shipped without its optimiser"):
        child_of(store, parent)


def test_how_far_a_branch_goes_when_nobody_says(store):
    parent = trained(store, tiny(steps=20))
    assert [usual_steps(parent, step) for step in (10, 20)] == [20, 40]


@pytest.mark.parametrize("name", MODELS)
def test_only_what_leaves_the_weights_their_shapes_is_free(name):
    config = tiny(steps=1).model_copy(update={"model": name, "settings": {}})
    free = {knob.name for knob in free_knobs(config)}
    assert {"batch_size", "schedule"} <= free
    assert free.isdisjoint({"latent_dim", "width", "depth", "hidden", "conditional", "critic_width"})
    assert {knob for knob in ("beta", "gamma", "penalty", "generator_rate", "average", "momentum", "warm_up")
            if knob in MODELS[name].Config.model_fields} <= free
    for knob in free_knobs(config):
        assert not check_branch(config, config.model_copy(update={"settings": {knob.name: knob.default}}))


def test_a_branch_may_begin_to_average(store):
    parent = trained(store, tiny("gan", steps=20, settings={"average": 0.0}))
    child = child_of(store, parent, steps=21, average=0.999)
    assert train_here(child) == "finished"
    before = load(checkpoint_folder(parent.folder, 20)).model
    after = load(checkpoint_folder(child.folder, 21)).average
    for name, tensor in after.items():
        torch.testing.assert_close(tensor, before[f"generator.{name}"], atol=2e-4, rtol=0)


def test_the_command_line_branches(store, capsys):
    parent = trained(store, tiny(steps=20))
    root = ["--root", str(store.root)]
    assert main([*root, "branch", parent.id, "--step", "20", "--set", "beta=4", "--steps", "30"]) == 0
    child = store.get(capsys.readouterr().out.splitlines()[0])
    assert (child.status.step, child.config.settings["beta"]) == (30, 4)
    assert main([*root, "branch", parent.id, "--set", "beta=2", "--detach"]) == 0
    child = store.get(capsys.readouterr().out.strip())
    assert (child.state, child.config.steps, child.card.parent["step"]) == ("queued", 40, 20)
    assert main([*root, "branch", parent.id, "--step", "3"]) == 2
    assert "keeps no checkpoint of step 3" in capsys.readouterr().err


def test_a_family_is_told_from_any_of_its_members(store):
    first = trained(store, tiny(steps=20))
    assert family(store, first.id) == ()
    one = child_of(store, first, beta=4.0)
    assert train_here(one) == "finished"
    two, three = child_of(store, one, 40, 60, beta=1.0), child_of(store, first)
    trained(store, tiny(steps=5))
    members = family(store, first.id)
    assert members == family(store, two.id)
    assert [(member.id, member.parent, member.start, member.step) for member in members] == [
        (first.id, None, 0, 20), (one.id, first.id, 20, 40), (two.id, one.id, 40, 40), (three.id, first.id, 20, 20)]
    assert [member.differs for member in members] == [{}, {"beta": [1.0, 4.0]}, {"beta": [4.0, 1.0]}, {}]
    assert [member.state for member in members] == ["finished", "finished", "queued", "queued"]


def test_a_deleted_parent_still_holds_its_family_together(store):
    first = trained(store, tiny(steps=20))
    one, two = child_of(store, first, beta=4.0), child_of(store, first, beta=2.0)
    store.delete(first.id)
    gone, *there = family(store, one.id)
    assert (gone.id, gone.title, gone.state, gone.present) == (first.id, first.id, "deleted", False)
    assert [(member.id, member.differs["beta"]) for member in there] == [(one.id, [1.0, 4.0]), (two.id, [1.0, 2.0])]
    with pytest.raises(RunError, match="no run"):
        family(store, first.id)


@pytest.mark.parametrize("parent", ["nobody", {"run": 3, "step": 1}, {"run": "x"}, {"run": "x", "step": "1"}])
def test_a_card_with_a_senseless_parent_is_a_run_alone(store, parent):
    run = store.create(tiny())
    write_json(run.folder / "config.json", read_json(run.folder / "config.json") | {"parent": parent})
    assert family(store, run.id) == ()


def test_a_circle_of_parents_ends(store):
    one, two = store.create(tiny()), store.create(tiny())
    for run, other in ((one, two), (two, one)):
        card = read_json(run.folder / "config.json") | {"parent": {"run": other.id, "step": 1}}
        write_json(run.folder / "config.json", card)
    assert {member.id for member in family(store, one.id)} == {one.id, two.id}
    assert read_card(one.folder).parent["run"] == two.id


def test_a_damaged_member_is_named_and_the_rest_is_told(store):
    first = trained(store, tiny(steps=20))
    child = child_of(store, first)
    (first.folder / "status.json").write_text("{")
    assert [member.state for member in family(store, child.id)] == ["damaged", "queued"]


def checkpoints(folder, steps, size=10):
    for step in steps:
        checkpoint_folder(folder, step).mkdir(parents=True)
        (checkpoint_folder(folder, step) / "manifest.json").write_text(json.dumps({"step": step}))
        (checkpoint_folder(folder, step) / "weights").write_bytes(b"0" * size)


def test_kept_checkpoints_are_spread_over_the_run(tmp_path):
    for step in range(100, 10_001, 100):
        checkpoints(tmp_path, [step])
        drop_surplus(tmp_path)
        steps = checkpoint_steps(tmp_path)
        assert len(steps) <= 8
        assert steps[-2:] == [step - 100, step][-len(steps):]
    gaps = [later ** 0.5 - earlier ** 0.5 for earlier, later in zip([0, *steps], steps[:-1], strict=False)]
    assert steps[0] < 1000
    assert max(gaps) < 40     # of 100, in seven parts


def test_the_best_stays_and_large_checkpoints_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr("genmodels.runs.kept.ROOM", 2500)
    checkpoints(tmp_path, range(100, 801, 100), size=1000)
    write_json(tmp_path / "best.json", {"step": 300, "value": 1.0, "judged": "for a test"})
    drop_surplus(tmp_path)
    steps = checkpoint_steps(tmp_path)
    assert {300, 700, 800} <= set(steps)
    assert len(steps) == 5


def test_branch_off_waits_for_nobody(store):
    parent = trained(store, tiny(steps=20))
    run = branch_off(store, parent.id, 20, branch_config(parent, 20, {}, 30))
    assert not (store.root / ".queue" / run.id).exists()
