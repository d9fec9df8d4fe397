"""Some numbers of one run as a table: value, 95 % interval, what real images score, how it was got."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from genmodels.reading import BETTER, DIGEST
from ui import theme
from ui.text import t
from ui.words import count

WIDTHS = (28, 14, 20, 14, 24)     # percent, equal in all groups


def table(rows: Sequence[dict[str, Any]]) -> None:
    """A row for each result."""
    from genmodels.metrics import METRICS  # torch, and only now

    heads = (t("Metric"), t("Value"), t("95 % interval"), t("Real against real"), t("Got with"))
    head = "".join(f'<th scope="col" style="width:{width}%">{escape(word)}</th>'
                   for word, width in zip(heads, WIDTHS, strict=True))
    better = {name: t(BETTER[metric.better]) for name, metric in METRICS.items()}
    st.html(f'<div class="genlab-numbers" style="--ground:{theme.palette().background}" tabindex="0" role="region" '
            f'aria-label="{escape(t("Numbers of this run"))}"><table><thead><tr>{head}</tr></thead>'
            f'<tbody>{"".join(_row(row, better.get(row["metric"], "")) for row in rows)}</tbody></table></div>')


def _row(result: dict[str, Any], better: str) -> str:
    title, unit = (escape(t(str(result.get(key) or result["metric"]))) for key in ("title", "unit"))
    between = "-"
    if result.get("low") is not None and result.get("high") is not None:
        between = t("{low} to {high}").format(low=_figure(result["low"]), high=_figure(result["high"]))
    judge = str(result.get("judge") or "")
    how = t("n = {n}, seed {seed}, step {step}").format(
        n=count(result.get("n", 0)), seed=result.get("seed"), step=count(result.get("step", 0)))
    return (f'<tr><th scope="row">{title}<small>{unit}<br>{escape(better)}</small></th>'
            f'<td><span class="value">{_figure(result["value"])}</span></td><td>{escape(between)}</td>'
            f"<td>{_figure(result.get('floor'))}</td>"
            f'<td><small title="{escape(judge)}">{escape(how)}<br>{escape(DIGEST.sub(_short, judge))}</small></td>'
            "</tr>")


def _short(digest: re.Match[str]) -> str:
    return t("judge {id}").format(id=digest[1])


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
