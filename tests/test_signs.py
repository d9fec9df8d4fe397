"""What is read off a snapshot: each sign on samples whose defect is known, and the training does not notice."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch

from genmodels import data
from genmodels.data.base import ImageSet
from genmodels.events import Scalars, Snapshot
from genmodels.models import make_model
from genmodels.panel import snapshot_steps
from genmodels.signs import MOMENTS, Signs, sign_steps
from genmodels.train import Training
from tests.models.making import SMALL, SPECS, small
from tests.running import tiny


@pytest.fixture(scope="module")
def digits():
    return data.load("digits"), data.load("digits", "held-out")


def read(samples, digits, model=None):
    """The signs of a snapshot with such samples, uint8 (N, C, H, W)."""
    model = model or small("gan")
    signs = Signs(model, *digits, seed=0, device=torch.device("cpu"))
    return signs.added(Snapshot(5, torch.tensor(samples)), model, model).signs


def by_class(classes):
    return make_model("dcgan", SPECS[0], classes, SMALL | {"conditional": True})


def test_real_images_look_healthy(digits):
    found = read(digits[0].images[:64], digits)
    assert found["spread"] == pytest.approx(1, abs=0.1)
    assert found["ends"] == pytest.approx(0, abs=0.1)
    assert found["twins"] < 0.05


def test_one_picture_again_and_again_has_no_spread_and_many_twins(digits):
    found = read(np.repeat(digits[0].images[:1], 64, 0), digits)
    assert found["spread"] == pytest.approx(0, abs=1e-3)
    assert found["twins"] == 1


def test_black_and_white_stands_at_the_ends(digits):
    found = read(np.where(digits[0].images[:64] > 127, 255, 0).astype(np.uint8), digits)
    assert found["ends"] == pytest.approx(1)


def test_a_conditional_model_is_judged_within_its_classes(digits):
    """Ten classes, one picture each: as spread as real images over all, but not within a class."""
    firsts = np.stack([digits[0].images[digits[0].labels == k][0] for k in range(10)])
    samples = firsts[np.arange(64) % 10]
    assert read(samples, digits)["spread"] > 0.8
    assert read(samples, digits, by_class(10))["spread"] == pytest.approx(0, abs=1e-3)


def test_soft_reconstructions_are_told(digits):
    model, images = small("vae"), torch.tensor(digits[1].images[:16])
    flat = images.float().mean((2, 3), keepdim=True).expand_as(images).to(torch.uint8)
    signs = Signs(model, *digits, seed=0, device=torch.device("cpu"))
    for reconstructions, sharp in ((images, 1.0), (flat, 0.0)):
        snapshot = Snapshot(5, images, images, reconstructions)
        assert signs.added(snapshot, model, model).signs["sharpness"] == pytest.approx(sharp, abs=1e-6)


def test_losses_and_scores_are_on_training_and_on_held_out_images(digits):
    assert {"loss_seen", "loss_unseen"} <= read(digits[0].images[:64], digits, small("vae")).keys()
    found = read(digits[0].images[:64], digits)
    assert {"critic_seen", "critic_unseen", "critic_drawn"} <= found.keys()
    assert "loss_seen" not in found


def test_an_all_black_and_white_dataset_says_nothing_of_its_ends(digits):
    hard = replace(digits[1], images=np.where(digits[1].images > 127, 255, 0).astype(np.uint8))
    model = small("gan")
    signs = Signs(model, digits[0], hard, seed=0, device=torch.device("cpu"))
    assert "ends" not in signs.added(Snapshot(5, torch.tensor(hard.images[:64])), model, model).signs


def test_points_are_spread_but_have_no_twins():
    images, held_out = data.load("ring"), data.load("ring", "held-out")
    card = data.find("ring")
    config = tiny("gan", steps=2).model_copy(update={
        "model": "point_gan", "dataset": card.name, "image": card.image, "classes": card.classes})
    training = Training(config, images, held_out)
    signs = training.snapshot().signs
    assert {"spread", "ends", "critic_seen"} <= signs.keys()
    assert "twins" not in signs
    assert all(math.isfinite(value) for value in signs.values())


def test_looking_takes_nothing_from_the_training(digits, monkeypatch):
    def told(model):
        return [event for event in Training(tiny(model, steps=30), *digits).run() if isinstance(event, Scalars)]
    for model in ("vae", "gan"):
        looked_at = told(model)
        with monkeypatch.context() as blind:
            blind.setattr(Signs, "added", lambda self, snapshot, model, average: snapshot)
            assert told(model) == looked_at


def test_the_moments_are_spread_over_the_run():
    for steps in (500, 700, 5000, 123_457):
        found = sorted(sign_steps(snapshot_steps(steps)))
        assert (found[0], found[-1], len(found)) == (0, steps, MOMENTS + 1)
        assert max(b - a for a, b in pairwise(found)) < 2.5 * steps / MOMENTS
    assert sign_steps({1}) == {0, 1}


def test_few_images_of_many_classes_say_nothing_within_classes():
    pictures = np.zeros((12, 1, 8, 8), np.uint8)
    few = ImageSet(pictures, np.arange(12), tuple("abcdefghijkl"))
    model = by_class(12)
    signs = Signs(model, few, few, seed=0, device=torch.device("cpu"))
    assert "spread" not in signs.added(Snapshot(5, torch.zeros(64, 1, 8, 8)), model, model).signs
