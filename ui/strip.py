"""The runs that are at work now, in the sidebar of every page: name, state, progress, a link to Watch."""

from __future__ import annotations

import streamlit as st

from ui import frame
from ui.components.status import bar
from ui.store import store
from ui.text import t

SHOWN = 5


def draw() -> None:
    """Each with its progress, once a second; when one comes to its end, the whole page is drawn again. What works
    stands before what waits, the oldest first."""
    active = [run for run in reversed(store().runs()) if run.problem is None and run.active]
    active.sort(key=lambda run: run.state == "queued")
    if not active:
        return
    with st.sidebar, st.container(key="run-links-active"):
        st.caption(t("At work now"))
        for run in active[:SHOWN]:
            st.page_link("watch.py", label=run.title, icon=frame.STATES[frame.state_of(run)][1],
                         query_params={"run": run.id})
            bar(run)
        if len(active) > SHOWN:
            st.caption(t("and {n} more").format(n=len(active) - SHOWN))
