"""The benchmark of the recipes trains its arms fairly and holds them to its limits. Quality is not asserted here."""

import json

import pytest
import torch

from benchmarks import lanes, recipes
from benchmarks.lanes import Lane, take_turns
from genmodels.models import MODELS
from genmodels.train import Training
from tests.models.making import a_config


def a_lane(tiny, name="gan", seconds=0.3, seed=0):
    return Lane(name, a_config(name, tiny, seed=seed), tiny, tiny, seconds)


def test_turns_are_taken_until_all_seconds_are_spent(tiny):
    ours, told = [a_lane(tiny, name) for name in ("gan", "dcgan")], []
    take_turns(ours, told.append, turn=0.1)
    assert [lane.name for lane in told[:4]] == ["gan", "dcgan", "gan", "dcgan"]
    for lane in ours:
        assert lane.done
        assert lane.training.step > 0
        assert lane.spent >= 0.3


def test_a_lane_learns_what_it_would_learn_alone(tiny):
    beside = [a_lane(tiny, seed=seed) for seed in (0, 1)]
    take_turns(beside, lambda lane: None, turn=0.02)
    alone = Training(a_config("gan", tiny, steps=beside[0].training.step), tiny, tiny)
    list(alone.run())
    for mine, theirs in zip(beside[0].training.model.parameters(), alone.model.parameters(), strict=True):
        assert torch.equal(mine, theirs)


def test_a_schedule_ends_with_the_seconds(tiny, monkeypatch):
    monkeypatch.setattr(lanes.time, "process_time", iter(n / 100 for n in range(10_000)).__next__)
    lane = Lane("gan", a_config("gan", tiny, settings={"schedule": True}), tiny, tiny, 2.0)     # a hundredth a step
    take_turns([lane], lambda lane: None, turn=0.5)
    assert lane.training.step == pytest.approx(200, abs=8)
    assert lane.training._share() < 0.1


def found(fd=1.0, width=0.1, classes=9.95, coverage=0.9):
    return {"fd": {"value": fd, "low": fd - width, "high": fd + width}, "classes": {"value": classes},
            "coverage": {"value": coverage}}


@pytest.mark.parametrize(("better", "missed"), [
    (found(0.5), 0), (found(0.85), 1), (found(0.5, classes=9.8), 1), (found(0.5, coverage=0.85), 1),
    (found(2.0, classes=9, coverage=0.1), 3)])
def test_limits(better, missed):
    reference, row = recipes._held_to_limits([{"metrics": found()}, {"metrics": better}])
    assert reference["holds"], "the reference is held to nothing"
    assert len(row["missed"]) == missed
    assert row["holds"] == (missed == 0)


def test_the_recipes_are_the_ones_of_the_app():
    arms = recipes._recipes()
    assert arms["default"] == (recipes.DEFAULT_GAN, MODELS[recipes.DEFAULT_GAN].presets["5 minutes"].settings)
    assert arms["r3gan"][0] == "r3gan"
    kind, settings = recipes.REFERENCE
    assert set(settings) == set(MODELS[kind].Config.model_fields), "the reference leaves nothing to defaults"


def test_choosing_recipes_never_sees_the_test_set(monkeypatch, tiny):
    asked = []
    monkeypatch.setattr(recipes, "FITTED", 60)
    monkeypatch.setattr(recipes.data, "load", lambda name, split="train": asked.append(split) or tiny)
    fitted, against = recipes._images(select=True)
    assert asked == ["train"]
    assert (len(fitted), len(against)) == (60, len(tiny) - 60)


def test_it_prints_all_seeds_and_says_what_is_missed(monkeypatch, capsys, tiny):
    row = {"value": 1.0, "low": 0.9, "high": 1.1, "floor": 0.1}
    monkeypatch.setattr(recipes, "_images", lambda select: (tiny, tiny))
    monkeypatch.setattr(recipes, "_lane", lambda name, recipe, seed, seconds, *_: a_lane(tiny, "gan", seconds, seed))
    monkeypatch.setattr(recipes, "_row", lambda lane, seed, *_: {
        "arm": lane.name, "seed": seed, "steps": lane.training.step, "seconds": lane.spent, "judge": "x" * 64,
        "metrics": dict.fromkeys(recipes.NAMES, row)})
    options = ["--seconds", "0.05", "--seeds", "0", "1", "--arms", "default"]
    assert recipes.main(options) == 1
    assert capsys.readouterr().out.count("MISSED") == 3
    assert recipes.main([*options, "--json"]) == 1
    assert [row["seed"] for row in json.loads(capsys.readouterr().out)["rows"]] == [0, 0, 1, 1]
