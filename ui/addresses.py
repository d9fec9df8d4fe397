"""Addresses of our own routes as the browser must write them."""

from __future__ import annotations

import plotly
import streamlit as st


def address(path: str) -> str:
    """`api/...` below the path the app is served under."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}/{path}" if base else f"/{path}"


def plotly_js() -> str:
    """The version stands in the address, so that a browser may keep the script for ever."""
    return address(f"api/plotly.js?v={plotly.__version__}")
