"""Energy, carbon and money with their bands, and the best frontier."""

import itertools
import random

import pytest

from genmodels.config import build
from genmodels.cost import Band, Rates, Spent, carbon, energy, frontier, money
from genmodels.errors import ConfigError

A_MINUTE = Spent(steps=100, seconds=60.0, threads=1, device="cpu", cpu_seconds=50.0, flops=2e9)


def ends(band):
    return band.low, band.value, band.high


def test_processor_seconds_times_watts_of_a_core():
    assert ends(energy(A_MINUTE)) == (250.0, 500.0, 1000.0)
    assert energy(A_MINUTE).unit == "J"
    assert "10 W a core (band: 5 to 20 W)" in energy(A_MINUTE).method


def test_the_reader_knows_better():
    rates = Rates(core_watts=2, core_watts_low=1, core_watts_high=3)
    assert ends(energy(A_MINUTE, rates)) == (50.0, 100.0, 150.0)


def test_a_run_that_counted_no_processor_seconds_says_so():
    older = Spent(steps=100, seconds=60.0, threads=2, device="cpu")
    assert ends(energy(older)) == (600.0, 1200.0, 2400.0)
    assert "did not count" in energy(older).method


def test_a_gpu_by_its_counter_and_without():
    counted = Spent(1, 60.0, 1, "cuda", cpu_seconds=10.0, gpu_joules=6000.0)
    assert ends(energy(counted)) == pytest.approx((50 + 5400, 100 + 6000, 200 + 6600))
    assert "own counter" in energy(counted).method
    stated = Spent(1, 60.0, 1, "cuda", cpu_seconds=10.0)
    assert ends(energy(stated)) == (50 + 6000, 100 + 15000, 200 + 42000)
    assert "without a counter" in energy(stated).method


def test_carbon_and_money_keep_the_band():
    kwh = Band(3.6e6, 1.8e6, 7.2e6, "J", "Measured.")
    assert ends(carbon(kwh)) == pytest.approx((237.5, 475.0, 950.0))
    assert ends(money(kwh)) == pytest.approx((0.15, 0.30, 0.60))
    assert carbon(kwh).method.startswith("Measured. Times 475 g")
    assert ends(carbon(kwh, Rates(grams_per_kwh=20))) == pytest.approx((10, 20, 40))


def test_a_value_outside_its_own_band_is_refused():
    with pytest.raises(ConfigError, match="band 5 to 20 does not hold core_watts = 30"):
        build(Rates, {"core_watts": 30})


def test_what_an_earlier_moment_cost():
    half = A_MINUTE.until(40, 30.0)
    assert (half.steps, half.seconds, half.cpu_seconds, half.flops) == (40, 30.0, 25.0, 8e8)
    assert A_MINUTE.until(0, 0.0).cpu_seconds == 0
    assert A_MINUTE.until(100, 99.0).cpu_seconds == 50     # a clock that is a little behind


@pytest.mark.parametrize("lower", [True, False])
def test_the_frontier_is_what_nobody_beats(lower):
    """Against the definition, pair by pair, with many ties."""
    draws = random.Random(4)
    for _ in range(200):
        points = [(draws.randint(1, 6), draws.randint(1, 6)) for _ in range(draws.randint(1, 12))]
        costs, values = zip(*points, strict=True)
        found = frontier(costs, values, lower_is_better=lower)
        sign = 1 if lower else -1
        best = {a for a in points if not any(
            b != a and b[0] <= a[0] and sign * b[1] <= sign * a[1] for b in points)}
        assert {points[i] for i in found} == best
        assert len(found) == len(best)     # one for all that are equal
        assert all(costs[i] < costs[j] for i, j in itertools.pairwise(found))


def test_an_empty_frontier():
    assert frontier([], [], lower_is_better=True) == []
