"""PSNR and SSIM against scipy's filters, closed forms, and the published behaviour of both."""

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter1d

from genmodels import sample
from genmodels.config import ImageSpec
from genmodels.metrics import METRICS
from genmodels.metrics.reconstruction import psnr
from genmodels.metrics.ssim import ssim
from tests.metrics.making import a_vae, evidence, noise

PSNR, SSIM = METRICS["psnr"], METRICS["ssim"]


def pictures(n=4, channels=1, size=12, seed=0):
    return torch.rand(n, channels, size, size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def scipys_ssim(a, b):
    """Wang's formula with scipy's Gaussian of radius 3, channel by channel, whole windows only."""
    def blur(image):
        for axis in (0, 1):
            image = gaussian_filter1d(image, 1.5, axis=axis, radius=3)
        return image[3:-3, 3:-3]
    found = []
    for x, y in zip(a.numpy(), b.numpy(), strict=True):
        maps = []
        for p, q in zip(x, y, strict=True):
            mp, mq = blur(p), blur(q)
            vp, vq, cov = blur(p * p) - mp**2, blur(q * q) - mq**2, blur(p * q) - mp * mq
            maps.append((2 * mp * mq + 1e-4) * (2 * cov + 9e-4) / ((mp**2 + mq**2 + 1e-4) * (vp + vq + 9e-4)))
        found.append(np.mean(maps))
    return torch.tensor(found)


@pytest.mark.parametrize(("channels", "size"), [(1, 7), (1, 28), (3, 13)])
def test_ssim_is_that_of_scipys_filters(channels, size):
    a = pictures(4, channels, size)
    b = (a + 0.2 * pictures(4, channels, size, seed=1)).clamp(0, 1)
    torch.testing.assert_close(ssim(a, b), scipys_ssim(a, b), rtol=1e-10, atol=1e-12)


def test_ssim_of_flat_and_of_equal_pictures_in_closed_form():
    a = pictures()
    torch.testing.assert_close(ssim(a, a), torch.ones(4).double())
    dark, light = (torch.full((1, 1, 9, 9), grey, dtype=torch.float64) for grey in (0.2, 0.6))
    luminance = (2 * 0.2 * 0.6 + 1e-4) / (0.2**2 + 0.6**2 + 1e-4)
    torch.testing.assert_close(ssim(dark, light), torch.tensor([luminance], dtype=torch.float64), rtol=1e-9, atol=0)
    torch.testing.assert_close(ssim(a, pictures(seed=1)), ssim(pictures(seed=1), a))


def test_psnr_in_closed_form_and_no_higher_than_eight_bits():
    a = pictures(2) * 0.5
    torch.testing.assert_close(psnr(a, a + 0.1), torch.full((2,), 20.0).double())
    torch.testing.assert_close(psnr(a, a), torch.full((2,), 10 * np.log10(12 * 255**2)).double())


@pytest.mark.parametrize(("channels", "size", "settings"), [(1, 8, {}), (3, 12, {"conditional": True})])
def test_both_look_at_what_the_model_writes_for_each_image(channels, size, settings):
    spec = ImageSpec(channels=channels, size=size)
    model, data = a_vae("conv_vae", spec, spread=0.1, width=4, hidden=16, **settings), noise(130, spec=spec)
    given = evidence(model, data)
    redrawn = sample.reconstruct(model, data.images, data.labels).astype(np.float64) / 255
    real = data.images / 255.0
    decibels = -10 * np.log10(((redrawn - real) ** 2).mean((1, 2, 3)))
    found = PSNR.measure(given)
    assert found.value == pytest.approx(decibels.mean(), rel=1e-9)
    assert found.high - found.value == pytest.approx(1.96 * decibels.std(ddof=1) / 130**0.5, rel=1e-9)
    likeness = scipys_ssim(torch.tensor(redrawn), torch.tensor(real))
    assert SSIM.measure(given).value == pytest.approx(float(likeness.mean()), rel=1e-9)


def test_images_smaller_than_the_window_have_no_ssim():
    assert not SSIM.suits(a_vae(spec=ImageSpec(channels=1, size=6)))
    assert PSNR.suits(a_vae(spec=ImageSpec(channels=1, size=6)))
    assert SSIM.suits(a_vae(spec=ImageSpec(channels=1, size=7)))
