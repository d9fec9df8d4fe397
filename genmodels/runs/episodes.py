"""The rows of alarms.jsonl as episodes: what began, how bad it is, and when it was over."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def episodes(rows: list[Row]) -> list[tuple[int, Row]]:
    """Alarms with their number, the newest first; a row that ends one is folded into it as "ended"."""
    told: list[tuple[int, Row]] = []
    for number, row in enumerate(rows):
        if row.get("kind") != "over":
            told.append((number, row))
            continue
        begun = next((i for i in reversed(range(len(told))) if told[i][1].get("rule") == row.get("rule")), None)
        if begun is not None:
            told[begun] = (told[begun][0], told[begun][1] | {"ended": row.get("step")})
    return told[::-1]


def severity(row: Row) -> str:
    """How bad it is: stopped, open, over or note."""
    if row.get("rule") == "not_finite":
        return "stopped"
    if row.get("ended") is not None:
        return "over"
    return "open" if row.get("rule") else "note"
