"""The doctor at work beside a real training: its alarms with evidence and remedies, once, also across a resume."""

import itertools

import pytest
import torch

from genmodels.doctor import RULES, Doctor, History, patient_of, replay
from genmodels.doctor.rule import Finding, Rule, lines
from genmodels.models.vae import VAE
from genmodels.runs import RunStore
from genmodels.worker import branch, claim, queue, train_here
from genmodels.worker.medic import Medic
from tests.running import tiny


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "ensure_launcher", lambda root: None)
    return RunStore(tmp_path / "runs")


def said(run):
    return [(row["step"], row["rule"], row["kind"]) for row in run.alarms() if row.get("rule")]


def trained(store, config):
    run = store.create(config)
    train_here(run)
    return store.get(run.id)


def frozen(steps=400, **rest):
    return tiny("gan", steps, {"discriminator_rate": 0.0, "generator_rate": 1e-3}, **rest)


def test_a_frozen_critic_leaves_an_alarm_with_evidence_and_remedies(store):
    run = trained(store, frozen())
    row = next(row for row in run.alarms() if row["rule"] == "too_slow")
    assert "discriminator" in row["what"]
    assert "discriminator_rate = 0" in row["evidence"]
    assert row["why"]
    assert row["advice"]
    series, = row["plot"]["series"].values()
    assert len(row["plot"]["x"]) == len(series) > 3
    assert max(value for value in series if value is not None) < row["plot"]["limit"]
    assert {"settings": {"discriminator_rate": 1e-4}, "from": None} in [
        {key: one[key] for key in ("settings", "from")} for one in row["tries"]]
    assert f"Alarm at step {row['step']}" in run.log()
    assert run.state == "finished", "a doctor stops nothing"


def test_a_healthy_run_is_left_in_peace(store):
    healthy = {"width": 96, "depth": 1, "latent_dim": 8, "batch_size": 128}
    assert said(trained(store, tiny("vae", 500, healthy))) == []


def test_what_is_on_disk_tells_the_doctor_the_same_again(store):
    run = trained(store, frozen())
    patient = patient_of(run.config, run.model(), images=1437)
    history = History(run.metrics()[0], run.signs(), run.live()[0], run.changes())
    again = replay(Doctor(patient, list(RULES.values()), run.checkpoints), history)
    assert [(alarm.step, alarm.rule, alarm.kind) for alarm in again] == said(run) != []


def stopped_at(store, monkeypatch, step, config):
    """A run that was stopped there by a command, as a person does."""
    from genmodels.runs.commands import last_number
    from genmodels.worker.body import Body
    run = store.create(config)
    between = Body._between_steps

    def stop(body):
        if body.training.step == step and last_number(run.folder) == 0:
            body._looked = 0.0
            run.command("stop")
        between(body)
    monkeypatch.setattr(Body, "_between_steps", stop)
    assert train_here(run) == "stopped"
    return store.get(run.id)


@pytest.mark.parametrize("step", [30, 130, 250])
def test_a_resumed_run_says_what_an_uninterrupted_one_says(store, monkeypatch, step):
    whole = trained(store, frozen(live_share=0.0))
    run = stopped_at(store, monkeypatch, step, frozen(live_share=0.0))
    assert run.status.step == step
    claim(run)
    assert (train_here(run), whole.state) == ("finished", "finished")
    assert said(store.get(run.id)) == said(whole) != []


def test_a_branch_is_told_anew_of_what_it_inherited(store):
    parent = trained(store, frozen(live_share=0.0))
    step = parent.checkpoints()[-1]
    child = branch(store, parent.id, step, frozen(800, live_share=0.0))
    train_here(child)
    first = said(store.get(child.id))[0]
    assert first[1] == "too_slow"
    assert first[0] > step


def test_numbers_that_are_not_finite_are_the_last_alarm(store, monkeypatch):
    loss = VAE.loss
    monkeypatch.setattr(VAE, "loss", lambda model, batch: loss(model, batch) | (
        {"loss": torch.full((), torch.nan, requires_grad=True) * model.last.bias.sum()} if next(moves) > 45 else {}))
    moves = itertools.count()
    run = trained(store, tiny("vae", 100))
    assert run.state == "failed"
    row = run.alarms()[-1]
    assert row["rule"] == "not_finite"
    assert "vae/loss became nan" in row["evidence"]
    assert row["plot"]["x"][-1] == 40
    assert [(one["settings"], one["from"]) for one in row["tries"]] == [({"learning_rate": 4e-4}, 0)]


def test_a_rule_that_fails_is_told_and_the_training_goes_on(store, monkeypatch):
    class Broken(Rule):
        id, title, looks_at, says_when, why, advice, source = ("broken", "Broken", "", "", "", "", "scalars")

        def level(self, chart):
            raise ZeroDivisionError("a rule of our own")

        def finding(self, chart):
            return Finding("", "", lines(chart, {}))
    monkeypatch.setitem(RULES, "broken", Broken())
    run = trained(store, tiny(steps=60))
    assert run.state == "finished"
    row, = [row for row in run.alarms() if row["kind"] == "no doctor"]
    assert "a rule of our own" in row["evidence"]


def test_live_numbers_reach_the_doctor(store, monkeypatch):
    heard = []
    monkeypatch.setattr(Medic, "measured", lambda self, results: heard.extend(results))
    run = trained(store, tiny(steps=60))
    assert [row["metric"] for row in heard] == [row["metric"] for row in run.live()[0]] != []
