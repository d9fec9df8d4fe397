"""The numbers of compared runs as one table: what does not compare is grey with its reason, the best has a word."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from genmodels.reading import BETTER, DIGEST
from ui.compare_runs import Chosen
from ui.run_table import run_table
from ui.text import t
from ui.words import count

if TYPE_CHECKING:
    from genmodels.compare.comparable import Conditions, Difference
    from genmodels.compare.numbers import Cell, Line


def table(lines: Sequence[Line], chosen: Sequence[Chosen]) -> None:
    """A row for each metric; the floor and how the numbers were got in columns of their own."""
    run_table(t("Numbers of the runs"), t("Metric"), chosen, map(_row, lines),
              after=(t("Real against real"), t("Got with")))


def _row(line: Line) -> str:
    cells = "".join(_cell(cell) for cell in line.cells)
    return (f'<tr><th scope="row">{escape(t(line.title))}<small>{escape(t(line.unit))}<br>{t(BETTER[line.better])}'
            f"</small></th>{cells}<td>{_figure(line.floor)}</td><td>{_conditions(line.conditions)}</td></tr>")


def _cell(cell: Cell) -> str:
    if cell.result is None:
        return f'<td class="none">{escape(t("not measured") if cell.exists else t("does not exist for it"))}</td>'
    result = cell.result
    interval = ""
    if result.get("low") is not None and result.get("high") is not None:
        interval = t("{low} to {high}").format(low=_figure(result["low"]), high=_figure(result["high"]))
    word = f'<b class="word">★ {escape(t("best"))}</b>' if cell.best else ""
    facts = [interval, t("step {step}").format(step=count(result["step"])), *map(_why, cell.differences)]
    kind = "apart" if cell.differences else "best" if cell.best else ""
    small = "<br>".join(escape(fact) for fact in facts if fact)
    return f'<td class="{kind}"><span class="value">{_figure(result["value"])}</span> {word}<small>{small}</small></td>'


def _why(difference: Difference) -> str:
    """Why a number stands apart, as a sentence."""
    here, there = (count(value) if isinstance(value, int) else DIGEST.sub(r"\1", value)
                   for value in (difference.here, difference.there))
    sentences = {"dataset": t("another dataset: {here}"), "judge": t("another judge: {here}"),
                 "n": t("n = {here}, the others {there}"), "seed": t("seed {here}, the others {there}"),
                 "step": t("measured at another step than the one kept now")}
    return sentences[difference.what].format(here=here, there=there)


def _conditions(conditions: Conditions | None) -> str:
    if conditions is None:
        return ""
    judge = DIGEST.sub(r"\1", conditions.judge)
    said = t("n = {n}, seed {seed}").format(n=count(conditions.n), seed=conditions.seed)
    return f'<small title="{escape(conditions.judge)}">{escape(said)}<br>{escape(judge)}</small>'


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
