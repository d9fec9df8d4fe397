"""Arrays of pixels as pictures: grids, filmstrips, enlargements, PNG, APNG and GIF; numpy and pillow only.

Images are uint8 (N, C, H, W) with C = 1 or 3; a picture is uint8 (h, w) when grey and (h, w, 3) when colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def grid(images: Pixels, columns: int, gap: int = 1) -> Pixels:
    """Images row by row with `gap` black pixels between them; places left over in the last row stay black."""
    n, channels, height, width = _checked(images).shape
    if columns < 1 or gap < 0:
        raise ValueError(f"a grid needs at least one column and a gap of 0 or more, got {columns=}, {gap=}")
    rows = ceil(n / columns)
    canvas = np.zeros((rows * (height + gap) - gap, columns * (width + gap) - gap, channels), np.uint8)
    for i, image in enumerate(images):
        top, left = i // columns * (height + gap), i % columns * (width + gap)
        canvas[top : top + height, left : left + width] = image.transpose(1, 2, 0)
    return _drop_grey_axis(canvas)


def filmstrip(images: Pixels, leg: int, gap: int = 1) -> Pixels:
    """A walk of legs of `leg` images, one row a leg; a row ends with the image that the next one begins with."""
    if leg < 2:
        raise ValueError(f"a leg of a walk has two images at least, got {leg=}")
    starts = range(0, max(1, len(_checked(images)) - 1), leg - 1)
    rows = [images[start:start + leg] for start in starts]
    return grid(np.concatenate(rows), min(leg, len(images)), gap)


def picture(image: Pixels) -> Pixels:
    """One image (C, H, W) as a picture (H, W) or (H, W, 3)."""
    return _drop_grey_axis(_checked(image[None])[0].transpose(1, 2, 0))


def enlarge(array: Pixels, factor: int) -> Pixels:
    """The picture with every pixel a factor x factor square: crisp on screen, where a browser would blur it."""
    if factor < 1:
        raise ValueError(f"the factor of an enlargement is a whole number from 1, got {factor}")
    return array.repeat(factor, axis=0).repeat(factor, axis=1)


def png(array: Pixels, *, quick: bool = False) -> bytes:
    """The picture as a PNG file; a quick one takes a third of the time and a fifth more bytes."""
    file = BytesIO()
    Image.fromarray(array).save(file, format="PNG", compress_level=1 if quick else 6)
    return file.getvalue()


def gif(frames: Sequence[Pixels], milliseconds: int) -> bytes:
    """Pictures of one size as a GIF that repeats for ever, each shown for `milliseconds` (GIF counts in tens)."""
    if not frames:
        raise ValueError("a GIF needs at least one frame")
    # Greys fit a GIF's 256 colours exactly; colour frames get each its own palette, without dither noise.
    pages = [Image.fromarray(frame) if frame.ndim == 2 else _palette(frame) for frame in frames]
    file = BytesIO()
    pages[0].save(file, format="GIF", save_all=True, append_images=pages[1:], duration=milliseconds, loop=0)
    return file.getvalue()


def apng(frames: Sequence[Pixels], milliseconds: int) -> bytes:
    """Pictures of one size as a PNG that moves and repeats for ever: every colour exact, where a GIF has 256."""
    if not frames:
        raise ValueError("an APNG needs at least one frame")
    pages = [Image.fromarray(frame) for frame in frames]
    file = BytesIO()
    pages[0].save(file, format="PNG", save_all=True, append_images=pages[1:], duration=milliseconds, loop=0)
    return file.getvalue()


def _palette(frame: Pixels) -> Image.Image:
    return Image.fromarray(frame).quantize(256, dither=Image.Dither.NONE)


def _checked(images: Pixels) -> Pixels:
    if images.dtype != np.uint8 or images.ndim != 4 or not len(images) or images.shape[1] not in (1, 3):
        raise ValueError(f"images are uint8 (N, 1 or 3, H, W) with N > 0, got {images.dtype} {images.shape}")
    return images


def _drop_grey_axis(canvas: Pixels) -> Pixels:
    return np.ascontiguousarray(canvas[:, :, 0] if canvas.shape[2] == 1 else canvas)
