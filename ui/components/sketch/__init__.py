"""A square to draw on: ink for an image of one's own, or a mask painted over a picture. The face of sketch.js."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import streamlit as st

from genmodels.data.ink import Colour
from genmodels.data.strokes import Stroke, read_strokes, write_strokes
from genmodels.pictures import Pixels
from ui import show
from ui.components.modules import LOADER, module
from ui.text import t

Mode = Literal["draw", "mask"]
HERE = Path(__file__).parent
HTML = """<div class="genlab-sketch">
  <div class="paper"><img class="under" alt=""><canvas class="canvas" tabindex="0" role="application"></canvas>
    <p class="empty"></p></div>
  <div class="tools">
    <button class="undo" type="button">↶</button><button class="redo" type="button">↷</button>
    <button class="clear" type="button">✕</button>
    <label><span class="width-word"></span><input class="width" type="range" min="20" max="250" step="5"></label>
    <label class="colour-label"><span class="colour-word"></span><input class="colour" type="color"></label>
  </div>
  <p class="hint"></p>
</div>"""
WIDTHS: dict[Mode, int] = {"draw": 90, "mask": 140}     # of the pen at first, in thousandths of the side
LAST_VERSION = 2**53 - 1                                # the largest whole number a browser counts to

_component = st.components.v2.component(
    "genlab_sketch", html=HTML, css=(HERE / "sketch.css").read_text(), js=LOADER)


class Drawing(NamedTuple):
    """What is on the paper."""

    strokes: tuple[Stroke, ...] = ()
    ink: Colour | None = None     # None until one was chosen
    version: int = 0              # grows with every change in the browser


def sketch(key: str, size: int, *, mode: Mode = "draw", under: Pixels | None = None, ground: Colour = (0, 0, 0),
           ink: Colour = (255, 255, 255), colour: bool = False, live: bool = False) -> Drawing:
    """Show it and return what is drawn on it now.

    `mode` "mask" marks pixels of the picture `under`, uint8 (C, size, size); "draw" lays `ink` on `ground`, and lets
    the visitor choose another ink where there is `colour`. `live` sends along with the hand, not only whole
    strokes.
    """
    drawing = drawn(key)
    _component(key=key, on_drawn_change=lambda: None, data={
        "module": module("sketch/sketch.js"), "mode": mode, "size": size, "width": WIDTHS[mode],
        "strokes": write_strokes(drawing.strokes), "seen": drawing.version, "words": _words(mode),
        "under": "" if under is None else show.inline(show.crisp(under, size)),
        "ground": _hexadecimal(ground), "ink": _hexadecimal(drawing.ink or ink), "colour": colour, "live": live})
    return drawing


def drawn(key: str) -> Drawing:
    """The drawing as the browser sent it, checked; a drawing that does not fit is passed over, the last one stays.

    Kept beside the component's own state, which Streamlit drops while the component is not on the page.
    """
    kept = st.session_state.get(f"{key}-kept")
    before = kept if isinstance(kept, Drawing) else Drawing()
    now = _read(getattr(st.session_state.get(key), "drawn", None))
    if now is None or now.version < before.version:
        return before
    st.session_state[f"{key}-kept"] = now
    return now


def _read(sent: Any) -> Drawing | None:
    if not isinstance(sent, Mapping):
        return None
    strokes, version = read_strokes(sent.get("strokes")), sent.get("version")
    if strokes is None or not isinstance(version, int) or isinstance(version, bool) or not 0 < version <= LAST_VERSION:
        return None
    return Drawing(strokes, _colour(sent.get("ink")), version)


def _colour(sent: Any) -> Colour | None:
    if not isinstance(sent, str) or not re.fullmatch("#[0-9a-fA-F]{6}", sent):
        return None
    return int(sent[1:3], 16), int(sent[3:5], 16), int(sent[5:7], 16)


def _hexadecimal(colour: Colour) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def _words(mode: Mode) -> dict[str, str]:
    words = {"undo": t("Undo the last stroke"), "redo": t("Redo"), "clear": t("Clear all"), "width": t("Pen"),
             "colour": t("Ink"), "hint": t("Keys: arrows move the pen, space puts it down and lifts it.")}
    if mode == "mask":
        return words | {"empty": t("Paint what is to be destroyed"),
                        "canvas": t("The picture to paint a mask on. Arrow keys move the pen, with Shift in small "
                                    "steps; the space bar puts it down and lifts it; Delete clears.")}
    return words | {"empty": t("Draw here"),
                    "canvas": t("Paper to draw on. Arrow keys move the pen, with Shift in small steps; the space bar "
                                "puts it down and lifts it; Delete clears.")}
