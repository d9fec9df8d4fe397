"""The latent map through training, small: the Python face of drifting.js. To explore it, there is components/map."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from genmodels.runs import Run
from ui import theme
from ui.addresses import address
from ui.components.modules import LOADER, module
from ui.text import t

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "genlab_drifting", html='<div class="genlab-drifting"></div>', css=(HERE / "drifting.css").read_text(), js=LOADER)


def drifting_map(run: Run) -> None:
    """Held-out images of a run whose model encodes, coloured by class; the timeline moves it."""
    words = {
        "title": t("Codes of the same held-out images"), "at": t("step {from}"),
        "between": t("between the kept steps {from} and {to}"),
        "failed": t("The map did not come: {reason}"), "nothing": t("This run kept no weights to draw a map from."),
        "waiting": t("Waiting for the first kept weights ...")}
    _component(key=f"drifting-{run.id}", data={
        "module": module("drifting/drifting.js"), "run": run.id, "story": address(f"api/runs/{run.id}/story"),
        "points": address(f"api/runs/{run.id}/drifting"), "palette": list(theme.CLASSES), "live": run.active,
        "words": words})
