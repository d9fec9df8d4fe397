"""One quantity of several runs on one plot: the Python face of overlay.js."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ui import theme
from ui.addresses import address, plotly_js
from ui.compare_runs import Chosen
from ui.components.modules import LOADER, module
from ui.run_marks import DASHES
from ui.text import t

if TYPE_CHECKING:
    from genmodels.compare.images import Stretch

HERE = Path(__file__).parent
HTML = """<div class="genlab-curves genlab-overlay"></div>"""     # it looks as the curves of one run do
CSS = (HERE.parent / "curves" / "curves.css").read_text() + (HERE / "overlay.css").read_text()

_component = st.components.v2.component(
    "genlab_overlay", html=HTML, css=CSS, js=LOADER,
    isolate_styles=False)     # plotly.js puts its own style sheet into the document, out of reach of a shadow root


def overlay(chosen: Sequence[Chosen], stretches: Sequence[Sequence[Stretch]], *, term: str, title: str, number: bool,
            by: str) -> None:
    """A logged `term`, or a `number` taken live, along "step", "images" or "seconds"; `stretches` for each run."""
    runs = [{"run": one.run.id, "letter": one.letter, "title": one.run.title, "place": one.place,
             "dash": _dash(one.place), "stretches": [stretch._asdict() for stretch in its]}
            for one, its in zip(chosen, stretches, strict=True)]
    _component(key="overlay", data={
        "module": module("overlay/overlay.js"), "base": address("api/runs"), "plotly": plotly_js(), "runs": runs,
        "term": term, "title": title, "number": number, "by": by, "colours": list(theme.RUNS[theme.mode()]),
        "words": {"smoothing": t("Smoothing"), "log": t("Logarithmic"), "step": t("step"),
                  "images": t("training images looked at"), "seconds": t("training time in seconds"),
                  "lacking": t("Without this: {letters}"),
                  "offline": t("The server does not answer; trying again ...")}})


def _dash(place: int) -> str:
    """As plotly.js writes it."""
    return ",".join(f"{part}px" for part in DASHES[place].split(",")) if DASHES[place] else "solid"
