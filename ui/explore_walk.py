"""Explore: a walk between the codes of two held-out images."""

from __future__ import annotations

import secrets

import streamlit as st

from genmodels.pictures import Pixels
from ui import explore_code, walks
from ui.drawn import drawn
from ui.explore_space import Space
from ui.numbers import number
from ui.text import t

ENDS = ("from", "to")


def draw(space: Space) -> None:
    """Choose the ends, the path and the frames; all of it stands in the address."""
    ends, walk = st.columns([4, 8], gap="large")
    with ends:
        one, two = st.columns(2)
        with one:
            first = _end(space, "from", t("From image"), 0)
        with two:
            second = _end(space, "to", t("To image"), 1)
        st.button(t("Two others"), icon=":material/casino:", key="others", on_click=_others, args=(space,))
        kind, steps = walks.kind(), walks.steps()
    with walk:
        walks.show_walk(_frames(space, first, second, kind, steps), f"walk-{first}-{second}-{kind}",
                        t("Walk from held-out image {a} to {b}").format(a=first, b=second))


def _end(space: Space, key: str, label: str, default: int) -> int:
    row = number(label, 0, len(space.held_out) - 1, default, key, help=t("Number of the image in the held-out set."))
    drawn(space.held_out.images[row], label, space.held_out.classes[space.held_out.labels[row]])
    return row


def _others(space: Space) -> None:
    for key in ENDS:
        st.session_state[key] = secrets.randbelow(len(space.held_out))


def _frames(space: Space, first: int, second: int, kind: walks.Kind, steps: int) -> Pixels:
    from genmodels import latent, sample

    codes = latent.walk(space.encoded.mean[[first, second]], steps, kind)      # (steps, L)
    return sample.decode(space.model, codes, explore_code.class_of(space))
