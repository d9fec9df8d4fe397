"""Numbers as people say them, in the pages and outside of them."""

from __future__ import annotations

import math
from collections.abc import Callable

PREFIXES = ("µ", "m", "", "k", "M", "G", "T", "P", "E")


def duration(seconds: float, t: Callable[[str], str] = str) -> str:
    """7 s, 1 min 30 s, 2 h 5 min; `t` translates the units."""
    whole = max(0, round(seconds))
    if whole < 60:
        return t("{s} s").format(s=whole)
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        return t("{m} min").format(m=minutes) + (" " + t("{s} s").format(s=rest) if rest else "")
    hours, rest = divmod(whole // 60, 60)
    return t("{h} h").format(h=hours) + (" " + t("{m} min").format(m=rest) if rest else "")


def count(number: float) -> str:
    """12,345; rates below ten keep one digit after the point."""
    return f"{number:,.0f}" if abs(number) >= 10 else f"{number:.1f}".removesuffix(".0")


def scaled(number: float, unit: str, digits: int = 3) -> str:
    """So many digits that count, with the prefix that fits: 1.23 TFLOP, 350 J, 12.0 mg."""
    if number == 0 or not math.isfinite(number):
        return f"{number:g} {unit}"
    rounded = float(f"{number:.{digits - 1}e}")     # 999.9 is a thousand
    thousands = min(max(math.floor(math.log10(abs(rounded)) / 3), -2), 6)
    figure = rounded / 1000.0**thousands
    places = max(0, digits - 1 - math.floor(math.log10(abs(figure))))
    return f"{figure:.{places}f} {PREFIXES[thousands + 2]}{unit}"
