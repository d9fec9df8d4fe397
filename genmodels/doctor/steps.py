"""How long a player's steps are, as a share of its first weights: weights that grow would hide that steps are long."""

from __future__ import annotations

from collections.abc import Sequence

from genmodels.doctor.alarm import Plot
from genmodels.doctor.chart import Chart


def stride(chart: Chart, player: str) -> float | None:
    """Length of the last step."""
    found = _all(chart, player)
    return found[-1][1] if found else None


def most(chart: Chart, player: str) -> float | None:
    """Length of the longest step that is still on the chart."""
    found = _all(chart, player)
    return max(length for _, length in found) if found else None


def strides(chart: Chart, players: Sequence[str], limit: float) -> Plot:
    """Their lengths over the steps."""
    found = {player: dict(_all(chart, player)) for player in players}
    x = sorted(set().union(*found.values()))
    return Plot(x, {player: [lengths.get(step) for step in x] for player, lengths in found.items()}, limit,
                "of the first weights")


def _all(chart: Chart, player: str) -> list[tuple[int, float]]:
    updates, weights = chart[f"{player}/update"], chart[f"{player}/weights"]
    first = weights.first
    if not first:
        return []
    return [(step, update * weight / first)
            for step, update, weight in zip(updates.steps, updates.values, weights.values, strict=True)]
