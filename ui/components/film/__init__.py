"""What a run drew at the moment looked at: the Python face of film.js."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from genmodels.runs import Run
from ui.addresses import address
from ui.components.modules import LOADER, module
from ui.story import KINDS
from ui.text import t

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "genlab_film", html='<div class="genlab-film"></div>', css=(HERE / "film.css").read_text(), js=LOADER)


def film(run: Run) -> None:
    """Samples, and reconstructions where the model encodes; the timeline moves them."""
    plane = run.config.image.points
    words = {
        "samples": t("Points from the same codes at every step, over held-out ones") if plane else
        t("Samples from the same codes at every step"),
        "reconstructions": t("Held-out points above, their reconstructions below") if plane else
        t("Held-out images above, their reconstructions below"),
        "step": t("step {step}"), "broken": t("the picture of step {step} cannot be read"),
        "waiting": t("Waiting for the first picture ..."), "nothing": t("This run left no pictures.")}
    _component(key=f"film-{run.id}", data={
        "module": module("film/film.js"), "run": run.id, "story": address(f"api/runs/{run.id}/story"),
        "films": {kind: address(f"api/runs/{run.id}/film/{kind}") for kind in KINDS}, "live": run.active,
        "words": words})
