"""The lower part of the Data page: images per class, mean images, what preprocessing does, known factors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
import streamlit as st

from genmodels import pictures
from genmodels.data.base import Dataset, ImageSet, Split, Truth
from genmodels.data.statistics import Summary, summarise
from ui import cached, show, theme
from ui.text import t
from ui.words import count

STEPS = 12          # pictures in a strip of one factor
SHOWN_MEANS = 24


def classes(card: Dataset) -> None:
    """How many images, or points, each class has in both splits."""
    points = card.image.points
    st.subheader(t("Points per class") if points else t("Images per class"))
    words: dict[Split, str] = {"train": t("to train on"), "held-out": t("held out")}
    names, colours = _short(card.classes), theme.palette().players[::-1]
    figure = go.Figure([go.Bar(x=names, y=_counts(card, split), name=words[split], marker_color=colour)
                        for split, colour in zip(get_args(Split), colours, strict=True)])
    theme.style(figure).update_layout(barmode="group", height=280, xaxis_type="category",
                                      yaxis={"title": t("points") if points else t("images"), "automargin": True})
    st.plotly_chart(figure, theme=None, key="class-histogram", config={"displayModeBar": False},
                    alt=t("Number of points in each class") if points else t("Number of images in each class"))


def means(card: Dataset, images: ImageSet) -> None:
    """The mean of all images and of each class: what a model knows that has learnt nothing but the average."""
    found = summary(card, _split_of(card, images))
    st.subheader(t("Mean image"))
    st.caption(t("Where a class always has ink is bright. Blurred means: its images differ."))
    shown = [(t("all"), found.mean), *zip(card.classes, found.class_means, strict=True)][:SHOWN_MEANS + 1]
    with st.container(horizontal=True, gap="small"):
        for name, mean in shown:
            st.image(show.inline(show.crisp(mean, 68)), caption=name, width=68,
                     alt=t("Mean image of {name}").format(name=name))


def preprocessing(card: Dataset, images: ImageSet) -> None:
    """On disk whole numbers from 0 to 255, in the network -1 to 1: the same picture on another ruler."""
    st.subheader(t("Before and after preprocessing"))
    left, right = st.columns([2, 3], gap="large")
    image = images.images[0]
    with left:
        one, two = st.columns(2)
        one.image(show.inline(show.crisp(image, 160)), width=160, alt=t("An image as stored"),
                  caption=t("On disk: whole numbers {low} to {high}").format(low=image.min(), high=image.max()))
        two.image(show.inline(pictures.png(pictures.picture(image))), alt=t("The same image at its true size"),
                  caption=t("True size"))
        low, high = image.min() / 127.5 - 1, image.max() / 127.5 - 1
        st.markdown(t("The network sees **x / 127.5 - 1**: here numbers from **{low:.2f}** to **{high:.2f}**, "
                      "{n} of them for each image. Nothing else is changed.").format(
                          low=low, high=high, n=count(image.size)))
    with right:
        _values(summary(card, _split_of(card, images)))


def factors(truth: Truth, names: Sequence[str]) -> None:
    """One factor moves, the others rest in the middle: what a perfect latent dimension would do."""
    st.subheader(t("Known factors"))
    shape = st.segmented_control(t("Shape"), names, default=names[0], required=True, key="factor-shape",
                                 label_visibility="collapsed") or names[0]
    for factor in truth.factors:
        label, strip = st.columns([1, 6], vertical_alignment="center")
        label.markdown(f"**{t(factor.name)}**  \n:small[{factor.low:g} to {factor.high:g} {t(factor.unit)}]")
        drawn = pictures.grid(truth.traverse(shape, factor.name, STEPS), STEPS)
        strip.image(show.inline(show.crisp(drawn, 800)), width="stretch",
                    alt=t("{shape} while {factor} grows").format(shape=shape, factor=factor.name))


def _counts(card: Dataset, split: Split) -> npt.NDArray[np.int64]:
    return np.bincount(cached.dataset(card.name, split).labels, minlength=len(card.classes))


def summary(card: Dataset, split: Split) -> Summary:
    """The numbers of a split, counted once."""
    images = cached.dataset(card.name, split)
    return _summary(card.name, split, tuple(card.checksums.values()), str(card.sizes), images)


@st.cache_data(max_entries=16, show_spinner=False)
def _summary(name: str, split: Split, sums: tuple[str, ...], sizes: str, _images: ImageSet) -> Summary:
    return summarise(_images)


def _values(found: Summary) -> None:
    edges = np.arange(0, 256, 8)
    share = found.values.reshape(-1, 8).sum(axis=1) / found.values.sum()
    colour = theme.palette().players[1]
    figure = go.Figure([go.Bar(x=edges + 3.5, y=share, width=7.4, marker_color=colour, showlegend=False,
                               hovertemplate="%{x:.0f}: %{y:.2%}<extra></extra>"),
                        go.Scatter(x=[-1, 1], y=[None, None], xaxis="x2", showlegend=False)])
    theme.style(figure).update_layout(
        height=300, margin={"t": 56}, yaxis={"type": "log", "title": t("share of all pixels"), "tickformat": "~p",
                                              "dtick": 1, "automargin": True},
        xaxis={"title": t("on disk: 0 to 255"), "range": [-2, 257], "tickvals": [0, 64, 128, 191, 255]},
        xaxis2={"title": t("in the network: -1 to 1"), "overlaying": "x", "side": "top", "showgrid": False,
                "range": [-2 / 127.5 - 1, 257 / 127.5 - 1], "tickvals": [-1, -0.5, 0, 0.5, 1]})
    st.plotly_chart(figure, theme=None, key="value-histogram", config={"displayModeBar": False},
                    alt=t("How often each pixel value occurs"))


def _split_of(card: Dataset, images: ImageSet) -> Split:
    return "train" if len(images) == card.sizes["train"] else "held-out"


def _short(names: Sequence[str]) -> list[str]:
    return [name if len(name) <= 16 else f"{name[:15]}…" for name in names]
