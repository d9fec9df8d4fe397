"""The settings of the compared runs: those that differ, or all."""

from __future__ import annotations

import streamlit as st

from ui import compare_files
from ui.compare_runs import Chosen
from ui.text import t


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
    table = {t("Setting"): [f"**{row.name}**" if row.differs and everything else row.name for row in shown]}
    for i, one in enumerate(chosen):
        table[f"{one.letter} · {one.run.title}"] = [_said(row.values[i]) for row in shown]
    st.table(table, border="horizontal", hide_index=True)
    compare_files.settings(rows, chosen)


def _said(value: object) -> str:
    return "-" if value is None else str(value)
