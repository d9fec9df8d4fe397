"""A walk as files: GIF, APNG, filmstrip and npz, drawn by Python from the very codes the page walks through."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from genmodels import pictures
from genmodels.pictures import Pixels
from ui.text import t
from ui.walk_address import Walk

if TYPE_CHECKING:
    from torch import Tensor

    from genmodels.models.base import GenerativeModel

FRAME = 90       # milliseconds a frame is shown
FILM = 280       # pixels, least width of a moving picture
STRIP = 900      # pixels, least width of a filmstrip


def downloads(model: GenerativeModel, walk: Walk, name: str) -> None:
    """Four buttons; a file is made when its button is pressed."""
    files = {t("GIF"): (gif, "gif", "image/gif", None), t("APNG"): (apng, "png", "image/png", t(
                 "A PNG that moves: every grey and colour exact, where a GIF has 256.")),
             t("Filmstrip as PNG"): (filmstrip, "strip.png", "image/png", t("One row for each leg.")),
             t("Codes and images as npz"): (archive, "npz", "application/octet-stream", t(
                 "For NumPy: images uint8 (N, H, W, C), codes float32 (N, L)."))}
    with st.container(horizontal=True):
        for title, (make, ending, mime, help) in files.items():
            st.download_button(title, partial(make, model, walk), f"{name}.{ending}", mime, help=help,
                               icon=":material/download:", on_click="ignore", key=f"{name}-{ending}")


def codes(walk: Walk) -> Tensor:
    """Every frame's code, as walk/path.js has it. -> (F, L)"""
    import torch

    from genmodels import latent

    stops = torch.from_numpy(walk.stops)
    if len(stops) < 2:
        return stops
    return (latent.loop if walk.closed else latent.walk)(stops, walk.steps, walk.kind)


def frames(model: GenerativeModel, walk: Walk) -> Pixels:
    """uint8 (F, C, H, W)"""
    from genmodels import sample

    return sample.decode(model, codes(walk), walk.label)


def gif(model: GenerativeModel, walk: Walk) -> bytes:
    return _moving(pictures.gif, frames(model, walk), walk.closed)


def apng(model: GenerativeModel, walk: Walk) -> bytes:
    return _moving(pictures.apng, frames(model, walk), walk.closed)


def filmstrip(model: GenerativeModel, walk: Walk) -> bytes:
    images = frames(model, walk)
    if walk.closed:
        images = np.concatenate([images, images[:1]])
    strip = pictures.filmstrip(images, walk.steps)
    return pictures.png(pictures.enlarge(strip, -(-STRIP // strip.shape[1])))


def archive(model: GenerativeModel, walk: Walk) -> bytes:
    from genmodels import sample

    z = codes(walk)
    y = sample.labels(model, len(z), walk.label)
    return sample.archive(sample.decode(model, z, y), z, y)


def _moving(file: Callable[[list[Pixels], int], bytes], images: Pixels, closed: bool) -> bytes:
    """Enlarged without blur; an open walk goes there and back, so that nothing jumps."""
    large = [pictures.enlarge(pictures.picture(image), -(-FILM // image.shape[-1])) for image in images]
    return file(large if closed else [*large, *large[-2:0:-1]], FRAME)
