"""Numbers taken while a run trains, at the moment looked at and through the training: the Python face of numbers.js."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from genmodels.runs import Run
from ui.addresses import address
from ui.components.modules import LOADER, module
from ui.text import t

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "genlab_numbers", html='<div class="genlab-numbers"></div>', css=(HERE / "numbers.css").read_text(), js=LOADER)


def live_numbers(run: Run) -> None:
    """Whatever metrics stand in live.jsonl; the timeline moves it."""
    words = {
        "numbers": t("Numbers at this moment; choose the one that is drawn"), "band": t("{low} to {high}"),
        "how": t("n = {n}, seed {seed}, step {step}"), "floor": t("dashed, real against real: {floor}"),
        "log": t("logarithmic"), "waiting": t("Waiting for the first numbers taken while it trains ..."),
        "nothing": t("This run took no numbers while it trained.")}
    _component(key=f"numbers-{run.id}", data={
        "module": module("numbers/numbers.js"), "run": run.id, "live": run.active,
        "numbers": address(f"api/runs/{run.id}/live-numbers"), "story": address(f"api/runs/{run.id}/story"),
        "words": words})
