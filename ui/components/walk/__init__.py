"""A walk between pinned codes, played and scrubbed where it is decoded, in the page: the Python face of walk.js."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from genmodels.runs import Run
from ui import live, walk_address
from ui.components.modules import LOADER, module
from ui.components.studio.answers import heard
from ui.components.walk.words import words
from ui.walk_address import MOST, STEPS, Walk

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel

HERE = Path(__file__).parent
HTML = '<div class="genlab-walk"></div>'
RATE = 11     # frames a second

_component = st.components.v2.component(
    "genlab_walk", html=HTML, css=(HERE / "walk.css").read_text(), js=LOADER)


def walk(run: Run, model: GenerativeModel, now: Walk, *, follow: bool, key: str,
         on_keep: Callable[[Walk], None]) -> None:
    """Draw the walk; `on_keep` is called with what the visitor made of it, checked.

    `follow` offers to take the studio of the page along.
    """
    size, classes = model.latent_dim, run.config.classes if model.conditional else ()

    def keep() -> None:
        sent = walk_address.checked(getattr(st.session_state.get(key), "walk", None), size, len(classes))
        if sent is not None:
            on_keep(sent)

    _component(key=key, on_walk_change=keep, data={
        "module": module("walk/walk.js"), "run": run.id, **live.engine_data(run), "latent": size,
        "classes": list(classes), "name": key, "heard": heard(key, "walk"), **walk_address.plain(now),
        "most": MOST, "fewest": STEPS[0], "longest": STEPS[-1], "rate": RATE, "follow": follow, "words": words()})
