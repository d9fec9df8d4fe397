"""Breeding: variations at a chosen distance and the family they become, in the page: the Python face of breed.js."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from genmodels.runs import Run
from ui import explore_code, family, live
from ui.components.breed.words import words
from ui.components.modules import LOADER, module
from ui.components.studio.answers import heard
from ui.explore_code import Code

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel

HERE = Path(__file__).parent
HTML = '<div class="genlab-breed"></div>'
DISTANCE = 40     # percent, to begin with: a relative, neither a twin nor a stranger

_component = st.components.v2.component(
    "genlab_breed", html=HTML, css=(HERE / "breed.css").read_text(), js=LOADER)


def breed(run: Run, model: GenerativeModel, here: Code, title: str, text: str, *, label: int, key: str) -> None:
    """Draw the family of the checked `text`, or begin one with the sample `here` (L,) that is called `title`.

    What the visitor keeps goes into the address, `?family=`. `label` is the class of a conditional model.
    """
    size, classes = model.latent_dim, run.config.classes if model.conditional else ()

    def keep() -> None:
        said = family.sent(key, size, len(classes))
        if said is not None:
            family.keep(*said)

    _component(key=key, on_family_change=keep, data={
        "module": module("breed/breed.js"), "run": run.id, **live.engine_data(run), "latent": size, "class": label,
        "classes": list(classes), "here": explore_code.pack(here), "title": title, "family": text,
        "heard": heard(key, "family"),
        "litter": family.LITTER, "most": family.MOST, "distance": DISTANCE, "words": words()})
