"""Explore: directions of the latent space, each with the rank correlation that justifies its name, and own ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import direction_rows, explore_code, explore_space, own_ways
from ui.direction_rows import Bench
from ui.explore_space import Space
from ui.text import t

if TYPE_CHECKING:
    from genmodels.latent import Direction

GROUPS = {"attribute": "Attributes", "axis": "Main axes of the codes", "class": "Towards a class",
          "pair": "From class to class", "own": "My directions"}


def draw(space: Space) -> None:
    """One group at a time, its strips from the shown code."""
    group = st.segmented_control(t("Directions"), list(GROUPS), default="attribute", required=True,
                                 key="direction-group", format_func=lambda name: t(GROUPS[name]),
                                 label_visibility="collapsed")
    bench = Bench(space.run, space.model, explore_code.current(space), explore_code.class_of(space), "directions",
                  ("z0", "z1"))
    known = explore_space.directions(space)
    if group == "pair":
        _pair(bench, space)
    else:
        st.caption(t("Strips go from -3 to 3 standard deviations of the codes, from the shown code. A rank correlation "
                     "is Spearman's, between the place of real images along the direction and what is measured on "
                     "them; only from {least} on does a direction bear a name.").format(least=_least()))
        direction_rows.rows(bench, [one for one in known if one.group == group])
        _nothing_here(space, str(group), known)
    if group == "own":
        own_ways.draw(bench)


def _pair(bench: Bench, space: Space) -> None:
    """From any class to any other: the difference of their mean codes."""
    labels = sorted(space.means)
    if len(labels) < 2:
        st.info(t("All held-out images are of one class."), icon=":material/info:")
        return
    one, other = st.columns(2, width=480)
    with one:
        start = _class(space, "class-from", t("From class"), labels, 0)
    with other:
        end = _class(space, "class-to", t("To class"), labels, 1)
    way = explore_space.directions(space, f"class-{start}-{end}")[-1]
    if start == end or way.key != f"class-{start}-{end}":
        st.info(t("Choose two different classes."), icon=":material/info:")
        return
    st.caption(t("From the mean code of the one class to that of the other. The rank correlation is rank-biserial: how "
                 "well the place along the way tells the two classes apart, on images the means were not taken from."))
    direction_rows.rows(bench, (way,))


def _class(space: Space, key: str, words: str, labels: list[int], default: int) -> int:
    return st.selectbox(words, labels, default, key=key, format_func=lambda label: space.held_out.classes[label])


def _nothing_here(space: Space, group: str, known: tuple[Direction, ...]) -> None:
    """What was looked for and is not there is said as well."""
    here = any(one.group == group for one in known)
    if group == "own" and not here:
        st.info(t("No direction of your own yet: save one from another list, or walk one below."),
                icon=":material/bookmark:")
    if group in ("attribute", "class"):
        weak = [one for one in _sought(id(space.encoded), space) if one.group == group and not one.named]
        told = ", ".join(f"{one.attribute} {one.rank:.2f}" for one in weak)
        if told:
            st.caption(t("Looked for, but along no line well enough to be named: {told}.").format(told=told))
        elif not here:
            st.info(t("Too few held-out images to look for any."), icon=":material/info:")


@st.cache_resource(max_entries=4, show_spinner=False)
def _sought(codes: int, _space: Space) -> tuple[Direction, ...]:
    from genmodels import latent

    measured = latent.attributes_of(_space.held_out)
    return (*latent.attribute_directions(_space.encoded, measured),
            *latent.towards_classes(_space.encoded, _space.held_out.classes))


def _least() -> float:
    from genmodels.latent import NAMED

    return NAMED
