"""Which of several numbers is the best: only where intervals say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from genmodels.metrics.base import Better, Result


class Interval(NamedTuple):
    low: float
    high: float


def best(results: Sequence[Result], better: Better) -> int | None:
    """The place of the one whose 95 % interval lies beyond the intervals of all others; None where they overlap.

    Intervals that part are more than a difference at 95 %: where the best of two is marked wrongly happens in about
    one of two hundred pairs, which leaves room for looking at many. They say how much the n images scatter, not how
    much another training would: for that, compare seeds.
    """
    costs = [cost for result in results if (cost := _cost(result, better)) is not None]
    if len(costs) < 2 or len(costs) < len(results):
        return None
    first = min(range(len(costs)), key=lambda i: costs[i].high)
    parted = all(costs[first].high < other.low for i, other in enumerate(costs) if i != first)
    return first if parted else None


def _cost(result: Result, better: Better) -> Interval | None:
    """The interval turned so that less is better; None where that cannot be said."""
    low, high, floor = result.get("low"), result.get("high"), result.get("floor")
    if low is None or high is None or better == "neither":
        return None
    if better == "lower":
        return Interval(low, high)
    if better == "higher":
        return Interval(-high, -low)
    return None if floor is None else distance(low - floor, high - floor)


def distance(low: float, high: float) -> Interval:
    """Of all points between low and high from 0."""
    ends = sorted((abs(low), abs(high)))
    return Interval(0.0 if low <= 0 <= high else ends[0], ends[1])
