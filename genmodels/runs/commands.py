"""What a person asks of a running training: numbered lines, which its worker acknowledges by number in its status."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Literal, get_args

from genmodels.errors import RunError
from genmodels.runs.files import append_row, in_words, read_rows
from genmodels.runs.locks import hold

Kind = Literal["pause", "resume", "stop", "snapshot", "checkpoint", "set"]
FILE = "commands.jsonl"


def send(folder: Path, kind: str, values: dict[str, Any]) -> int:
    """Append a command and return its number; raises RunError for an unknown kind or missing values, and where it
    cannot be written down."""
    _check(kind, values)
    with in_words(f"{kind} could not be sent to {folder.name}"), hold(folder / "commands.lock"):
        number = last_number(folder) + 1
        append_row(folder / FILE, {"number": number, "kind": kind, "time": time.time(), **values})
    return number


def after(folder: Path, number: int) -> list[dict[str, Any]]:
    """The commands with a larger number, oldest first."""
    return [row for row in read_rows(folder / FILE)[0] if row.get("number", 0) > number]


def last_number(folder: Path) -> int:
    return max((int(row.get("number", 0)) for row in read_rows(folder / FILE)[0]), default=0)


def _check(kind: str, values: dict[str, Any]) -> None:
    if kind not in get_args(Kind):
        raise RunError(f"There is no command {kind!r}. Commands: {', '.join(get_args(Kind))}.")
    expected = {"setting", "value"} if kind == "set" else set()
    if set(values) != expected:
        wanted = " and ".join(sorted(expected)) or "no values"
        raise RunError(f"The command {kind!r} takes {wanted}; it was given {', '.join(sorted(values)) or 'none'}.")
