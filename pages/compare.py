"""Compare: two to eight runs beside each other; the choice stands in the address, so every comparison is a link."""

import streamlit as st

from ui import (
    compare_cost,
    compare_curves,
    compare_numbers,
    compare_pictures,
    compare_runs,
    compare_settings,
    compare_sweep,
)
from ui.text import t

with st.container(horizontal=True, vertical_alignment="center"):
    st.title(t("Compare"), anchor=False, width="content")
    chosen = compare_runs.choose()
compare_runs.legend(chosen)

sections = {
    t("Curves"): compare_curves.draw,
    t("Pictures"): compare_pictures.draw,
    t("Numbers"): compare_numbers.draw,
    t("Settings"): compare_settings.draw,
    t("Cost"): compare_cost.draw,
    t("Sweep"): compare_sweep.draw,
}
tabs = st.tabs(list(sections), key="section", on_change="rerun", bind="query-params")
for tab, draw in zip(tabs, sections.values(), strict=True):
    if tab.open:     # a section is computed when it is looked at
        with tab:
            st.fragment(draw)(chosen)
