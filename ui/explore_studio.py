"""The studio on the Explore page: what the component needs to know of a space, and what becomes of what was kept."""

from __future__ import annotations

import numpy as np
import streamlit as st

from genmodels.errors import UserError
from ui import explore_code
from ui.components.studio import Dimension, Spot, studio
from ui.explore_space import Space, directions
from ui.text import t


def draw(space: Space) -> None:
    """Runs alone after each move that was kept; while one moves, everything happens in the browser."""
    classes = len(space.classes) if space.conditional else 0
    at = explore_code.place(space.model.latent_dim, classes, space.reach)
    _tell_other_sections(space, at.y)
    notes = space.run.notes()
    if notes.problem is not None:
        st.warning(notes.problem, icon=":material/sticky_note_2:")
    studio(space.run, space.model, at, directions=directions(space, *(at.axes or ())), dimensions=dimensions(space),
           goals=_class_means(space), names=notes.dimensions, span=space.span, reach=space.reach, with_codes=True,
           key=f"studio-{space.run.id}", on_keep=explore_code.keep, on_name=lambda i, name: _name(space, i, name))


def dimensions(space: Space) -> list[Dimension]:
    """In the order of the information they carry."""
    alive = set(space.order[:space.alive])
    return [Dimension(i, float(space.information[i]), i in alive) for i in space.order]


def _class_means(space: Space) -> list[Spot]:
    return [Spot(mean.numpy().astype(np.float32), t("Mean code of {name}").format(name=space.held_out.classes[label]))
            for label, mean in sorted(space.means.items())]


def _name(space: Space, index: int, name: str) -> None:
    try:
        space.run.change_notes(lambda notes: notes.named(index, name))
    except UserError as error:
        st.toast(str(error), icon=":material/error:")


def _tell_other_sections(space: Space, y: int) -> None:
    """The sections below draw the same class: they follow when it changes."""
    key = f"class-{space.run.id}"
    before = st.session_state.get(key)
    st.session_state[key] = y
    if before is not None and before != y:
        st.rerun()
