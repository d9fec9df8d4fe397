"""Classes, sharpness and diversity: histograms, Laplacians and distances against numpy, scipy and scikit-learn."""

import math

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter, laplace
from scipy.stats import entropy
from sklearn.metrics import pairwise_distances

from genmodels.data.base import ImageSet
from genmodels.judge import Look
from genmodels.metrics import METRICS, TooFew
from genmodels.metrics.classes import _deviation, effective
from genmodels.metrics.diversity import pairwise
from genmodels.metrics.sharpness import edges, log_ratio
from tests.judge.making import digits_like
from tests.metrics.judged import Memory, looking, normal

CLASSES, SHARPNESS, DIVERSITY = (METRICS[name] for name in ("classes", "sharpness", "diversity"))


def calling(classes, kinds=4):
    """A judge's look that calls the images by these classes."""
    return Look(normal(len(classes)), np.eye(kinds, dtype=np.float32)[classes])


def test_effective_classes_are_scipys():
    counts = np.array([40, 30, 30, 0, 100])
    assert effective(counts) == pytest.approx(math.exp(entropy(counts)))
    assert effective(np.array([7, 7, 7])) == pytest.approx(3)
    assert effective(np.array([0, 9])) == pytest.approx(1)


@pytest.mark.parametrize("shares", [(0.25, 0.25, 0.25, 0.25), (0.5, 0.3, 0.15, 0.05)])
def test_the_deviation_of_effective_classes_is_that_of_many_draws(shares):
    draws = np.random.default_rng(0).multinomial(300, shares, size=3000)
    values = [effective(draw) for draw in draws]
    assert np.mean([_deviation(draw) for draw in draws[:300]]) == pytest.approx(np.std(values), rel=0.25)


def test_missing_classes_are_named_and_counted(monkeypatch):
    given = looking(n=200)
    look = calling(np.repeat([0, 2], [150, 50]))
    given.once("drawn 200", lambda: look)
    found = CLASSES.measure(given)
    assert found.details["counts"] == [150, 0, 50, 0]
    assert sum(found.details["real"]) == 200
    assert set(found.details["missing"]) <= {"b", "d"}
    assert found.details["missing"] == [name for name, n in zip("abcd", found.details["real"], strict=True)
                                        if n and name in "bd"]
    assert found.low < found.value < found.high
    assert found.value == pytest.approx(math.exp(entropy([150, 50])))


def test_more_classes_need_more_samples():
    many = ImageSet(np.zeros((1000, 1, 8, 8), np.uint8), np.zeros(1000, np.int64), tuple(map(str, range(60))))
    with pytest.raises(TooFew, match="smallest n that would do is 661 on each side"):
        CLASSES.size(600, many, many)
    with pytest.raises(TooFew, match="smallest n that would do is 128 on each side"):
        CLASSES.size(100, digits_like(500), digits_like(500))


@pytest.mark.parametrize("channels", [1, 3])
def test_edges_are_scipys(channels):
    images = np.random.default_rng(0).integers(0, 256, (5, channels, 12, 12), np.uint8)
    expected = [laplace(image.mean(0) / 255)[1:-1, 1:-1].var(ddof=1) for image in images]
    np.testing.assert_allclose(edges(images), expected, rtol=1e-5)


def test_blur_is_negative_noise_is_positive_and_real_is_about_nothing():
    given, rng = looking(n=500), np.random.default_rng(0)
    blurred = np.stack([gaussian_filter(image, (0, 0.7, 0.7)) for image in given.held_out.images])
    noisy = np.clip(given.held_out.images + rng.normal(0, 40, given.held_out.images.shape), 0, 255).astype(np.uint8)
    soft, hard, same = (SHARPNESS.measure(looking(model, n=500)) for model in (Memory(blurred), Memory(noisy), None))
    assert soft.high < -0.3 < same.low < same.high < 0.3 < hard.low
    assert abs(same.floor) < 0.1


def test_the_log_ratios_deviation_is_that_of_many_draws():
    rng = np.random.default_rng(0)
    values = [log_ratio(rng.gamma(2, 1, 200), rng.gamma(3, 1, 200)) for _ in range(800)]
    assert np.mean([value for value, _ in values]) == pytest.approx(math.log(2 / 3), abs=0.02)
    assert np.mean([deviation for _, deviation in values]) == pytest.approx(np.std([value for value, _ in values]),
                                                                            rel=0.1)


def test_mean_distances_are_those_of_scikit_learn():
    a = normal(700, 16)
    a[1] = a[0]
    distances = pairwise_distances(a)
    found = pairwise(torch.from_numpy(a), near=1e-3)
    np.testing.assert_allclose(found.means, distances.sum(1) / 699, rtol=1e-4)
    assert found.twins.nonzero().flatten().tolist() == [0, 1]


def test_one_picture_again_and_again_has_no_diversity():
    one = Memory(digits_like(3).images[:1])
    poor, good = (DIVERSITY.measure(looking(model, n=400)) for model in (one, None))
    assert poor.value == pytest.approx(0, abs=1e-3)
    assert poor.details["near_duplicates"] == 1
    assert good.low < 1.05
    assert good.high > 0.95
    assert good.floor == pytest.approx(1, abs=0.1)
