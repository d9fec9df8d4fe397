"""Asking for an errand from a page: a button that begins it, how far it is while it runs, how it ended."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from genmodels.errands.errand import Errand
from genmodels.errors import UserError
from ui.text import t

OFTEN = 1.0     # seconds between two looks


def progress(errand: Errand) -> None:
    """How far it is, for a place that is drawn again and again while it is at work."""
    word = errand.word()
    st.progress(word.share, text=f"{t(word.words)} · {word.share:.0%}")


def watch(errand: Errand) -> None:
    """The same in a fragment of its own; its end draws the whole page again."""
    def look() -> None:
        if not errand.word().at_work:
            st.rerun()
        progress(errand)
    st.fragment(look, run_every=OFTEN)()


def button(label: str, start: Callable[[], object], key: str, icon: str, *, primary: bool = False) -> None:
    """Begins it; a refusal is a sentence."""
    st.button(label, icon=f":material/{icon}:", key=key, type="primary" if primary else "secondary",
              on_click=_start, args=(start,))


def _start(start: Callable[[], object]) -> None:
    try:
        start()
    except UserError as error:
        st.toast(str(error), icon=":material/error:")
