"""Memorisation, two-sample test, GAN-train and GAN-test: copies, real images and strangers get what they deserve."""

import json

import numpy as np
import pytest
import torch
from sklearn.neighbors import NearestNeighbors

from genmodels.metrics import METRICS, measure, suits
from genmodels.metrics.memorisation import gallery, nearest, pictured
from genmodels.metrics.two_sample import told_apart
from genmodels.models import make_model
from tests.judge.making import SPEC, digits_like
from tests.metrics.judged import ByClass, Memory, looking, normal

MEMORISATION, TWO_SAMPLE, GAN_TRAIN, GAN_TEST = (
    METRICS[name] for name in ("memorisation", "two_sample", "gan_train", "gan_test"))


def test_the_nearest_is_scikit_learns_and_copies_are_exact():
    images = normal(9000, 16)
    queries = np.concatenate([normal(600, 16, seed=1), images[4567:4568]])
    distances, rows = NearestNeighbors(n_neighbors=1).fit(images).kneighbors(queries)
    found, found_rows = nearest(torch.from_numpy(queries), torch.from_numpy(images))
    np.testing.assert_allclose(found, distances[:, 0], atol=1e-4)
    assert np.array_equal(found_rows, rows[:, 0])
    assert float(found[-1]) == 0


def test_copies_of_training_images_are_found_and_shown():
    train = digits_like(1200, seed=2)
    half = np.concatenate([train.images[:200], digits_like(800, seed=7).images])
    given = looking(Memory(half), n=1000, train=train)
    found = MEMORISATION.measure(given)
    assert found.value == pytest.approx(0.2, abs=0.02)
    assert found.low < 0.2 < found.high
    assert found.floor == 0.01
    shown = gallery(given, 10)
    assert np.array_equal(shown.samples, shown.train)
    assert shown.ratios.max() < 1e-6
    assert np.array_equal(train.images[shown.rows], shown.train)
    assert len(shown.held_out) == 10


@pytest.mark.parametrize("conditional", [False, True])
def test_a_gallery_is_drawn_again_from_the_rows_that_a_result_names(conditional):
    torch.manual_seed(0)
    model = make_model("r3gan", SPEC, 4, {"conditional": conditional}).eval()
    result = measure(MEMORISATION, looking(model, n=1000), 7)
    json.dumps(result, allow_nan=False)
    expected, again = gallery(looking(model, n=1000)), pictured(result, looking(model, n=1000))
    for part in ("train", "held_out", "ratios", "rows"):
        assert np.array_equal(getattr(again, part), getattr(expected, part)), part
    assert np.abs(again.samples.astype(int) - expected.samples).max() <= 1, "another batch may round otherwise"
    assert pictured({**result, "details": {"threshold": 0.5}}, looking(model, n=1000)) is None


@pytest.mark.parametrize("pictures", [digits_like(1000, seed=7).images, digits_like(1000, seed=7).images // 4])
def test_unseen_and_faint_pictures_are_no_copies(pictures):
    found = MEMORISATION.measure(looking(Memory(pictures), n=1000))
    assert found.low < 0.02


def test_equal_sets_are_a_guess_and_unlike_ones_are_told_apart():
    a, b = digits_like(1000, seed=2).images, digits_like(1000, seed=3).images
    right, n = told_apart(a, b, 0)
    assert n == 400
    assert right / n == pytest.approx(0.5, abs=0.1)
    right, n = told_apart(np.roll(a, 2, 3), b, 0)
    assert right / n > 0.95


def test_the_two_sample_number_and_its_floor():
    found = TWO_SAMPLE.measure(looking(Memory(np.zeros((1, 1, 8, 8), np.uint8)), n=1000))
    assert found.low > 0.95
    assert found.floor == pytest.approx(0.5, abs=0.1)


def test_only_models_that_draw_by_class_are_asked_for_classes():
    assert not {"gan_train", "gan_test"} & {metric.name for metric in suits(Memory(digits_like(4).images))}
    assert {"gan_train", "gan_test"} <= {metric.name for metric in suits(ByClass(digits_like(4)))}


def test_a_classifier_learns_from_the_right_classes_and_from_no_wrong_ones():
    images = digits_like(1000, seed=7)
    right, wrong = (GAN_TRAIN.measure(looking(ByClass(images, shift), n=1000)) for shift in (0, 1))
    assert right.value > 0.97
    assert wrong.value < 0.03
    assert right.floor == wrong.floor == pytest.approx(1, abs=0.03)
    assert right.low <= right.value <= right.high


def test_the_judge_counts_the_classes_that_were_asked_for(monkeypatch):
    images = digits_like(1000, seed=7)
    given, shifted = (looking(ByClass(images, shift), n=400) for shift in (0, 1))

    class Corner:
        """A judge that looks where the light is."""
        id = "corner"

        def look(self, images):
            from genmodels.judge import Look
            corners = images.reshape(len(images), 2, 4, 2, 4).mean((2, 4)).reshape(len(images), 4)
            return Look(corners.astype(np.float32), corners.astype(np.float32))

        def unseen(self, train):
            return np.arange(len(train))

    from dataclasses import replace
    right, wrong = (GAN_TEST.measure(replace(each, judged=Corner())) for each in (given, shifted))
    assert (right.value, right.floor) == (1.0, 1.0)
    assert wrong.value == 0.0
