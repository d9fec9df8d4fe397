"""Measuring the compared runs from the page: in the background, one after the other."""

from __future__ import annotations

import streamlit as st

from genmodels.errands import measuring
from genmodels.errands.errand import Errand
from genmodels.errors import UserError
from ui.compare_runs import Chosen
from ui.store import store
from ui.text import t

OFTEN = 2.0     # seconds between two looks while numbers come


def every() -> float | None:
    """How often the numbers are to be drawn again."""
    return OFTEN if _errand().word().at_work else None


def draw(chosen: list[Chosen]) -> None:
    """A button, how far it is, or how it ended."""
    word = _errand().word()
    if word.at_work:
        st.progress(word.share, text=f"{t(word.words)} · {word.share:.0%}")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("Measure what is missing"), icon=":material/straighten:", key="measure-missing",
                  on_click=_start, args=([one.run.id for one in chosen],))
        st.caption(t("In the background, a minute or two for each run; what is known is not measured again."))
    if word.state == "failed":
        st.error(t(word.words), icon=":material/error:")


def _errand() -> Errand:
    return measuring.measuring(store().root)


def _start(ids: list[str]) -> None:
    try:
        measuring.start(store().root, ids)
    except UserError as error:
        st.toast(str(error), icon=":material/error:")
