"""One picture file that a stranger made -> pixels of the size the network sees. Only pixels survive."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from genmodels.config import ImageSpec
from genmodels.data.base import Pixels

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")     # nothing else is ever parsed: no EPS, no TIFF, no SVG
MOST_PIXELS = 12_500_000            # a phone's picture; decoded it stays well below 200 MB
MOST_PIXELS_WEBP = 6_250_000        # whose decoder takes twice the memory
SUSPICIOUS = 1_000_000              # pixels; below this filler harms nobody
WORST_RATIO = 200                   # pixels to a byte of the file; photographs have about 5
FOREIGN = {b"<html": "a web page", b"<script": "a web page", b"<!doctype": "a web page", b"%pdf-": "a PDF"}
OTHER = FOREIGN | {b"<svg": "an SVG drawing", b"pk\x03\x04": "a zip archive", b"%!ps": "a PostScript drawing",
                   b"\xc5\xd0\xd3\xc6": "a PostScript drawing", b"\x7felf": "a program"}
SMOOTH = Image.Resampling.LANCZOS


class UnusableError(Exception):
    """Why a file cannot become a picture, in words that follow its name."""


@dataclass(frozen=True)
class Fit:
    """How a picture of any size becomes a square one."""

    image: ImageSpec
    shape: Literal["crop", "pad"] = "crop"      # cut the longer side, or fill up the shorter one


def read(data: bytes) -> tuple[Image.Image, tuple[int, int]]:
    """The picture upright, as L or RGB, transparent parts white, and its (width, height) in the file.

    Large ones come back smaller, at least 256 pixels wide and high. Raises UnusableError.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")          # Pillow's bomb warning, and any doubt it has about a file
        try:
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            size = picture.size
            _check_header(picture, data)
            _check_company(data)
            picture.draft("RGB", (256, 256))    # a JPEG is decoded at a fraction of its size; others ignore this
            return _plain(ImageOps.exif_transpose(_small(picture))), size
        except UnusableError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise UnusableError(f"far too many pixels; at most {MOST_PIXELS / 1e6:g} million") from error
        except UnidentifiedImageError as error:
            raise UnusableError(_what(data)) from error
        except MemoryError as error:
            raise UnusableError("too large for this machine's memory") from error
        except Exception as error:      # a decoder meets a stranger's bytes: whatever it raises, the file is at fault
            raise UnusableError(f"damaged ({error or type(error).__name__})") from error


def fit(picture: Image.Image, how: Fit) -> Pixels:
    """Cut or fill to a square, shrink or enlarge, grey or colour -> (C, H, W)."""
    size, mode = how.image.size, "L" if how.image.channels == 1 else "RGB"
    plain = picture.convert(mode)
    if how.shape == "crop":
        square = ImageOps.fit(plain, (size, size), SMOOTH)
    else:
        square = ImageOps.pad(plain, (size, size), SMOOTH, color=_edge_colour(plain))
    pixels = np.asarray(square, np.uint8)
    return np.ascontiguousarray(pixels[None] if pixels.ndim == 2 else pixels.transpose(2, 0, 1))


def _check_header(picture: Image.Image, data: bytes) -> None:
    width, height = picture.size
    most = MOST_PIXELS_WEBP if picture.format == "WEBP" else MOST_PIXELS
    if width * height > most:
        raise UnusableError(f"{width:,} x {height:,} pixels; at most {most / 1e6:g} million, make it smaller")
    if width * height > max(SUSPICIOUS, WORST_RATIO * len(data)):
        raise UnusableError(f"{width:,} x {height:,} pixels in {len(data):,} bytes is filler, not a picture")
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise UnusableError("moves; only still pictures are taken")


def _check_company(data: bytes) -> None:
    """A file that is a picture and something else as well is refused, though only its pixels would survive."""
    lower = data.lower()
    company = next((what for mark, what in FOREIGN.items() if mark in lower), None)
    if company is None and data.find(b"PK\x05\x06", max(0, len(data) - 65_557)) >= 0:
        company = "a zip archive"
    if company is not None:
        raise UnusableError(f"a picture with {company} hidden in it")


def _small(picture: Image.Image) -> Image.Image:
    """Averaged down as soon as it is decoded, so that no second copy of its full size is made."""
    factor = min(picture.size) // 256
    if factor < 2 or picture.mode.startswith(("I", "F")):
        return picture
    if picture.mode in ("1", "P", "PA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture.reduce(factor)


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    if picture.mode in ("I", "F"):
        raise UnusableError(f"pixels of the kind {picture.mode!r}; only 8 or 16 bits a channel are taken")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _edge_colour(picture: Image.Image) -> int | tuple[int, ...]:
    """The middle colour of the border, so that a filled side does not look like an object."""
    pixels = np.asarray(picture)
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    middle = np.median(rim, axis=0)
    return int(middle) if pixels.ndim == 2 else tuple(int(value) for value in middle)


def _what(data: bytes) -> str:
    start = data[:512].lower()
    kind = next((what for mark, what in OTHER.items() if mark in start), None)
    return "not a picture that can be read" if kind is None else f"{kind}, not a picture"
