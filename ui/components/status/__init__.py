"""How far a run is, once a second without a script run: the Python face of status.js."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from genmodels.runs import Run
from ui import frame
from ui.addresses import address
from ui.components.modules import LOADER, module
from ui.pulse import pulse
from ui.text import t

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "genlab_status", html='<div class="genlab-status"></div>', css=(HERE / "status.css").read_text(), js=LOADER)


def status(run: Run) -> None:
    """Progress, time and speed. Where the run has something else to show, the whole page is drawn again."""
    _draw(run, "full", f"status-{run.id}")


def bar(run: Run) -> None:
    """State and progress alone, for a list of runs."""
    _draw(run, "bar", f"bar-{run.id}")


def _draw(run: Run, look: str, key: str) -> None:
    # The callback itself does nothing: its being there makes the trigger run the page.
    _component(key=key, on_changed_change=lambda: None, data={
        "module": module("status/status.js"), "run": run.id, "url": address("api/pulse"), "look": look,
        "live": run.active, "now": pulse(run), "words": _words()})


def _words() -> dict[str, str]:
    """The texts of status.js in the reader's language; {names} are filled in there."""
    return {"far": t("Step {step} of {steps}"), "measured": t("a number of steps still being measured"), "none": "-",
            "left": t("Time left"), "trained": t("Training time"), "speed": t("Images per second"),
            "where": t("Trains on"), "s": t("{s} s"), "m": t("{m} min"), "h": t("{h} h"),
            "offline": t("The server does not answer; trying again ..."),
            **{state: t(word) for state, (_, _, word) in frame.STATES.items()}}
