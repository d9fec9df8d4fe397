"""Rank correlations against scipy, ties and constants included."""

import pytest
import torch
from scipy import stats

from genmodels.latent import interval, rank_biserial, spearman
from genmodels.latent.rank import ranks


@pytest.mark.parametrize("levels", [3, 10, 100_000])
def test_spearman_is_that_of_scipy_with_and_without_ties(levels):
    noise = torch.Generator().manual_seed(levels)
    a = torch.randint(0, levels, (500,), generator=noise).float()
    b = a.exp().clamp_max(1e6) * torch.rand(500, generator=noise)
    assert spearman(a, b) == pytest.approx(stats.spearmanr(a.numpy(), b.numpy()).statistic, abs=1e-9)


def test_ranks_are_those_of_scipy():
    values = torch.tensor([3.0, 1.0, 1.0, 7.0, 3.0, 3.0, -2.0])
    assert ranks(values).tolist() == stats.rankdata(values.numpy()).tolist()


def test_only_the_order_counts():
    values = torch.randn(100, generator=torch.Generator().manual_seed(0))
    assert spearman(values, values.exp()) == pytest.approx(1)
    assert spearman(values, -values**3) == pytest.approx(-1)


def test_a_constant_goes_along_with_nothing():
    assert spearman(torch.ones(9), torch.arange(9.0)) == 0


def test_lists_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="equal length"):
        spearman(torch.ones(3), torch.ones(4))


def test_the_rank_biserial_correlation_is_that_of_mann_and_whitneys_u():
    noise = torch.Generator().manual_seed(1)
    values, members = torch.randn(300, generator=noise).round(decimals=1), torch.rand(300, generator=noise) < 0.1
    values[members] += 1
    u = stats.mannwhitneyu(values[members].numpy(), values[~members].numpy()).statistic
    ins = int(members.sum())
    assert rank_biserial(values, members) == pytest.approx(2 * u / (ins * (300 - ins)) - 1, abs=1e-6)


def test_few_members_on_top_of_all_others_are_told_apart_wholly():
    assert rank_biserial(torch.arange(50.0), torch.arange(50) >= 48) == pytest.approx(1)
    assert rank_biserial(torch.arange(50.0), torch.zeros(50, dtype=torch.bool)) == 0


def test_nineteen_of_twenty_intervals_hold_the_truth():
    """Normal pairs of correlation r have the rank correlation 6 / pi asin(r / 2)."""
    noise, truth, n = torch.Generator().manual_seed(2), 0.6, 200
    expected, held = 6 / torch.pi * float(torch.asin(torch.tensor(truth / 2))), 0
    for _ in range(400):
        a = torch.randn(n, generator=noise)
        b = truth * a + (1 - truth**2) ** 0.5 * torch.randn(n, generator=noise)
        low, high = interval(spearman(a, b), n)
        held += low <= expected <= high
    assert 0.91 <= held / 400 <= 0.98
