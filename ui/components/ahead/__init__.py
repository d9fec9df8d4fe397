"""What the next page needs, loaded while this one is read: the Python face of ahead.js."""

from __future__ import annotations

import streamlit as st

from ui.addresses import plotly_js
from ui.components.modules import LOADER, module

_component = st.components.v2.component("genlab_ahead", html="<div></div>", js=LOADER)


def curves() -> None:
    """The library of the curves; shows nothing."""
    _component(key="ahead", data={"module": module("ahead/ahead.js"), "plotly": plotly_js()})
