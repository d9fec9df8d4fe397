"""The one scrubber of the Watch page: the Python face of timeline.js."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from genmodels.runs import Run
from ui.addresses import address
from ui.components.modules import LOADER, module
from ui.components.timeline.words import words

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "genlab_timeline", html='<div class="genlab-timeline"></div>', css=(HERE / "timeline.css").read_text(), js=LOADER)


def timeline(run: Run) -> None:
    """Moves all parts of the page that look at the run's moment; follows the newest while the run is active.

    It stays at the top of the window while the page below it scrolls (frame.css).
    """
    with st.container(key="timeline"):
        _component(key=f"timeline-{run.id}", data={
            "module": module("timeline/timeline.js"), "run": run.id, "story": address(f"api/runs/{run.id}/story"),
            "film": address(f"api/runs/{run.id}/film/samples"), "live": run.active,
            "plane": run.config.image.points, "words": words()})
