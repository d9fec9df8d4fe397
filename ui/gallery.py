"""The shipped models as cards: what they draw, what they are, and where to go from there."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from genmodels.runs import Run
from ui import frame, models, show
from ui.text import t

CARD = 250     # least width in pixels


def draw(runs: list[Run]) -> list[tuple[Run, DeltaGenerator]]:
    """One card for each run, as many in a row as fit; returns the places for `describe`."""
    grid = st.grid("auto", min_column_width=CARD, border=True, key="gallery")
    places = []
    for run in runs:
        with grid.cell():
            places.append((run, _card(run)))
    return places


def describe(places: list[tuple[Run, DeltaGenerator]]) -> None:
    """What each model is and where to go from there. Knowing it takes torch, so the pictures do not wait for it."""
    for run, place in places:
        with frame.sentences(), place.container():
            kind = models.kind(run)
            st.caption(f"**{kind.family}.** {t(kind.summary)}")
            with st.container(horizontal=True, gap="xsmall"):
                if models.encodes(run):
                    _go("explore", t("Explore"), "explore", run)
                _go("generate", t("Generate"), "auto_awesome", run)
                _go("watch", t("Watch"), "monitoring", run)


def _card(run: Run) -> DeltaGenerator:
    picture = last_picture(run)
    if picture is not None:
        st.image(show.inline(picture), width="stretch", alt=t("Samples drawn by {title}").format(title=run.title))
    st.markdown(f"**{run.title}**")
    return st.empty()


def last_picture(run: Run) -> bytes | None:
    """The newest sample grid, enlarged without blur; None when there is none or it cannot be read."""
    steps = run.snapshots()
    file = run.snapshot(steps[-1]).get("samples") if steps else None
    return show.crisp_file(file) if file is not None and file.is_file() else None


def _go(page: str, label: str, icon: str, run: Run) -> None:
    st.page_link(f"{page}.py", label=label, icon=f":material/{icon}:", query_params={"run": run.id})
