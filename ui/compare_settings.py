"""The settings of the compared runs: those that differ, or all."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from ui import compare_files
from ui.compare_runs import Chosen
from ui.run_table import CSS, run_table
from ui.text import t

if TYPE_CHECKING:
    from genmodels.compare.settings import Row

CLASS = ' class="same"'


def draw(chosen: list[Chosen]) -> None:
    """A row for each setting, a column for each run."""
    if not chosen:
        return
    from genmodels.compare.settings import settings  # imports torch

    rows = settings([one.run.config for one in chosen])
    everything = st.toggle(t("Also settings that are the same"), key="all-settings")
    shown = [row for row in rows if row.differs or everything]
    if not shown:
        st.caption(t("These runs were trained with the same settings."))
        return
    st.html(CSS)
    run_table(t("Settings of the runs"), t("Setting"), chosen, map(_row, shown))
    compare_files.settings(rows, chosen)


def _row(row: Row) -> str:
    cells = "".join('<td class="none">-</td>' if value is None else f"<td>{escape(str(value))}</td>"
                    for value in row.values)
    return f'<tr{"" if row.differs else CLASS}><th scope="row">{escape(row.name)}</th>{cells}</tr>'
