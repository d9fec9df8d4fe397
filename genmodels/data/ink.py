"""Ink drawn or photographed -> an image as the dataset's own: cut out, scaled and centred as its images are.

MNIST's own steps, LeCun et al. 1998: the digit is scaled into a box of 20 x 20 pixels with soft edges, then its centre
of mass is moved to the middle of 28 x 28. The size of the box is measured on the dataset, so that others fit as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from genmodels.config import ImageSpec
from genmodels.data.base import Pixels

Coverage = npt.NDArray[np.float32]     # (h, w), 0 paper .. 1 ink
Colour = tuple[int, int, int]
MEASURED = 500                # images that tell a dataset's habit
TELLING = 16                  # grey values a pixel differs from the ground by when it belongs to the object
PAPER_VIEW, PAPER_FILTER = 64, 31     # pixels: a photograph shrunk to this; the neighbourhood whose median is paper
FAINT = 0.3                   # of the strongest ink; what is fainter is paper and shadow


@dataclass(frozen=True)
class Habit:
    """How a dataset's images lie in their frame."""

    box: int                  # pixels, the longer side of the typical object
    ground: Colour            # what is behind it

    @property
    def contrast(self) -> Colour:
        """Ink that can be seen on the ground: white on dark, black on light."""
        return (0, 0, 0) if sum(self.ground) > 3 * 127 else (255, 255, 255)


def habit(images: Pixels) -> Habit:
    """Measured on the first images, uint8 (N, C, H, W): the ground is the border's median."""
    some = images[:MEASURED].astype(np.int16)
    rim = np.concatenate([some[..., 0, :], some[..., -1, :], some[..., 0], some[..., -1]], axis=2)     # (N, C, 4W)
    ground = np.median(rim, axis=(0, 2)).astype(np.int16)                                              # (C,)
    object_ = (abs(some - ground[:, None, None]) > TELLING).any(1)                                     # (N, H, W)
    sides = [max(_length(each.any(0)), _length(each.any(1))) for each in object_ if each.any()]
    colours = [int(value) for value in (ground if len(ground) == 3 else np.repeat(ground, 3))]
    return Habit(int(np.median(sides)) if sides else images.shape[-1], (colours[0], colours[1], colours[2]))


def fitted(coverage: Coverage, size: int, box: int) -> Coverage:
    """Cut out, scaled to the box, its centre of mass in the middle as far as the frame allows. -> (size, size)

    MNIST's middle is pixel 14 of 0 to 27, not the line before it: measured, its centres of mass lie at 14.50 +- 0.29.
    """
    rows, columns = np.flatnonzero(coverage.max(1) > 0), np.flatnonzero(coverage.max(0) > 0)
    if not len(rows):
        return np.zeros((size, size), np.float32)
    cut = coverage[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
    scale = box / max(cut.shape)
    small = _resized(cut, max(1, round(cut.shape[0] * scale)), max(1, round(cut.shape[1] * scale)))
    weight = small.sum() or 1.0
    middles = [(small.sum(1 - axis) * (np.arange(small.shape[axis]) + 0.5)).sum() / weight for axis in (0, 1)]
    top, left = (min(max(round(size // 2 + 0.5 - middle), 0), size - side)
                 for middle, side in zip(middles, small.shape, strict=True))
    frame = np.zeros((size, size), np.float32)
    frame[top:top + small.shape[0], left:left + small.shape[1]] = small
    return frame


def as_drawn(coverage: Coverage, size: int) -> Coverage:
    """Where and as large as it was drawn. -> (size, size)"""
    return _resized(coverage, size, size)


def coloured(coverage: Coverage, image: ImageSpec, ground: Colour, ink: Colour) -> Pixels:
    """Coverage (size, size) as an image uint8 (C, H, W) of this ink on this ground; grey takes the colours' mean."""
    shades = [np.array(colour, np.float32) if image.channels == 3 else np.array([sum(colour) / 3], np.float32)
              for colour in (ground, ink)]
    behind, front = (shade[:, None, None] for shade in shades)                       # (C, 1, 1)
    return np.asarray((behind + coverage * (front - behind)).round(), np.uint8)      # (C, H, W)


def of_photograph(picture: Image.Image) -> Coverage:
    """The ink on paper that is evenly or unevenly lit, dark on light or light on dark. -> (h, w)"""
    grey = picture.convert("L")
    small = grey.resize((PAPER_VIEW, PAPER_VIEW), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MedianFilter(PAPER_FILTER)).resize(grey.size, Image.Resampling.BILINEAR)
    darker = np.asarray(paper, np.float32) - np.asarray(grey, np.float32)            # (h, w), ink positive
    stroke = darker if np.percentile(darker, 99) >= -np.percentile(darker, 1) else -darker
    strongest = max(float(np.percentile(stroke, 99.5)), 1.0)
    return np.asarray(np.clip((stroke / strongest - FAINT) / (1 - FAINT) * 1.5, 0, 1), np.float32)


def _resized(coverage: Coverage, height: int, width: int) -> Coverage:
    picture = Image.fromarray((coverage * 255).round().astype(np.uint8))
    return np.asarray(picture.resize((width, height), Image.Resampling.BOX), np.float32) / np.float32(255)


def _length(used: npt.NDArray[np.bool_]) -> int:
    places = np.flatnonzero(used)
    return int(places[-1] - places[0]) + 1
