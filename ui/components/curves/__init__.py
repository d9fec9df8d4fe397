"""The live curves of a run: the Python face of curves.js."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import streamlit as st

from genmodels.errors import RunError
from genmodels.runs import Run
from ui.addresses import address, plotly_js
from ui.components.curves.words import words
from ui.components.modules import LOADER, module
from ui.store import store
from ui.text import t

HERE = Path(__file__).parent
HTML = """<div class="genlab-curves"></div>"""
FOREBEARS = 3     # generations whose curves are drawn behind a branch's own

_component = st.components.v2.component(
    "genlab_curves", html=HTML, css=(HERE / "curves.css").read_text(), js=LOADER,
    isolate_styles=False)     # plotly.js puts its own style sheet into the document, out of reach of a shadow root


def curves(run: Run, lines: Iterable[Any]) -> None:
    """Panels of `lines` (genmodels.models.base.Curve), fed by the metrics route while the run is active."""
    _component(key=f"curves-{run.id}", data={
        "module": module("curves/curves.js"), "run": run.id, "url": address(f"api/runs/{run.id}/metrics"),
        "story": address(f"api/runs/{run.id}/story"), "runs": address("api/runs"), "live": run.active,
        "panels": panels(lines), "parents": parents(run), "plotly": plotly_js(), "words": words()})


def parents(run: Run) -> list[dict[str, Any]]:
    """The runs it came from, the nearest first: {"run", "title", "step"} of the checkpoint the next one began at."""
    found: list[dict[str, Any]] = []
    while len(found) < FOREBEARS and (parent := run.card.parent):
        try:
            run = store().get(str(parent.get("run")))
        except RunError:
            break     # deleted since: the line ends here
        if run.problem is not None or not isinstance(parent.get("step"), int):
            break
        found.append({"run": run.id, "title": run.title, "step": parent["step"]})
    return found


def panels(lines: Iterable[Any]) -> list[dict[str, Any]]:
    """Curves (genmodels.models.base.Curve) grouped by panel, with their colours."""
    from genmodels.models import panels as drawn  # torch, and only now

    return [{"title": t(title), "curves": [{"term": line.term, "title": t(line.title), "shown": line.shown,
                                            "colour": colour} for line, colour in group]}
            for title, group in drawn.panels(lines)]
