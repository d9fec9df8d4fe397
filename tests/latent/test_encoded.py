"""The encoded set: information against torch.distributions, axes against a singular value decomposition."""

import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from genmodels import sample
from genmodels.config import ImageSpec
from genmodels.data.base import ImageSet
from genmodels.latent import DEAD, DataDistance, Encoded, class_means, encode_set, information, principal_axes
from genmodels.models import make_model


def encoded(n=400, size=6, seed=0):
    noise = torch.Generator().manual_seed(seed)
    mean = torch.randn(n, size, generator=noise) * torch.linspace(2, 0.1, size)
    return Encoded(mean, torch.randn(n, size, generator=noise) - 2, torch.arange(n) % 4)


def test_information_is_the_mean_divergence_from_the_prior():
    codes = encoded()
    divergence = kl_divergence(Normal(codes.mean, (0.5 * codes.logvar).exp()), Normal(0, 1))
    torch.testing.assert_close(information(codes), divergence.mean(0))


def test_a_dimension_that_equals_the_prior_is_dead():
    codes = encoded()
    codes.mean[:, 2], codes.logvar[:, 2] = 0, 0
    assert (information(codes) < DEAD).tolist() == [False, False, True, False, False, False]


def test_a_set_is_encoded_as_each_image_is():
    model = make_model("vae", ImageSpec(channels=1, size=8), 10, {}).eval()
    images = np.random.default_rng(0).integers(0, 256, (12, 1, 8, 8), np.uint8)
    codes = encode_set(model, ImageSet(images, np.arange(12) % 10, tuple("0123456789")))
    mean, logvar = sample.encode(model, images[7:8])
    torch.testing.assert_close((codes.mean[7:8], codes.logvar[7:8]), (mean, logvar))
    assert codes.labels.tolist() == [*range(10), 0, 1]


def test_class_means_are_means_over_each_class_and_absent_classes_are_absent():
    codes = encoded(10)
    codes.labels[codes.labels == 3] = 1
    means = class_means(codes)
    assert sorted(means) == [0, 1, 2]
    for label, mean in means.items():
        rows = [row for row, own in zip(codes.mean, codes.labels, strict=True) if own == label]
        torch.testing.assert_close(mean, torch.stack(rows).sum(0) / len(rows))


def test_axes_are_the_singular_vectors_of_the_centred_codes():
    means = encoded().mean @ torch.linalg.qr(torch.randn(6, 6, generator=torch.Generator().manual_seed(1)))[0]
    axes = principal_axes(means)
    _, singular, vectors = torch.linalg.svd((means - means.mean(0)).double(), full_matrices=False)
    cosines = (axes.directions.double() * vectors[:2]).sum(1)
    torch.testing.assert_close(cosines.abs(), torch.ones(2, dtype=torch.float64))
    torch.testing.assert_close(axes.shares.double(), (singular**2 / (singular**2).sum())[:2], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(axes.project(means).var(0) / means.var(0).sum(), axes.shares)


@pytest.mark.parametrize("size", [2, 6, 64])
def test_a_point_of_the_plane_decodes_where_it_was_clicked(size):
    axes = principal_axes(torch.randn(300, size))
    points = torch.randn(20, 2) * 3
    torch.testing.assert_close(axes.project(axes.unproject(points)), points, rtol=1e-4, atol=1e-5)


def test_two_dimensional_codes_stay_as_they_are():
    means = torch.randn(50, 2) + 3
    torch.testing.assert_close(principal_axes(means).project(means), means)


def test_the_distance_is_that_to_the_kth_nearest_mean():
    codes = encoded()
    distance, z = DataDistance(codes, k=3), torch.randn(5, 6)
    for code, near in zip(z, distance.of(z), strict=True):
        each = sorted(float((code - mean).norm()) for mean in codes.mean)
        assert near.distance == pytest.approx(each[2], rel=1e-4)


def test_codes_of_real_images_are_usual_and_far_codes_are_not():
    codes = encoded(2000, seed=5)
    distance = DataDistance(codes)
    others = encoded(2000, seed=7)     # of images that are not in the set
    noise = torch.randn(others.mean.shape, generator=torch.Generator().manual_seed(8))
    drawn = others.mean + (0.5 * others.logvar).exp() * noise
    shares = torch.tensor([near.share for near in distance.of(drawn)])
    assert 0.4 < float(shares.mean()) < 0.6
    assert distance.of(torch.full((1, 6), 30.0))[0].share == 1.0
    near = distance.of(drawn[:1])[0]
    by_hand = float((distance.usual < near.distance).float().mean())
    assert near.share == pytest.approx(by_hand, abs=1e-3)


def test_a_dead_dimension_does_not_count():
    codes = encoded()
    codes.mean[:, 5], codes.logvar[:, 5] = 0, 0
    distance, z = DataDistance(codes), torch.randn(1, 6)
    moved = z.clone()
    moved[0, 5] += 4
    assert distance.of(z) == distance.of(moved)


def test_too_few_images_have_no_neighbourhood():
    with pytest.raises(ValueError, match="more than 5"):
        DataDistance(encoded(5))
