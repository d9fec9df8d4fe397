"""The baselines against scipy, brute force and plain descent: a weak baseline would flatter the model."""

import numpy as np
import pytest
import torch
from scipy import ndimage

from genmodels.repair import Hole, Noise, SaltAndPepper, psnr, square
from genmodels.repair.baselines import median, nearest
from genmodels.repair.total_variation import PER_SIGMA, divergence, gradient, total_variation


def noisy(n=3, channels=2, size=9, seed=0):
    return torch.rand(n, channels, size, size, generator=torch.Generator().manual_seed(seed))


def test_the_median_filter_is_scipys_inside_the_picture():
    seen = noisy()
    theirs = ndimage.median_filter(seen.numpy(), size=(1, 1, 3, 3))
    mine = median(seen, Noise(0.1)).numpy()
    np.testing.assert_allclose(mine[..., 1:-1, 1:-1], theirs[..., 1:-1, 1:-1])


def test_a_hole_in_a_flat_picture_closes_with_its_colour():
    seen = torch.full((1, 3, 8, 8), 0.7)
    damage = Hole(square(8, 5, 1, 1))
    for repair in (median, total_variation):
        filled = repair(damage.destroy(seen, torch.Generator()), damage)
        torch.testing.assert_close(filled, seen, atol=0.02, rtol=0)


def test_a_median_hole_keeps_its_rim():
    seen, damage = noisy(size=8), Hole(square(8, 3, 2, 2))
    filled = median(damage.destroy(seen, torch.Generator()), damage)
    known = damage.known(seen).expand_as(seen)
    torch.testing.assert_close(filled[known], seen[known])
    assert torch.isfinite(filled).all()


@pytest.mark.parametrize("damage", [Noise(0.4), SaltAndPepper(0.1), Hole(square(9, 4, 2, 3))])
def test_the_nearest_image_is_that_of_a_loop(damage):
    train = (noisy(700, 2, 9, seed=1).numpy() * 255).round().astype(np.uint8)
    seen = damage.destroy(torch.from_numpy(train[[5, 600]]).float() / 255, torch.Generator().manual_seed(0))
    known = damage.known(seen).numpy() if isinstance(damage, Hole) else np.ones((2, 1, 9, 9), bool)
    found = nearest(seen, damage, train)
    for query, mask, image in zip(seen.numpy(), known, found, strict=True):
        looks = damage.expected(torch.from_numpy(train).float() / 255).numpy()
        distances = [float((((look - query) ** 2) * mask).sum()) for look in looks]
        np.testing.assert_allclose(image, train[int(np.argmin(distances))] / 255, atol=1e-6)


def test_divergence_is_the_negative_adjoint_of_the_gradient():
    u, field = noisy(), torch.randn(2, 3, 2, 9, 9, generator=torch.Generator().manual_seed(2))
    assert float((gradient(u) * field).sum()) == pytest.approx(-float((u * divergence(field)).sum()), rel=1e-4)


def test_total_variation_reaches_the_optimum_that_plain_descent_reaches():
    sigma = 1.0     # brightness is moved back by a table afterwards, so the cost is taken before that
    seen = noisy(1, 1, 8) * 0.2 + 0.4
    weight = PER_SIGMA / sigma

    def cost(u):
        return gradient(u).square().sum(0).add(1e-10).sqrt().sum() + weight / 2 * (u - seen).square().sum()

    u = seen.clone().requires_grad_()
    optimiser = torch.optim.Adam([u], lr=0.01)
    for step in range(1500):
        if step == 1000:
            optimiser.param_groups[0]["lr"] = 0.0005
        optimiser.zero_grad()
        cost(u).backward()
        optimiser.step()
    damage = Noise(sigma)
    looks = damage.expected(torch.arange(256) / 255)
    mine = total_variation(seen, damage, steps=2000)
    again = looks[(mine * 255).round().long()]      # undo the table, to a 255th
    torch.testing.assert_close(again, u.detach(), atol=0.01, rtol=0)


def test_total_variation_takes_impulses_out_of_a_flat_picture():
    flat = torch.full((1, 1, 12, 12), 0.5)
    damage = SaltAndPepper(0.1)
    seen = damage.destroy(flat, torch.Generator().manual_seed(0))
    assert (seen != flat).sum() > 5
    torch.testing.assert_close(total_variation(seen, damage, steps=600), flat, atol=0.05, rtol=0)


def test_psnr_counts_the_missing_pixels_alone():
    original = np.full((2, 1, 4, 4), 100, np.uint8)
    image, missing = original.copy(), np.zeros((2, 1, 4, 4), bool)
    missing[:, :, 0] = True
    image[0, 0, 0] = 110                # wrong by 10 where it counts
    image[:, 0, 3] = 200                # wrong by 100 where it does not
    scores = psnr(image, original, missing)
    assert scores[0] == pytest.approx(20 * np.log10(255 / 10))
    assert scores[1] == np.inf
