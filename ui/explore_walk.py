"""Explore: a walk between pinned codes; it begins between two held-out images of different classes."""

from __future__ import annotations

import secrets

import numpy as np
import streamlit as st

from ui import explore_code, walks
from ui.drawn import drawn
from ui.explore_space import Space
from ui.numbers import number
from ui.text import t


def draw(space: Space) -> None:
    """Held-out images to pin, and the walk, which decodes in the page."""
    start = space.encoded.mean[_start(space)].numpy()
    now = walks.current(space.run, space.model, start, explore_code.class_of(space) or 0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _held_out(space, now)
    walks.draw(space.run, space.model, now, follow=True)


def _held_out(space: Space, now: walks.Walk) -> None:
    n, codes = len(space.held_out), space.encoded.mean
    with st.container(width=64):
        place = st.empty()
    with st.container(width=220):
        row = number(t("Held-out image"), 0, n - 1, 0, "row", help=t("Number of the image in the held-out set."))
    word = space.held_out.classes[space.held_out.labels[row]]
    alt = t("Held-out image {row}, {word}").format(row=row, word=word)
    drawn(space.held_out.images[row], alt, place=place, least=64)
    walks.pin(t("Pin this image"), now, codes[row].numpy(), "pin-image")
    others = [secrets.randbelow(n) for _ in range(2)]
    walks.restart(t("Walk between two other images"), now, codes[others].numpy(), "others")


def _start(space: Space) -> list[int]:
    """The first image, and the first of another class."""
    labels = np.asarray(space.held_out.labels)
    return [0, int((labels != labels[0]).argmax()) or len(labels) - 1]
