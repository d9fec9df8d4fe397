"""Which curves of a model are drawn together, and in which colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genmodels.models.base import Curve

Coloured = tuple[Curve, int]     # the colour by its number, from 0


def panels(curves: Iterable[Curve]) -> list[tuple[str, list[Coloured]]]:
    """Curves by the title of their panel. Where players meet in one, each keeps its colour; else colours count up."""
    curves = list(curves)
    players = list(dict.fromkeys(_player(curve) for curve in curves))
    grouped: dict[str, list[Curve]] = {}
    for curve in curves:
        grouped.setdefault(curve.panel, []).append(curve)
    return [(title, _coloured(group, players)) for title, group in grouped.items()]


def _coloured(group: Sequence[Curve], players: list[str]) -> list[Coloured]:
    meeting = [_player(curve) for curve in group]
    apart = len(set(meeting)) == len(group) > 1
    return [(curve, players.index(player) if apart else i)
            for i, (curve, player) in enumerate(zip(group, meeting, strict=True))]


def _player(curve: Curve) -> str:
    return curve.term.partition("/")[0]
