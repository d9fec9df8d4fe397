"""The map of the encoded images with the shown code on it; a click anywhere asks for that point: the face of map.js."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui import theme
from ui.text import t

HERE = Path(__file__).parent
HTML = """<div class="genlab-map">
  <canvas tabindex="0" role="application"></canvas>
  <div class="legend"></div>
</div>"""

_component = st.components.v2.component(
    "genlab_map", html=HTML, css=(HERE / "map.css").read_text(), js=(HERE / "map.js").read_text())


def latent_map(points: npt.NDArray[np.float32], labels: npt.NDArray[np.int64], classes: Sequence[str],
               here: tuple[float, float], *, key: str, axes: tuple[str, str],
               on_click: Callable[[], None]) -> None:
    """Points (N, 2) coloured by class, a mark at `here`. A click leaves `clicked(key)`, then `on_click` is called."""
    palette = [theme.CLASSES[i % len(theme.CLASSES)] for i in range(len(classes))]
    _component(key=key, on_click_change=on_click, data={
        "points": _packed(points.astype("<f4")), "labels": _packed(labels.astype("<u2")), "colours": palette,
        "classes": list(classes), "here": list(here), "axes": list(axes),
        "alt": t("Map of the encoded images. A click decodes that point; the arrow keys move the mark.")})


def clicked(key: str) -> tuple[float, float, int | None] | None:
    """Where the last click went: coordinates, and the row of the image when it met one. The browser is not believed."""
    click: Any = getattr(st.session_state.get(key), "click", None)
    try:
        x, y, row = float(click["x"]), float(click["y"]), click["row"]
    except (TypeError, KeyError, ValueError):
        return None
    if not np.isfinite([x, y]).all():
        return None
    return x, y, row if isinstance(row, int) and not isinstance(row, bool) else None


def _packed(numbers: npt.NDArray[Any]) -> str:
    return base64.b64encode(numbers.tobytes()).decode()
