"""Small pictures made large without blur, so that every pixel the network drew can be seen."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
import streamlit as st
from PIL import Image

Pixels = npt.NDArray[np.uint8]


def crisp(picture: Pixels | bytes, least: int = 560) -> bytes:
    """A PNG at least `least` pixels wide, each pixel repeated.

    Takes PNG bytes, or uint8 (H, W), (H, W, 3) or (C, H, W).
    """
    small = _open(picture)
    times = max(1, -(-least // small.width))
    large = small.resize((small.width * times, small.height * times), Image.Resampling.NEAREST)
    out = io.BytesIO()
    large.save(out, "PNG", compress_level=1)
    return out.getvalue()


def inline(png: bytes) -> str:
    """The picture as an address that holds it: the browser need not ask for it, nor find it gone after a quick next
    move or a change of page."""
    return "data:image/png;base64," + base64.b64encode(png).decode()


def crisp_file(path: Path, least: int = 560) -> bytes:
    """`crisp` of a PNG on disk, kept until the file changes."""
    return _crisp_file(str(path), path.stat().st_mtime_ns, least)


@st.cache_data(max_entries=300, show_spinner=False)
def _crisp_file(path: str, changed: int, least: int) -> bytes:
    return crisp(Path(path).read_bytes(), least)


def _open(picture: Pixels | bytes) -> Image.Image:
    if isinstance(picture, bytes):
        return Image.open(io.BytesIO(picture))
    if picture.ndim == 3 and picture.shape[0] in (1, 3):
        picture = picture.transpose(1, 2, 0)                      # (C, H, W) -> (H, W, C)
    return Image.fromarray(picture.squeeze(-1) if picture.shape[-1] == 1 and picture.ndim == 3 else picture)
