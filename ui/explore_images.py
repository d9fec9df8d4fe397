"""Explore: one image, held-out or uploaded, with its posterior, its reconstruction and ghosts from the posterior."""

from __future__ import annotations

import secrets
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
import streamlit as st

from genmodels import pictures
from genmodels.data.pictures import Fit, UnusableError, fit, read
from genmodels.pictures import Pixels
from ui import explore_code, theme
from ui.drawn import drawn
from ui.explore_space import Space
from ui.numbers import number
from ui.text import t

Numbers = npt.NDArray[np.float32]
GHOSTS = 12                 # codes drawn from the posterior
MOST_BARS = 32              # dimensions in the chart
MEGABYTES = 10              # largest upload
TYPES = ["png", "jpg", "jpeg", "bmp", "gif", "webp"]
SOURCES = {"held-out": "A held-out image", "upload": "My own picture"}


class Shown(NamedTuple):
    """An image as the network sees it, and the class a conditional model reads it as."""

    image: Pixels           # (C, H, W)
    label: int
    caption: str


def draw(space: Space) -> None:
    """Choose an image on the left, see what the model makes of it on the right."""
    choice, result = st.columns([4, 8], gap="large")
    with choice:
        source = st.segmented_control(t("Image"), list(SOURCES), key="source", default="held-out", required=True,
                                      format_func=lambda name: t(SOURCES[name]))
        shown = _held_out(space) if source == "held-out" else _upload(space)
    with result:
        if shown is None:
            st.info(t("Upload a picture on the left: the model sees it at {size} x {size} pixels.").format(
                size=space.run.config.image.size), icon=":material/upload:")
        else:
            _posterior(space, shown)


def _held_out(space: Space) -> Shown:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = number(t("Number in the held-out set"), 0, len(space.held_out) - 1, 0, key="image")
        st.button(t("Another"), icon=":material/casino:", key="another", on_click=_another, args=(space,))
    label = int(space.held_out.labels[row])
    return Shown(space.held_out.images[row], label, space.held_out.classes[label])


def _upload(space: Space) -> Shown | None:
    file = st.file_uploader(t("Picture"), TYPES, key="upload", max_upload_size=MEGABYTES)
    inverted = st.toggle(t("Swap dark and light"), key="inverted", value=False,
                         help=t("For ink on paper, when the model has learned white on black, as in MNIST."))
    label = 0
    if space.conditional:
        label = st.selectbox(t("Read it as"), range(len(space.classes)), key="upload-class",
                             format_func=lambda kind: space.classes[kind])
    if file is None:
        return None
    try:
        image = fit(read(file.getvalue())[0], Fit(space.run.config.image, "pad"))
    except UnusableError as error:
        st.error(t("{name} cannot be used: {reason}. Choose a PNG, JPEG, BMP, GIF or WebP picture.").format(
            name=repr(file.name[:60]), reason=error), icon=":material/error:")
        return None
    return Shown(255 - image if inverted else image, label, file.name[:60])


def _posterior(space: Space, shown: Shown) -> None:
    import torch

    from genmodels import sample

    mean, logvar = sample.encode(space.model, shown.image[None], [shown.label])     # (1, L) each
    noise = torch.randn(GHOSTS, mean.shape[1], generator=torch.Generator().manual_seed(_ghost_seed()))
    codes = torch.cat([mean, mean + (0.5 * logvar).exp() * noise])                  # (1 + GHOSTS, L)
    images = sample.decode(space.model, codes, [shown.label] * len(codes) if space.conditional else None)
    original, again, ghosts = st.columns([3, 3, 4], gap="medium")
    drawn(shown.image, t("The image the model sees"), shown.caption, original)
    drawn(images[0], t("The reconstruction"), t("Reconstruction from the posterior mean"), again)
    drawn(pictures.grid(images[1:], 4), t("Ghosts from the posterior"),
          t("Drawn from the posterior: what the model takes for the same image"), ghosts)
    with st.container(horizontal=True):
        if st.button(t("Explore from here"), icon=":material/my_location:", type="primary", key="from-here",
                     on_click=_take, args=(space, mean[0].tolist(), shown.label)):
            st.rerun()     # the studio stands outside this fragment
        st.button(t("Other ghosts"), icon=":material/casino:", key="ghosts", on_click=_other_ghosts)
    st.caption(t("The posterior in each dimension: mean and one standard deviation. The band is one standard deviation "
                 "of the prior; a dimension that fills it says nothing about this image."))
    st.plotly_chart(_chart(space, mean[0].numpy(), (0.5 * logvar[0]).exp().numpy()), theme=None, key="posterior",
                    alt=t("Mean and spread of the posterior in each dimension"))


def _chart(space: Space, mean: Numbers, spread: Numbers) -> go.Figure:
    order = list(space.order[:MOST_BARS])
    names = [f"z{dimension}" for dimension in order]
    one, other = theme.palette().players
    figure = go.Figure(go.Scatter(
        x=names, y=mean[order], mode="markers", showlegend=False,
        marker={"color": other, "size": 8}, error_y={"array": spread[order], "color": other, "thickness": 2}))
    figure.add_hrect(-1, 1, fillcolor=one, opacity=0.12, line_width=0)
    theme.style(figure).update_layout(height=280, yaxis_title=t("code"), margin_t=8)
    return figure


def _take(space: Space, code: list[float], label: int) -> None:
    explore_code.go(code)
    if space.conditional:
        st.query_params["class"] = str(label)


def _another(space: Space) -> None:
    st.session_state["image"] = secrets.randbelow(len(space.held_out))


def _ghost_seed() -> int:
    text = st.query_params.get("ghosts", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _other_ghosts() -> None:
    st.query_params["ghosts"] = str(secrets.randbelow(10**6))
