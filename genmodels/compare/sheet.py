"""A comparison as CSV: for spreadsheets, so that no name can become a formula, and for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from genmodels.compare.numbers import Line
from genmodels.compare.settings import Row

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")     # what a spreadsheet takes for a formula, OWASP "CSV Injection"
NUMBERS = ("run", "title", "metric", "name", "unit", "better", "value", "low", "high", "floor", "n", "seed", "judge",
           "step", "seconds", "compares", "best")


def settings_sheet(rows: Iterable[Row], ids: Sequence[str], titles: Sequence[str]) -> bytes:
    """A line for each setting, a column for each run, headed by its id; the second line holds the titles."""
    return sheet([["setting", "differs", *ids], ["title", "", *titles],
                  *([row.name, "yes" if row.differs else "no", *row.values] for row in rows)])


def numbers_sheet(lines: Iterable[Line], ids: Sequence[str], titles: Sequence[str]) -> bytes:
    """A line for each number there is, with how it was got and why it does not compare, if so."""
    return sheet([NUMBERS, *(_number(line, i, id, title) for line in lines
                             for i, (id, title) in enumerate(zip(ids, titles, strict=True))
                             if line.cells[i].result is not None)])


def sheet(rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the mark that spreadsheets know it by. Text that would be a formula gets an apostrophe before it;
    numbers stay numbers, also negative ones."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: object) -> object:
    """The cell itself when it is a number, a truth or nothing, else its text, never a formula."""
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    text = str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _number(line: Line, i: int, id: str, title: str) -> list[object]:
    cell = line.cells[i]
    result = cell.result
    assert result is not None
    why = ", ".join(f"{one.what} {one.here} instead of {one.there}" for one in cell.differences)
    return [id, title, line.metric, line.title, line.unit, line.better, result["value"], result.get("low"),
            result.get("high"), result.get("floor"), result["n"], result["seed"], result["judge"], result["step"],
            result.get("seconds"), f"no: {why}" if why else "yes", "yes" if cell.best else ""]
