"""The snapshots of a run under one scrubber: the Python face of film.js."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from genmodels.runs import Run
from ui.addresses import address
from ui.components.modules import LOADER, module
from ui.text import t

HERE = Path(__file__).parent
HTML = """<div class="genlab-film empty">
  <p class="note" role="status"></p>
  <figure class="samples" hidden><figcaption></figcaption><img alt=""></figure>
  <div class="hand">
    <button class="play" type="button">▶</button>
    <input class="scrub" type="range" min="0" max="0" step="1" value="0">
    <span class="step"></span>
    <label><input class="follow" type="checkbox" checked><span class="follow-word"></span></label>
  </div>
  <div class="strip"></div>
  <figure class="reconstructions" hidden><figcaption></figcaption><img alt=""></figure>
</div>"""

_component = st.components.v2.component(
    "genlab_film", html=HTML, css=(HERE / "film.css").read_text(), js=LOADER)


def film(run: Run) -> None:
    """Samples (and reconstructions) at any step; follows the newest while the run is active."""
    plane = run.config.image.points
    words = {
        "samples": t("Points from the same codes at every step, over held-out ones") if plane else
        t("Samples from the same codes at every step"),
        "reconstructions": t("Held-out points above, their reconstructions below") if plane else
        t("Held-out images above, their reconstructions below"),
        "step": t("step"), "follow": t("newest"), "play": t("Play or pause"), "scrub": t("Moment of the training"),
        "waiting": t("Waiting for the first picture ..."), "nothing": t("This run left no pictures.")}
    _component(key=f"film-{run.id}", data={
        "module": module("film/film.js"), "run": run.id, "url": address(f"api/runs/{run.id}/snapshots"),
        "live": run.active, "plane": plane, "words": words})
