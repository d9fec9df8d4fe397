"""The pictures of several runs at moments that match: the Python face of sides.js."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from ui.addresses import address
from ui.compare_runs import Chosen
from ui.components.modules import LOADER, module
from ui.components.sides.words import words
from ui.run_marks import mark

HERE = Path(__file__).parent
HTML = """<div class="genlab-sides"></div>"""

_component = st.components.v2.component(
    "genlab_sides", html=HTML, css=(HERE / "sides.css").read_text(), js=LOADER)


def sides(chosen: Sequence[Chosen], *, kind: str, by: str, view: str) -> None:
    """Pictures of a kind ("samples", "reconstructions"), aligned by "share", "step" or "seconds", as "all", "swipe" or
    "blink"."""
    runs = [{"run": one.run.id, "letter": one.letter, "title": one.run.title, "mark": mark(one.place),
             "dataset": one.run.config.dataset, "live": one.run.active} for one in chosen]
    _component(key="sides", data={
        "module": module("sides/sides.js"), "base": address("api/runs"), "poster": address("api/compare.png"),
        "runs": runs, "kind": kind, "by": by, "view": view, "words": words()})
