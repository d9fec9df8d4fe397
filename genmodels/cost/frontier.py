"""The best frontier: what nobody else beats at the same cost or less. Pareto's idea."""

from __future__ import annotations

from collections.abc import Sequence


def frontier(costs: Sequence[float], values: Sequence[float], *, lower_is_better: bool) -> list[int]:
    """Numbers of the points for which no other is at most as dear and better, or cheaper and as good; dearest last.

    Of points that are equal in both the first one stands for all.
    """
    signed = [value if lower_is_better else -value for value in values]
    kept: list[int] = []
    best = float("inf")
    for number in sorted(range(len(costs)), key=lambda number: (costs[number], signed[number], number)):
        if signed[number] < best:
            kept.append(number)
            best = signed[number]
    return kept
