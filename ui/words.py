"""Numbers as people say them."""

from __future__ import annotations

import math
import time

from ui.text import t

PREFIXES = ("µ", "m", "", "k", "M", "G", "T", "P", "E")


def duration(seconds: float) -> str:
    """7 s, 1 min 30 s, 2 h 5 min."""
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


def ago(seconds: float) -> str:
    """Just now, 5 min ago, 2 days ago."""
    if seconds < 60:
        return t("just now")
    if seconds < 3600:
        return t("{n} min ago").format(n=int(seconds // 60))
    if seconds < 172_800:
        return t("{n} h ago").format(n=int(seconds // 3600))
    return t("{n} days ago").format(n=int(seconds // 86_400))


def stamp(moment: float) -> str:
    """27 Nov 01:12."""
    return time.strftime("%d %b %H:%M", time.localtime(moment))


def scaled(number: float, unit: str, digits: int = 3) -> str:
    """So many digits that count, with the prefix that fits: 1.23 TFLOP, 350 J, 12.0 mg."""
    if number == 0 or not math.isfinite(number):
        return f"{number:g} {unit}"
    rounded = float(f"{number:.{digits - 1}e}")     # 999.9 is a thousand
    thousands = min(max(math.floor(math.log10(abs(rounded)) / 3), -2), 6)
    figure = rounded / 1000.0**thousands
    places = max(0, digits - 1 - math.floor(math.log10(abs(figure))))
    return f"{figure:.{places}f} {PREFIXES[thousands + 2]}{unit}"
