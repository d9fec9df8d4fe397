"""The map of all held-out codes, now and at every kept moment of the training: the Python face of map.js."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from genmodels import data
from genmodels.runs import Run
from ui import codes, drift, live, real, theme
from ui.addresses import address
from ui.components.map.words import titles, words
from ui.components.modules import LOADER, module

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "genlab_map", html='<div class="genlab-map"></div>', css=(HERE / "map.css").read_text(), js=LOADER)


def latent_map(run: Run, *, size: int, conditional: bool, reach: float, axes: tuple[str, str], code: str | None,
               key: str, on_refresh: Callable[[], None]) -> None:
    """The map of a run whose codes have `size` numbers; a click moves the visitor's place, which the studio adopts.

    `axes` names right and up, `reach` bounds every number of a code, `code` is the packed one to begin at. While the
    run trains, a button calls `on_refresh`.
    """
    card = data.find(real.dataset(run.config))
    _component(key=key, on_refresh_change=on_refresh, data={
        "module": module("map/map.js"), "run": run.id, "latent": size, "conditional": conditional, "reach": reach,
        "code": code, "codes": codes.codes_url(run), **live.engine_data(run),
        "images": address(f"api/runs/{run.id}/held-out"), "version": codes.version(run),
        "moments": [_moment(run, step) for step in drift.moments(run)], "explored": drift.explored(run),
        "palette": [theme.CLASSES[i % len(theme.CLASSES)] for i in range(len(card.classes))],
        "scale": theme.scale(), "axes": axes, "trains": run.active, "titles": titles(card), "words": words()})


def _moment(run: Run, step: int) -> dict[str, Any]:
    """The explored weights are connected to without a step, so that they share the page's decoder."""
    at = None if step == drift.explored(run) else step
    return {"step": step, "points": drift.drift_url(run, step), **live.engine_data(run, at)}
