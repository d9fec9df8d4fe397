"""The quality benchmark runs, and its numbers are the model's. Quality itself is not asserted here."""

import json

import pytest
import torch

from benchmarks import quality
from benchmarks.judge import Judge, accuracy, train_judge
from genmodels.data.base import ImageSet
from genmodels.preprocess import to_float
from tests.models.making import pictures


def digits(n=300):
    """Squares in three places, under ten class names."""
    data = pictures(1, 28, n)
    return ImageSet(data.images, data.labels, tuple("0123456789"))


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(quality, "PROBE", 2)
    monkeypatch.setattr(quality.data, "load", lambda name, split="train": digits())
    monkeypatch.setattr(quality, "train_judge", lambda data: train_judge(data, steps=30))


def test_reports_the_bound_of_the_vae(capsys):
    code = quality.main(["--skip", "gan", "--seeds", "0", "1", "--vae-seconds", "0.05", "--json"])
    report = json.loads(capsys.readouterr().out)
    assert [row["seed"] for row in report["vae"]] == [0, 1]
    assert all(row["n"] == 300 and row["steps"] > 0 and row["negative_elbo"] > 0 for row in report["vae"])
    assert code == 0     # no limit is set for so short a time


def test_reports_the_samples_of_the_gan(capsys):
    code = quality.main(["--skip", "vae", "--gan", "gan", "--gan-seconds", "0.05", "--json"])
    gan = json.loads(capsys.readouterr().out)["gan"]
    assert sum(gan["histogram"]) == gan["n"] == 2000
    assert gan["classes_present"] == sum(n > 0 for n in gan["histogram"])
    assert 0 <= gan["confidence"] <= 1
    assert code == (0 if gan["classes_present"] == 10 else 1)


def test_a_missed_limit_is_told(monkeypatch, capsys):
    monkeypatch.setattr(quality, "LIMITS", {1: 0.001})
    assert quality.main(["--skip", "gan", "--seeds", "0", "--vae-seconds", "1"]) == 1
    assert "MISSED" in capsys.readouterr().out


def test_the_judge_learns():
    data = digits()
    judge = train_judge(data, steps=60)
    assert accuracy(judge, data) > 0.95
    classes, confidence = judge.classify(to_float(torch.tensor(data.images)))
    beliefs = judge(to_float(torch.tensor(data.images))).softmax(1)
    torch.testing.assert_close(confidence, beliefs.gather(1, classes[:, None]).squeeze(1).detach())
    assert accuracy(Judge().eval(), data) < 0.95
