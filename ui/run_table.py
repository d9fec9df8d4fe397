"""A table with a column for each compared run under its mark; wider than the page, it scrolls in its own place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from ui import theme
from ui.compare_runs import Chosen
from ui.run_marks import swatch

CSS = Path(__file__).parent / "compare.css"


def run_table(name: str, first: str, chosen: Sequence[Chosen], rows: Iterable[str], after: Sequence[str] = ()) -> None:
    """`rows` are HTML of <tr>, whose texts are escaped already; `first` and `after` are the heads before and after the
    runs'. `name` is what a screen reader calls the table; CSS says how it looks."""
    runs = [f"{swatch(one.place)}<br>{escape(one.run.title)}" for one in chosen]
    heads = "".join(f'<th scope="col">{head}</th>' for head in (escape(first), *runs, *map(escape, after)))
    colours = f"--best:{theme.BEST[theme.mode()]};--ground:{theme.palette().background}"
    st.html(f'<div class="genlab-numbers" style="{colours}" tabindex="0" role="region" aria-label="{escape(name)}">'
            f'<table><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>')
