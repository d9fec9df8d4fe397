"""Runs as a list: each a link with its state as a chip."""

from __future__ import annotations

import time

import streamlit as st

from genmodels.runs import Run
from ui import frame
from ui.store import store
from ui.text import t
from ui.words import ago

SHOWN = 12


def sidebar(chosen: Run | None) -> None:
    """All runs, newest first, beside the page; a long list is cut until somebody asks for all."""
    with st.sidebar, st.container(key="run-links"):
        runs = store().runs()
        st.caption(t("All runs ({n})").format(n=len(runs)))
        everything = len(runs) > SHOWN and st.toggle(t("Show all"), key="all-runs")
        for run in runs if everything else runs[:SHOWN]:
            _line(run, chosen is not None and run.id == chosen.id)


def row(run: Run) -> None:
    """One run with title, state and age in a line."""
    with st.container(horizontal=True, vertical_alignment="center"):
        _link(run, run.title)
        frame.badge(run)
        st.caption(when(run))


def when(run: Run) -> str:
    """How long ago it ended, or began."""
    if run.problem is not None:
        return run.problem
    moment = run.status.ended or run.status.started or run.status.beat
    return ago(time.time() - moment) if moment else ""


def _line(run: Run, chosen: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        _link(run, f"**{run.title}**" if chosen else run.title)
        frame.badge(run)


def _link(run: Run, label: str) -> None:
    st.page_link("watch.py", label=label, query_params={"run": run.id}, help=f"{run.id}, {when(run)}")
