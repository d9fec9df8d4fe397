"""A picture on the page as the model drew it: every pixel a square, never a JPEG."""

from __future__ import annotations

import base64

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from genmodels.pictures import Pixels
from ui import show

LEAST = 420     # pixels; more only costs time on the way to the screen


def drawn(picture: Pixels, alt: str, caption: str | None = None, place: DeltaGenerator | None = None,
          least: int = LEAST) -> None:
    """Show uint8 (C, H, W), (H, W) or (H, W, 3) as wide as its place.

    The picture travels inside the message: the browser need not ask for it, nor find it gone after a quick next move.
    """
    address = "data:image/png;base64," + base64.b64encode(show.crisp(picture, least)).decode()
    (place or st).image(address, caption=caption, width="stretch", alt=alt)
