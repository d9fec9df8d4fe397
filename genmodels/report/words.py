"""How a report says times, values and what may be too long."""

from __future__ import annotations

import time

MOST = 400     # letters of one text that a person or a program left in the run


def brief(text: str) -> str:
    """Cut where it is longer than anybody reads: a run's files may hold anything, and the report has its limit."""
    return text if len(text) <= MOST else text[:MOST - 1] + "…"


def moment(seconds: float | None) -> str:
    """27 November 2026, 01:12 UTC: the same wherever it is read."""
    return "-" if seconds is None else time.strftime("%d %B %Y, %H:%M UTC", time.gmtime(seconds)).lstrip("0")


def figure(value: object) -> str:
    """Four digits that count."""
    return f"{value:.4g}" if isinstance(value, int | float) else "-"


def setting(value: object) -> str:
    """As it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None or value == "" else brief(f"{value:g}" if isinstance(value, float) else str(value))
