"""Litters: children keep the prior, stand at the chosen distance, come again with their seed, as in the browser."""

import math

import numpy as np
import pytest
import torch
from scipy import stats

from genmodels.latent import breed
from genmodels.latent.breed import litter
from tests.scripts import answer

SCRIPT = "breed/litter.js"


def code(size, seed=0):
    return torch.randn(size, generator=torch.Generator().manual_seed(seed))


def test_the_noise_is_normal_and_every_seed_has_its_own():
    draws = np.stack([breed.noise(seed, 4000) for seed in range(5)])
    assert stats.kstest(draws.flatten(), "norm").pvalue > 0.01
    assert np.abs(np.corrcoef(draws) - np.eye(5)).max() < 0.06
    assert abs(np.corrcoef(draws[0, :-1], draws[0, 1:])[0, 1]) < 0.06


def test_the_first_children_do_not_depend_on_how_many_there_are():
    torch.testing.assert_close(litter(code(7), 3, 0.4, 5), litter(code(7), 12, 0.4, 5)[:3])


def test_a_distance_of_nought_is_the_parent_and_one_forgets_it():
    parent = code(64)
    torch.testing.assert_close(litter(parent, 3, 0.0, 1), parent.repeat(3, 1))
    torch.testing.assert_close(litter(parent, 3, 1.0, 1), litter(-parent, 3, 1.0, 1))


@pytest.mark.parametrize("distance", [0.1, 0.5, 0.9])
def test_children_of_the_prior_are_of_the_prior_and_correlate_as_said(distance):
    parent = code(3000)
    children = litter(parent, 4, distance, 2)
    assert stats.kstest(children.flatten().numpy(), "norm").pvalue > 0.001
    correlation = np.corrcoef(torch.cat([parent[None], children]).numpy())[0, 1:]
    np.testing.assert_allclose(correlation, math.sqrt(1 - distance**2), atol=0.06)


@pytest.mark.parametrize("distance", [-0.1, 1.1, math.nan])
def test_a_distance_beyond_a_stranger_is_refused(distance):
    with pytest.raises(ValueError, match="0 to 1"):
        litter(code(4), 2, distance, 0)


@pytest.mark.parametrize(("size", "distance", "seed"), [(2, 0.25, 0), (16, 0.6, 7), (100, 1.0, 2**31 - 1)])
def test_the_browser_breeds_the_same_children(size, distance, seed):
    parent = code(size, seed % 100)
    children = answer(SCRIPT, "litter(Float32Array.from(ask.parent), ask.n, ask.distance, ask.seed)",
                      parent=parent.tolist(), n=12, distance=distance, seed=seed)
    torch.testing.assert_close(torch.tensor(children).reshape(12, size), litter(parent, 12, distance, seed),
                               rtol=1e-5, atol=1e-6)
