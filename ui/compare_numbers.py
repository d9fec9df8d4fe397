"""Numbers of the compared runs beside each other, only where they compare, and as a file."""

from __future__ import annotations

import streamlit as st

from ui import compare_files, compare_measuring, number_table
from ui.compare_runs import Chosen
from ui.run_table import CSS
from ui.text import t


def draw(chosen: list[Chosen]) -> None:
    """A row for each metric, a column for each run; drawn again by itself while numbers come."""
    if chosen:
        st.fragment(_draw, run_every=compare_measuring.every())(chosen, compare_measuring.every())


def _draw(chosen: list[Chosen], every: float | None) -> None:
    from genmodels.compare.numbers import numbers, subject  # imports torch

    if compare_measuring.every() != every:
        st.rerun()     # it has begun or ended: another rhythm
    compare_measuring.draw(chosen)
    lines = numbers([subject(one.run) for one in chosen])
    if not lines:
        st.caption(t("None of these runs has been measured yet."))
        return
    st.html(CSS)
    number_table.table(lines, chosen)
    st.caption(t(
        "Under each value its 95 % interval: how much it would scatter with other images from the same model, not with "
        "another training. “Best” stands only where an interval lies beyond all others. Grey numbers were got in "
        "another way and do not compare."))
    compare_files.numbers(lines, chosen)
