"""The runs that are at work now, in the sidebar of every page: name, state, progress, a link to Watch."""

from __future__ import annotations

import streamlit as st

from genmodels.errors import RunError
from genmodels.runs import Run
from ui import frame
from ui.store import store
from ui.text import t

SHOWN = 5


def draw() -> None:
    """Polls once a second while something is at work, and not at all otherwise."""
    active = [run.id for run in store().runs() if run.problem is None and run.active]
    if not active:
        return
    with st.sidebar, st.container(key="run-links-active"):
        st.fragment(_strip, run_every=1.0)(active)


def _strip(names: list[str]) -> None:
    runs = [run for name in names if (run := _active(name)) is not None]
    if len(runs) < len(names):
        st.rerun()     # one came to its end: the whole page wants to know, and the polling may stop
    st.caption(t("At work now"))
    for run in runs[:SHOWN]:
        _row(run)
    if len(runs) > SHOWN:
        st.caption(t("and {n} more").format(n=len(runs) - SHOWN))


def _active(name: str) -> Run | None:
    try:
        run = store().get(name)
    except RunError:     # deleted under a live page: it is no longer at work
        return None
    return run if run.problem is None and run.active else None


def _row(run: Run) -> None:
    status = run.status
    share = min(1.0, status.step / status.steps) if status.steps else 0.0
    st.page_link("watch.py", label=run.title, icon=frame.STATES[frame.state_of(run)][1], query_params={"run": run.id})
    st.progress(share, text=f"{t(frame.STATES[frame.state_of(run)][2])} · {share:.0%}")
