"""Explore: the map of all held-out codes, with lasso and colours, and the way it came about through the training."""

from __future__ import annotations

import streamlit as st

from ui import explore_code
from ui.components.map import latent_map
from ui.explore_space import Space
from ui.text import t


def draw(space: Space) -> None:
    """One component does it all; Python only says where things lie."""
    if not space.run.milestones():
        st.caption(t("This run kept no milestones, so its map shows the last weights only. Runs trained from now on "
                     "keep ten."))
    latent_map(space.run, size=space.model.latent_dim, conditional=space.conditional, reach=space.reach,
               axes=axis_names(space), code=st.query_params.get("z") and explore_code.pack(explore_code.current(space)),
               key=f"map-{space.run.id}", on_refresh=_look_again)
    if st.session_state.pop("map-refresh", False):
        st.rerun()     # the studio stands outside this fragment, and is to have the newer weights too


def axis_names(space: Space) -> tuple[str, str]:
    """What the map's right and up mean."""
    if space.model.latent_dim == 2:
        return "z0 →", "z1 ↑"
    one, two = (float(share) for share in space.axes.shares)
    return (t("main axis 1 ({share:.0%} of the spread) →").format(share=one),
            t("main axis 2 ({share:.0%}) ↑").format(share=two))


def _look_again() -> None:
    st.session_state["map-refresh"] = True
