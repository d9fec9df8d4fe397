"""The device line: what this machine trains on, and how many runs it holds at a time."""

from __future__ import annotations

import streamlit as st

from genmodels import worker
from ui.store import store
from ui.text import t


def line() -> None:
    """Last on the page, because naming the device needs torch and the page does not wait for it."""
    with st.skeleton(40):
        name, precision, kind = _device()
    used = sum(run.active and run.state != "queued" for run in store().runs() if run.problem is None)
    slots = worker.slots(kind)
    st.caption(t("This machine trains on **{name}** in {precision}; {used} of {slots} places taken, more runs wait in "
                 "a queue.").format(name=name, precision=precision, used=used, slots=slots))


@st.cache_resource(show_spinner=False)
def _device() -> tuple[str, str, str]:
    """Name, number format and kind of the device that `auto` takes."""
    from genmodels.device import choose_device, choose_precision, describe

    device = choose_device("auto")
    precision = str(choose_precision("auto", device)).removeprefix("torch.")
    return describe(device), precision, device.type
