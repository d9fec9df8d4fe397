"""Generate: samples from any model, and what to make of them; the address holds all that they were drawn from."""

import streamlit as st

from ui import (
    frame,
    generate_breed,
    generate_closer,
    generate_directions,
    generate_embed,
    generate_samples,
    generate_seeds,
    generate_walk,
)
from ui.text import t

st.title(t("Generate"))
run = frame.need_run(generate_samples.suits, t("No model to draw from yet: train one first; it takes half a minute."))
samples = generate_samples.controls(run)
left, middle, right = st.columns([5, 3, 4], gap="medium")
with middle:
    large = st.container()
    number = generate_samples.chosen(samples)
with left, st.container(width=440):     # the tabs are to be seen without scrolling, on a wide screen too
    generate_samples.sheet(samples, number)
with large:
    generate_closer.large(run, samples, number)
with right:
    generate_closer.neighbours(run, samples, number)

shown = (run, samples, number)
sections = {
    t("Between four seeds"): (generate_seeds.draw, shown),
    t("Breed"): (generate_breed.draw, shown),
    t("Walk"): (generate_walk.draw, shown),
}
if generate_directions.suits(run):     # a model that encodes has its directions on Explore, and needs no search
    sections |= {t("Directions"): (generate_directions.draw, (run,)),
                 t("Find this image"): (generate_embed.draw, (run,))}
tabs = st.tabs(list(sections), key="section", on_change="rerun", bind="query-params")
for tab, (draw, about) in zip(tabs, sections.values(), strict=True):
    if tab.open:     # a section is computed when it is looked at
        with tab:
            st.fragment(draw)(*about)
