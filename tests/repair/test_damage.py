"""Damage against scipy, counting and closed forms: what it destroys, what it leaves known, how likely it is."""

import math

import numpy as np
import pytest
import torch
from scipy import stats

from genmodels.errors import ConfigError
from genmodels.repair import Hole, Noise, SaltAndPepper, destroy, half, square
from genmodels.repair.damage import log_clipped_normal

ALL = [Noise(0.3), SaltAndPepper(0.3), Hole(square(8, 4, 2, 2))]
GREY = np.full((200, 3, 8, 8), 120, np.uint8)


def test_noise_has_the_asked_strength():
    seen = destroy(GREY, Noise(0.1), 0) / 255
    assert seen.std() == pytest.approx(0.1, rel=0.01)
    assert seen.mean() == pytest.approx(120 / 255, abs=0.002)


def test_salt_and_pepper_hits_the_asked_share_in_all_channels_at_once():
    seen = destroy(GREY, SaltAndPepper(0.2), 0)
    hit = (seen != 120).all(1)
    assert ((seen != 120).any(1) == hit).all()
    assert hit.mean() == pytest.approx(0.2, abs=0.01)
    assert (seen[:, 0][hit] == 255).mean() == pytest.approx(0.5, abs=0.02)
    assert set(np.unique(seen)) == {0, 120, 255}


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_a_half_is_gone_and_the_other_untouched(side):
    mask = half(8, side)
    seen = destroy(GREY, Hole(mask), 0)
    assert mask.sum() == 32
    assert (seen[:, :, mask] == 0).all()
    assert (seen[:, :, ~mask] == 120).all()
    assert {"left": mask[0, 0], "right": mask[0, 7], "top": mask[0, 0], "bottom": mask[7, 0]}[side]


def test_a_square_is_moved_inside():
    mask = square(8, 3, 7, -2)
    assert mask[5:8, 0:3].all()
    assert mask.sum() == 9


@pytest.mark.parametrize("damage", ALL)
def test_equal_seeds_destroy_equally(damage):
    np.testing.assert_array_equal(destroy(GREY, damage, 3), destroy(GREY, damage, 3))
    if not isinstance(damage, Hole):
        assert (destroy(GREY, damage, 3) != destroy(GREY, damage, 4)).any()


@pytest.mark.parametrize("damage", ALL)
@pytest.mark.parametrize("grey", [0, 40, 128, 255])
def test_the_expected_look_is_the_mean_of_what_is_seen(damage, grey):
    images = np.full((400, 1, 8, 8), grey, np.uint8)
    seen = destroy(images, damage, 0)
    seen = seen[:, :, ~damage.mask] if isinstance(damage, Hole) else seen
    said = float(damage.expected(torch.tensor(grey / 255)))
    assert seen.mean() / 255 == pytest.approx(said, abs=0.008)


def test_the_clipped_normal_is_a_distribution_over_bytes():
    values = torch.arange(256) / 255
    for mean, spread in ((0.0, 0.1), (0.3, 0.05), (0.9, 0.4)):
        probabilities = log_clipped_normal(values, torch.tensor(mean), spread).exp()
        assert float(probabilities.sum()) == pytest.approx(1, abs=1e-3)
        assert float(probabilities[0]) == pytest.approx(stats.norm.cdf(0.5 / 255, mean, spread), rel=1e-4)
        density = stats.norm.pdf(100 / 255, mean, spread) / 255
        assert float(probabilities[100]) == pytest.approx(density, rel=1e-4)


def test_noise_is_trusted_as_much_as_bayes_says():
    trust = Noise(0.3).trust(torch.zeros(1, 1, 2, 2), torch.zeros(1, 1, 2, 2), 0.1)
    torch.testing.assert_close(trust, torch.full_like(trust, 0.01 / (0.01 + 0.09)))


def test_impulses_are_told_from_ink_by_what_the_model_draws():
    seen = torch.tensor([1.0, 1.0, 0.0, 0.5])[None, None, None]
    drawn = torch.tensor([1.0, 0.0, 0.0, 0.0])[None, None, None]
    trust = SaltAndPepper(0.2).trust(seen, drawn, 0.1)[0, 0, 0]
    assert trust[0] > 0.75     # white where white is drawn: half of the normal's mass is cut there, 0.4 against 0.1
    assert trust[1] < 1e-6     # white where black is drawn
    assert trust[2] > 0.75
    assert trust[3] == 1       # grey is never an impulse


@pytest.mark.parametrize("damage", ALL)
def test_what_is_drawn_as_seen_is_likelier_than_anything_else(damage):
    seen = torch.rand(1, 1, 8, 8, generator=torch.Generator().manual_seed(0)) * 0.6 + 0.2
    there = damage.log_likelihood(seen, seen, 0.1).sum()
    assert there > damage.log_likelihood(seen, seen + 0.05, 0.1).sum()
    assert math.isfinite(damage.log_likelihood(seen, 1 - seen, 0.01).sum())


@pytest.mark.parametrize(("make", "sentence"), [
    (lambda: Noise(0.0), "sigma = 0.0 does not fit"), (lambda: SaltAndPepper(1.0), "share = 1.0 does not fit"),
    (lambda: Hole(np.zeros((8, 8), bool)), "nothing to repair"), (lambda: Hole(np.zeros(8, bool)), "A mask is bool"),
    (lambda: square(8, 8, 0, 0), "A square of 8 pixels"), (lambda: half(8, "middle"), "no half 'middle'"),
    (lambda: destroy(GREY, Hole(square(9, 2, 0, 0)), 0), "The mask has")])
def test_what_does_not_fit_is_said(make, sentence):
    with pytest.raises(ConfigError, match=sentence):
        make()
