"""A walk through latent space on a page: what may be pinned to it, the walk itself, and its files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from genmodels.runs import Run
from ui import walk_address, walk_files
from ui.components.walk import walk
from ui.text import t
from ui.walk_address import MOST, Codes, Walk

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel


def current(run: Run, model: GenerativeModel, start: Codes, label: int) -> Walk:
    """The walk of the address; one over `start` (K, L) where it holds none, drawn as the class `label`."""
    return walk_address.current(model.latent_dim, len(run.config.classes) if model.conditional else 0, start, label)


def draw(run: Run, model: GenerativeModel, now: Walk, follow: bool) -> None:
    """The walk to play, and its downloads. `follow`: is there a studio on the page that could go along?"""
    walk(run, model, now, follow=follow, key=f"walk-{run.id}", on_keep=walk_address.keep)
    walk_files.downloads(model, now, f"{run.id}-walk")


def pin(label: str, now: Walk, code: Codes, key: str) -> None:
    """A button that makes a code (L,) the last stop."""
    full = len(now.stops) >= MOST
    st.button(label, icon=":material/push_pin:", key=key, on_click=_append, args=(now, code), disabled=full,
              help=t("A walk has room for no more stops: remove one first.") if full else None)


def restart(label: str, now: Walk, codes: Codes, key: str) -> None:
    """A button that begins another walk, over codes (K, L)."""
    st.button(label, icon=":material/casino:", key=key, on_click=walk_address.keep, args=(replace(now, stops=codes),))


def _append(now: Walk, code: Codes) -> None:
    walk_address.keep(replace(now, stops=np.concatenate([now.stops, code[None]])))
