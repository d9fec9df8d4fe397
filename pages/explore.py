"""Explore: walk through what a model that encodes has built; every point is a link."""

import streamlit as st

from ui import (
    explore_arithmetic,
    explore_directions,
    explore_images,
    explore_insight,
    explore_map,
    explore_repair,
    explore_space,
    explore_studio,
    explore_walk,
    frame,
    real,
)
from ui.text import t

st.title(t("Explore"))
run = frame.need_run(explore_space.suits, t(
    "Nothing to explore yet. It takes a model that encodes images, such as the VAE: train one in half a minute."))
space = explore_space.space(run)
real.notice(run.config, space.dataset)
st.fragment(explore_studio.draw)(space)

sections = {
    t("Walk"): explore_walk.draw,
    t("From an image"): explore_images.draw,
    t("Repair"): explore_repair.draw,
    t("Arithmetic"): explore_arithmetic.draw,
    t("The map"): explore_map.draw,
    t("Directions"): explore_directions.draw,
    t("What the dimensions carry"): explore_insight.draw,
}
tabs = st.tabs(list(sections), key="section", on_change="rerun", bind="query-params")
for tab, draw in zip(tabs, sections.values(), strict=True):
    if tab.open:     # a section is computed when it is looked at
        with tab:
            st.fragment(draw)(space)
