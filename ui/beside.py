"""Controls at the left, what they lead to at the right; below each other where the page is too narrow for both."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def beside(name: str, *widths: int) -> tuple[DeltaGenerator, ...]:
    """A place of each width in pixels, and one for the rest, which frame.css keeps wide enough to be read."""
    with st.container(horizontal=True, gap="medium"):
        places = [st.container(width=width) for width in widths]
        return (*places, st.container(width="stretch", key=f"{name}-wide"))
