"""Classes, modes and dimensions at the moment looked at, as bars: the Python face of histogram.js."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from genmodels.runs import Run
from ui.addresses import address
from ui.components.modules import LOADER, module
from ui.text import t

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "genlab_histogram", html='<div class="genlab-histogram"></div>', css=(HERE / "histogram.css").read_text(),
    js=LOADER)


def histogram(run: Run) -> None:
    """Fed by the numbers the run takes while it trains (live.jsonl); the timeline moves it."""
    words = {
        "classes": t("Classes of the samples (bars) and of real images (frames)"),
        "modes": t("Samples in each mode (bars) and an equal share (frames)"),
        "kl_per_dimension": t("Nats that each dimension tells, the largest first"),
        "missing": t("Missing classes: {names}."), "all": t("No class is missing."),
        "modes-missing": t("{n} of {of} modes are missing: {names}."), "modes-all": t("All {of} modes are there."),
        "dead": t("{nats} nats in all; {dead} of {of} dimensions tell nothing."), "how": t("n = {n}, seed {seed}"),
        "how-held-out": t("n = {n} held-out, seed {seed}"), "step": t("step {step}"),
        "before": t("Nothing had been measured at this moment."),
        "waiting": t("Waiting for the first numbers taken while it trains ..."),
        "nothing": t("This run took no such numbers while it trained.")}
    _component(key=f"histogram-{run.id}", data={
        "module": module("histogram/histogram.js"), "run": run.id, "live": run.active,
        "numbers": address(f"api/runs/{run.id}/live-numbers"), "words": words})
