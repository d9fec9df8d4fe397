"""Values worth trying for a setting: around its default, within its range."""

from __future__ import annotations

from genmodels.config import Knob
from genmodels.sweep.plan import MOST_VALUES, Value

LEFT_OUT = ("batch_size",)     # first among settings, last among those one sweeps


def sweepable(knobs: tuple[Knob, ...]) -> list[Knob]:
    """Those that can take several values, the likeliest first: plain ones before the advanced ones."""
    able = [knob for knob in knobs if knob.kind in ("int", "float", "bool") or len(knob.choices) > 1]
    return sorted(able, key=lambda knob: (knob.advanced, knob.name in LEFT_OUT))


def suggestion(knob: Knob) -> tuple[Value, ...]:
    """Half, once and twice the default; of a switch or a choice all there is."""
    if knob.kind == "bool":
        return (False, True)
    if knob.choices:
        return tuple(knob.choices[:MOST_VALUES])
    found = {_fitted(knob, wish): None for wish in _wishes(knob)}
    return tuple(sorted(found))


def _wishes(knob: Knob) -> tuple[float, ...]:
    start, low, high = float(knob.default), knob.low, knob.high
    if start != 0 and (start / 2 != low or start * 2 != high):
        return (start / 2, start, start * 2)
    reach = (high if high is not None else 1.0) - (low or 0.0)
    return (start, start + reach / 20, start + reach / 10)


def _fitted(knob: Knob, wish: float) -> int | float:
    """In the range, and whole where the setting is."""
    low = knob.low if knob.low is not None else wish
    high = knob.high if knob.high is not None else wish
    inside = min(max(wish, low), high)
    return round(inside) if knob.kind == "int" else float(f"{inside:.6g}")
