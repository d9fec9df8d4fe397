"""What moves with the timeline of the Watch page: curves and pictures, and below them what suits the run."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from genmodels.runs import Run
from ui import drifting, models, watching
from ui.components.curves import curves
from ui.components.drifting import drifting_map
from ui.components.film import film
from ui.components.histogram import histogram
from ui.components.numbers import live_numbers
from ui.components.timeline import timeline


def moving(run: Run) -> None:
    """The timeline and all parts that look at its moment."""
    timeline(run)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        curves(run, watching.lines(run))
    with right, st.container(key="watch-film"):
        film(run)
    if parts := suitable(run):
        with st.container(key="watch-parts"):
            for column, part in zip(st.columns(len(parts), gap="medium"), parts, strict=True):
                with column:
                    part(run)


def suitable(run: Run) -> list[Callable[[Run], None]]:
    """Numbers where a run takes or took them while it trains, a map where the codes of several moments can be had."""
    parts: list[Callable[[Run], None]] = [histogram, live_numbers] if run.active or run.live()[0] else []
    if models.encodes(run) and (run.active or len(drifting.moments(run)) > 1):
        parts.append(drifting_map)
    return parts
