"""Break it: every case can be trained, its rule tells the outcomes apart, and a prediction stays with its run."""

import json
from dataclasses import replace

import numpy as np
import pytest

from genmodels import data
from genmodels.cases import CASES, Facts, facts_of, find_case, read_prediction, start, tell_outcome
from genmodels.cases.measures import spots
from genmodels.cases.prediction import FILE
from genmodels.data.mnist_100 import EACH
from genmodels.errors import ConfigError, RunError
from genmodels.runs.snapshots import write_snapshot
from genmodels.runs.status import read_status, write_status
from genmodels.scatter import scatter
from genmodels.worker import train_here
from tests.running import tiny

every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def vae(first, last, kl, redrawn=80.0, **measured):
    return Facts(500, {"vae/loss": first}, {"vae/loss": last, "vae/kl": kl, "vae/reconstruction": redrawn}, measured)


def gan(believes=0.5, trusts=0.5, **measured):
    return Facts(500, {}, {"discriminator/real": believes, "discriminator/fake": trusts}, measured)


def path(*where, share=0.9):
    return Facts(500, spots=tuple((spot, share) for spot in where))


TOLD = [     # made up, as each choice would look
    ("collapse", "same", gan(diversity=0.2, extremes=0.99)),
    ("collapse", "varied", gan(diversity=0.9, extremes=0.8)),
    ("collapse", "noise", gan(diversity=0.9, extremes=0.05)),
    ("critic", "critic", gan(0.99, 0.01)),
    ("critic", "balance", gan(0.55, 0.45)),
    ("critic", "generator", gan(0.7, 0.65)),
    ("rate", "breaks", vae(215, 40_000, 9)),
    ("rate", "breaks", Facts(30, lost=True)),
    ("rate", "faster", vae(215, 90, 9)),
    ("rate", "wobbles", vae(215, 180, 9)),
    ("beta-0", "hollow", vae(215, 55, 250)),
    ("beta-0", "better", vae(215, 90, 25)),
    ("beta-0", "ignored", vae(215, 206, 0)),
    ("beta-50", "ignored", vae(230, 206, 0.01)),
    ("beta-50", "tidy", vae(230, 160, 8)),
    ("beta-50", "sharp", vae(230, 90, 25)),
    ("tiny", "blurred", vae(215, 145, 6, 139)),
    ("tiny", "same", vae(215, 90, 20, 70)),
    ("tiny", "ignored", vae(215, 206, 0, 206)),
    ("saturated", "stuck", gan(extremes=1.0, real_extremes=0.86, diversity=0.0)),
    ("saturated", "grey", gan(extremes=0.3, real_extremes=0.86, diversity=0.4)),
    ("saturated", "good", gan(extremes=0.85, real_extremes=0.86, diversity=0.9)),
    ("little", "memory", vae(215, 70, 20, test_nll_elbo=160.0)),
    ("little", "general", vae(215, 90, 20, test_nll_elbo=95.0)),
    ("little", "fails", vae(215, 190, 2, test_nll_elbo=200.0)),
    ("overfit", "memorises", gan(known=5.0, unseen=1.0, fake=-4.0)),
    ("overfit", "fair", gan(known=5.0, unseen=4.8, fake=-4.0)),
    ("overfit", "blind", gan(known=0.1, unseen=0.1, fake=0.0)),
    ("oscillation", "jumps", path(0, 1, 1, 5, 2, 7, 7, 3)),
    ("oscillation", "stays", path(2, 2, 2, 2, 2, 2, 3, 3)),
    ("oscillation", "covers", path(0, 1, 5, 2, 3, 4, share=0.15)),
    ("oscillation", "covers", path()),
]


@pytest.fixture
def small(monkeypatch):
    """The case of beta 0 with a training of a moment."""
    case = replace(CASES["beta-0"], steps=30, dataset="digits", settings={"beta": 0.0, **tiny().settings})
    monkeypatch.setitem(CASES, case.key, case)
    return case


@every_case
def test_every_case_can_be_trained_and_asks_a_fair_question(case):
    config = case.config()
    assert (config.model, config.dataset, config.steps) == (case.model, case.dataset, case.steps)
    keys = [choice.key for choice in case.choices]
    assert len(set(keys)) == len(keys) >= 2
    assert case.expected in keys
    assert 20 <= case.seconds <= 60


@pytest.mark.parametrize(("key", "choice", "facts"), TOLD)
def test_a_rule_tells_what_came(key, choice, facts):
    outcome = CASES[key].judge(facts)
    assert outcome.choice == choice
    assert any(letter.isdigit() for letter in outcome.evidence)


@every_case
def test_every_choice_has_facts_that_lead_to_it(case):
    assert {choice for key, choice, _ in TOLD if key == case.key} == {choice.key for choice in case.choices}


def test_an_unknown_case_is_answered_with_the_nearest():
    with pytest.raises(ConfigError, match="Did you mean 'collapse'"):
        find_case("colapse")


def test_a_prediction_stays_with_its_run_and_is_told_once(store, small):
    run = start(store, small, "better")
    assert (run.state, read_prediction(run).choice, read_prediction(run).outcome) == ("queued", "better", None)
    with pytest.raises(RunError, match="when it has ended"):
        tell_outcome(run)
    assert train_here(run) == "finished"
    told = tell_outcome(run)
    assert told.outcome == small.judge(facts_of(run, small.measures))
    assert told.right == (told.outcome.choice == "better")
    (run.folder / "metrics.jsonl").unlink()     # what was told stays told
    assert tell_outcome(run) == read_prediction(run) == told


def test_a_choice_that_is_none_starts_nothing(store, small):
    with pytest.raises(ConfigError, match="no choice 'magic'"):
        start(store, small, "magic")
    assert store.runs() == []


@pytest.mark.parametrize("content", ["{", "[]", '{"case": "nothing", "choice": "x"}', '{"case": "tiny", "choice": "x"}',
                                     '{"case": "tiny", "choice": "same", "outcome": {"choice": "x", "evidence": ""}}'])
def test_a_damaged_prediction_is_none(store, content):
    run = store.create(tiny())
    (run.folder / FILE).write_text(content)
    assert read_prediction(run) is None
    with pytest.raises(RunError, match="Nobody predicted"):
        tell_outcome(run)


def test_a_run_that_left_the_finite_numbers_is_told_by_its_curves(store):
    run = store.create(tiny())
    (run.folder / "metrics.jsonl").write_text(json.dumps(
        {"step": 1, "time": 0.1, "values": {"vae/loss": 215.0, "vae/kl": None}}) + "\n")
    write_status(run.folder, replace(read_status(run.folder), state="failed",
                                     error="vae/loss became nan at or before step 10."))
    facts = facts_of(run, CASES["little"].measures)
    assert (facts.lost, facts.first, facts.measured) == (True, {"vae/loss": 215.0}, {})


def test_what_is_measured_is_measured_on_the_last_weights(store):
    run = store.create(tiny("gan", steps=30))
    assert train_here(run) == "finished"
    facts = facts_of(run, ("diversity", "extremes", "beliefs"))
    assert facts.measured.keys() == {"diversity", "extremes", "real_extremes", "known", "unseen", "fake"}
    assert facts == facts_of(run, ("diversity", "extremes", "beliefs"))
    assert 0 <= facts.measured["extremes"] <= 1


def test_spots_are_read_from_the_pictures_of_the_second_half(store):
    run = store.create(tiny())
    below = np.random.default_rng(0).uniform(-1, 1, (2000, 2)).astype(np.float32)
    for step, angle in enumerate((0, 1, 2, 7)):
        turn = angle * np.pi / 4
        cloud = 0.6 * np.array([[np.cos(turn), np.sin(turn)]]) + np.random.default_rng(1).normal(0, 0.05, (500, 2))
        write_snapshot(run.folder, step, scatter(cloud.astype(np.float32), below)[None], None, None)
    assert [spot for spot, _ in spots(run)] == [2, 7]
    assert all(share > 0.9 for _, share in spots(run))


def test_a_hundred_digits_are_ten_of_each_class_and_none_is_held_out():
    train, held_out = data.load("mnist-100"), data.load("mnist-100", "held-out")
    assert np.bincount(train.labels).tolist() == [EACH] * 10
    assert len(held_out) == 1000
    assert not {image.tobytes() for image in train.images} & {image.tobytes() for image in held_out.images}
