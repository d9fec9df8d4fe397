"""The judges in the repository: small, whole, proved, and as good as their cards say."""

import dataclasses
import hashlib
import os

import numpy as np
import pytest

from genmodels import data
from genmodels.judge import judge_for, shelf
from genmodels.judge.card import fingerprint, read_card
from genmodels.judge.frechet import frechet
from genmodels.judge.proof import Proof

SHIPPED = sorted(folder.name for folder in shelf.SHIPPED.iterdir() if folder.is_dir())
LEAST = {"mnist": 0.993, "digits": 0.95, "shapes": 0.99}
LIMIT = 1_000_000     # bytes of all together
GENMODELS_DATA = os.environ.get("GENMODELS_DATA")


@pytest.mark.parametrize("name", SHIPPED)
def test_its_card_is_that_of_its_weights_and_of_its_dataset(name):
    card = read_card(shelf.SHIPPED / name)
    assert hashlib.sha256((shelf.SHIPPED / name / shelf.WEIGHTS).read_bytes()).hexdigest() == card.id
    assert card.fingerprint == fingerprint(data.find(name))
    assert 60_000 <= card.parameters <= 200_000
    assert card.command.startswith(f"python -m genmodels judge {name} ")
    assert judge_for(name).card == card


@pytest.mark.parametrize("name", SHIPPED)
def test_it_has_proved_that_it_can_judge(name):
    card = read_card(shelf.SHIPPED / name)
    assert isinstance(card.proof, Proof)
    assert card.proof.failures == []
    assert card.passed
    assert len(card.proof.distances) == 6
    assert card.proof.floor < 0.02 * card.proof.variance
    assert card.accuracy > LEAST[name]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_numbers_of_the_card_come_out_again(name):
    if not data.find(name).here() or (name == "mnist" and not GENMODELS_DATA):
        pytest.skip(f"{name} is not on this machine: name its folder in GENMODELS_DATA")
    judged, held_out = judge_for(name), data.load(name, "held-out")
    look = judged.look(held_out.images[:2000])
    right = float((look.classes == held_out.labels[:2000]).mean())
    margin = 0.003 if judged.card.tested_on > 2000 else 0
    assert right == pytest.approx(judged.card.accuracy, abs=margin + 1e-9)
    assert look.features.astype(float).var(0).sum() == pytest.approx(judged.card.proof.variance, rel=0.1)


def test_mnist_5k_is_judged_by_mnists_judge_which_has_not_seen_it():
    judged, train = judge_for("mnist-5k"), data.load("mnist-5k")
    assert judged.id == read_card(shelf.SHIPPED / "mnist").id
    assert judged.dataset == "mnist-5k"
    assert len(judged.unseen(train)) == len(train)
    look = judged.look(train.images)
    assert (look.classes == train.labels).mean() > 0.985
    features = look.features.astype(float)
    order = np.random.default_rng(0).permutation(len(train))
    floor = frechet(features[order[:2000]], features[order[2000:]])
    assert floor < 0.02 * judged.card.proof.variance


def test_datasets_that_have_none_yet_say_what_to_do():
    for name in ("fashion-mnist", "kmnist"):
        assert judge_for(name) is None
        assert shelf.why_none(name).endswith(f"python -m genmodels judge {name}")


def test_a_shipped_judge_of_other_data_is_not_taken(monkeypatch):
    other = dataclasses.replace(data.find("digits"), checksums={"digits.csv": "0"})
    monkeypatch.setitem(data.DATASETS, "digits", other)
    assert judge_for("digits") is None


def test_together_they_are_small():
    assert sum(file.stat().st_size for file in shelf.SHIPPED.rglob("*") if file.is_file()) < LIMIT
