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
    """Curves grouped by panel. Where players meet in a panel each keeps its colour; else colours count up."""
    lines = list(lines)
    players = list(dict.fromkeys(_player(line.term) for line in lines))
    grouped: dict[str, list[Any]] = {}
    for line in lines:
        grouped.setdefault(line.panel, []).append(line)
    return [{"title": t(title), "curves": _coloured(group, players)} for title, group in grouped.items()]


def _coloured(group: list[Any], players: list[str]) -> list[dict[str, Any]]:
    meeting = [_player(line.term) for line in group]
    apart = len(set(meeting)) == len(group) > 1
    return [{"term": line.term, "title": t(line.title), "shown": line.shown,
             "colour": players.index(player) if apart else i}
            for i, (line, player) in enumerate(zip(group, meeting, strict=True))]


def _player(term: str) -> str:
    return term.partition("/")[0]
