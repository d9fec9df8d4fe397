"""Fréchet and kernel distances against torchmetrics with a feature network of ours, closed forms and repetition."""

import numpy as np
import pytest
import torch
from torchmetrics.image.fid import FrechetInceptionDistance
from torchmetrics.image.kid import KernelInceptionDistance

from genmodels.judge.frechet import frechet
from genmodels.metrics import METRICS
from genmodels.metrics.kid import distance, row_means
from tests.judge.making import digits_like
from tests.metrics.judged import Memory, looking, normal


class Pass(torch.nn.Module):
    """torchmetrics' feature network: the images are features already."""

    num_features = 16

    def forward(self, x):
        return x.flatten(1)


def fed(metric, a, b):
    metric.update(torch.from_numpy(a)[:, :, None, None], real=False)
    metric.update(torch.from_numpy(b)[:, :, None, None], real=True)
    return metric.compute()


def test_the_frechet_distance_is_that_of_torchmetrics():
    a, b = normal(300, 16), normal(200, 16, seed=1, scale=1.5, shift=0.2)
    oracle = FrechetInceptionDistance(feature=Pass(), input_img_size=(16, 1, 1)).set_dtype(torch.float64)
    assert frechet(a.astype(float), b.astype(float)) == pytest.approx(
        float(fed(oracle, a.astype(float), b.astype(float))), rel=1e-6)


def test_the_frechet_distance_of_two_gaussians_is_the_closed_form():
    a, b = normal(40_000, 8).astype(float), normal(40_000, 8, seed=1, scale=2, shift=0.5).astype(float)
    assert frechet(a, b) == pytest.approx(8 * 0.25 + 8 * (2 - 1) ** 2, rel=0.02)


@pytest.mark.filterwarnings("ignore:Metric `Kernel Inception Distance` will save")
def test_the_kernel_distance_is_that_of_torchmetrics():
    a, b = normal(300, 16), normal(300, 16, seed=1, scale=1.2, shift=0.1)
    oracle = KernelInceptionDistance(feature=Pass(), subsets=1, subset_size=300)
    assert distance(torch.from_numpy(a), torch.from_numpy(b)).value == pytest.approx(float(fed(oracle, a, b)[0]),
                                                                                     rel=1e-4)


def test_the_kernel_distance_is_the_double_sum():
    a, b = normal(40, 5).astype(float), normal(40, 5, seed=1, shift=1).astype(float)

    def k(x, y):
        return (x @ y / 5 + 1) ** 3
    pairs = [(i, j) for i in range(40) for j in range(40) if i != j]
    expected = (np.mean([k(a[i], a[j]) + k(b[i], b[j]) for i, j in pairs])
                - 2 * np.mean([k(x, y) for x in a for y in b]))
    assert distance(torch.from_numpy(a), torch.from_numpy(b)).value == pytest.approx(expected, rel=1e-9)


def test_what_is_known_of_real_images_need_not_be_summed_again():
    a, b = torch.from_numpy(normal(50)), torch.from_numpy(normal(50, seed=1))
    assert distance(a, b, row_means(b, b)) == distance(a, b)


@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_the_kernel_distances_interval_holds_the_truth_nearly_always(shift):
    """Unbiased, and 95 % intervals that are right: over many draws, also where there is nothing to find."""
    runs = [distance(*(torch.from_numpy(normal(120, 4, seed=2 * i + j, shift=shift * j)) for j in (0, 1)))
            for i in range(150)]
    big = [distance(*(torch.from_numpy(normal(2000, 4, seed=9000 + 2 * i + j, shift=shift * j)) for j in (0, 1))).value
           for i in range(8 if shift else 0)]
    truth = 0.0 if shift == 0 else float(np.mean(big))
    values = np.array([run.value for run in runs])
    assert abs(values.mean() - truth) < 3 * values.std() / np.sqrt(len(values)) + 0.02 * abs(truth)
    held = np.mean([abs(run.value - truth) < 1.96 * run.deviation for run in runs])
    assert 0.9 <= held <= 1.0
    assert np.mean([run.deviation for run in runs]) < 1.6 * values.std()


@pytest.mark.parametrize("name", ["fd", "kid"])
def test_unlike_pictures_are_far_and_like_ones_at_the_floor(name):
    metric, n = METRICS[name], 600
    unlike = np.random.default_rng(0).integers(0, 256, (n, 1, 8, 8), np.uint8)
    like, far = (metric.measure(looking(model, n=n)) for model in (None, Memory(unlike)))
    assert far.low < far.value < far.high
    assert far.low > 10 * abs(far.floor)
    assert like.low < 3 * abs(like.floor)
    assert like.floor == far.floor


def test_fewer_images_are_enough_for_the_unbiased_one():
    held_out = digits_like(300)
    assert METRICS["kid"].size(10_000, held_out, held_out) == 300
    with pytest.raises(Exception, match="smallest n that would do is 1000 on each side"):
        METRICS["fd"].size(10_000, held_out, held_out)
