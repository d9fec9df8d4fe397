"""What a comparison leaves as files: settings and numbers as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.compare_runs import Chosen
from ui.text import t

if TYPE_CHECKING:
    from genmodels.compare.numbers import Line
    from genmodels.compare.settings import Row


def numbers(lines: Sequence[Line], chosen: Sequence[Chosen]) -> None:
    """All numbers with how they were got, and whether they compare."""
    from genmodels.compare.sheet import numbers_sheet

    button(numbers_sheet(lines, *_names(chosen)), t("Numbers as CSV"), "numbers")


def settings(rows: Sequence[Row], chosen: Sequence[Chosen]) -> None:
    """All settings, also those that are the same."""
    from genmodels.compare.sheet import settings_sheet

    button(settings_sheet(rows, *_names(chosen)), t("Settings as CSV"), "settings")


def button(content: bytes, label: str, name: str) -> None:
    """A table to take away."""
    st.download_button(label, content, f"genlab-{name}.csv", "text/csv", key=f"csv-{name}", on_click="ignore",
                       icon=":material/download:")


def _names(chosen: Sequence[Chosen]) -> tuple[list[str], list[str]]:
    return [one.run.id for one in chosen], [one.run.title for one in chosen]
