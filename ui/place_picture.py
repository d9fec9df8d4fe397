"""Where an image lies among all others: a small picture of the encoded images with a mark on it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import streamlit as st
from PIL import Image, ImageColor, ImageDraw

from genmodels.pictures import Pixels
from ui import theme
from ui.explore_space import Space

Points = npt.NDArray[np.float32]
SIDE, MARGIN = 320, 12     # pixels
DOT, GHOST, HERE = 1.5, 2.5, 15


def picture(space: Space, here: Points, ghosts: Points) -> Pixels:
    """Codes (L,) and (G, L) on the plane of the two main axes: a ring there, dots for the ghosts. -> (h, w, 3)"""
    import torch

    canvas = Image.fromarray(_ground(str(space.run.folder), id(space.encoded), theme.mode(), space))
    pen = ImageDraw.Draw(canvas)
    codes = torch.from_numpy(np.concatenate([ghosts, here[None]]))                       # (G + 1, L)
    places = _placed(space.axes.project(codes).numpy(), space)
    text, ground = theme.palette().text, theme.palette().background
    for x, y in places[:-1]:
        pen.ellipse((x - GHOST, y - GHOST, x + GHOST, y + GHOST), fill=text, outline=ground)
    x, y = places[-1]
    pen.ellipse((x - HERE, y - HERE, x + HERE, y + HERE), outline=ground, width=6)
    pen.ellipse((x - HERE, y - HERE, x + HERE, y + HERE), outline=text, width=3)
    return np.asarray(canvas)


@st.cache_data(max_entries=16, show_spinner=False)
def _ground(folder: str, identity: int, mode: str, _space: Space) -> Pixels:
    """The data alone; the same for every image, so drawn once for each appearance."""
    canvas = Image.new("RGB", (SIDE, SIDE), theme.palette().panel)
    pen = ImageDraw.Draw(canvas)
    colours = [ImageColor.getrgb(colour) for colour in theme.CLASSES]
    places = _placed(_space.axes.project(_space.encoded.mean).numpy(), _space)
    for (x, y), label in zip(places, _space.encoded.labels.tolist(), strict=True):
        pen.ellipse((x - DOT, y - DOT, x + DOT, y + DOT), fill=colours[label % len(colours)])
    return np.asarray(canvas)


def _placed(points: Points, space: Space) -> list[tuple[float, float]]:
    """Pixels, one scale for both axes; a point beyond what the data fills stands at the edge."""
    data = space.axes.project(space.encoded.mean).numpy()                                # (N, 2)
    low, high = data.min(0), data.max(0)
    half = max(float((high - low).max()) / 2, 1e-6)
    shares = np.clip((points - (low + high) / 2) / half, -1, 1) * (SIDE / 2 - MARGIN) + SIDE / 2
    return [(float(x), float(SIDE - y)) for x, y in shares]
