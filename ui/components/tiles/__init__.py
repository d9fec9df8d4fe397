"""A grid of pictures in which a click picks one: the Python face of tiles.js."""

from __future__ import annotations

import base64
from collections.abc import Callable
from math import ceil
from pathlib import Path

import streamlit as st

from genmodels import pictures
from genmodels.pictures import Pixels
from ui.components.modules import LOADER, module

HERE = Path(__file__).parent
HTML = """<div class="genlab-tiles" tabindex="0" role="listbox"><img alt=""><span class="mark"></span></div>"""

_component = st.components.v2.component(
    "genlab_tiles", html=HTML, css=(HERE / "tiles.css").read_text(), js=LOADER)


def tiles(images: Pixels, columns: int, *, key: str, alt: str, on_pick: Callable[[], None],
          chosen: int | None = None) -> None:
    """Images uint8 (N, C, H, W) row by row, one of them framed. A click leaves `picked(key)`, then calls `on_pick`."""
    sheet = pictures.png(pictures.grid(images, columns))
    _component(key=key, on_pick_change=on_pick, data={
        "module": module("tiles/tiles.js"), "picture": "data:image/png;base64," + base64.b64encode(sheet).decode(),
        "columns": columns, "rows": ceil(len(images) / columns), "n": len(images), "size": images.shape[-1],
        "chosen": -1 if chosen is None else chosen, "alt": alt})


def picked(key: str, n: int) -> int | None:
    """The number of the image that was clicked; None when the browser sent anything but a number below n."""
    pick = getattr(st.session_state.get(key), "pick", None)
    return pick if isinstance(pick, int) and not isinstance(pick, bool) and 0 <= pick < n else None
