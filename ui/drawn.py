"""A picture on the page as the model drew it: every pixel a square, never a JPEG."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from genmodels.pictures import Pixels
from ui import show

LEAST = 420     # pixels; more only costs time on the way to the screen


def drawn(picture: Pixels, alt: str, caption: str | None = None, place: DeltaGenerator | None = None,
          least: int = LEAST) -> None:
    """Show uint8 (C, H, W), (H, W) or (H, W, 3) as wide as its place."""
    (place or st).image(show.inline(show.crisp(picture, least)), caption=caption, width="stretch", alt=alt)
