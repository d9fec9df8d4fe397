"""Pictures of several runs as one picture, each under its name."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from genmodels.pictures import Pixels, enlarge

WIDTH, GAP, LINE, SIZE = 480, 24, 24, 16     # pixels: least width, between panels, of a line, of letters
INK, GROUND = (26, 35, 48), (255, 255, 255)


class Panel(NamedTuple):
    """One picture, uint8 (h, w) or (h, w, 3), with the lines of text above it."""

    picture: Pixels
    lines: tuple[str, ...]


def poster(panels: Sequence[Panel], columns: int) -> Pixels:
    """The panels row by row on white, pixels as squares. -> uint8 (H, W, 3)"""
    if not panels or columns < 1:
        raise ValueError(f"a poster needs at least one panel and one column, got {len(panels)} and {columns}")
    drawn = [_panel(panel) for panel in panels]
    width, height = max(one.shape[1] for one in drawn), max(one.shape[0] for one in drawn)
    across, down = min(columns, len(drawn)), ceil(len(drawn) / columns)
    sheet = np.full((down * (height + GAP) + GAP, across * (width + GAP) + GAP, 3), GROUND, np.uint8)
    for i, one in enumerate(drawn):
        top, left = GAP + i // columns * (height + GAP), GAP + i % columns * (width + GAP)
        sheet[top:top + one.shape[0], left:left + one.shape[1]] = one
    return sheet


def _panel(panel: Panel) -> Pixels:
    large = enlarge(panel.picture, max(1, ceil(WIDTH / panel.picture.shape[1])))
    colour = np.repeat(large[..., None], 3, axis=2) if large.ndim == 2 else large           # (h, w, 3)
    return np.concatenate([_text(panel.lines, colour.shape[1]), colour])


def _text(lines: tuple[str, ...], width: int) -> NDArray[np.uint8]:
    """(lines * LINE, width, 3); what is longer than the picture is wide is cut."""
    board = Image.new("RGB", (width, LINE * len(lines)), GROUND)
    pen, font = ImageDraw.Draw(board), ImageFont.load_default(SIZE)
    for i, line in enumerate(lines):
        pen.text((0, i * LINE), line, fill=INK, font=font)
    return np.asarray(board)
