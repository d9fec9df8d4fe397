"""Watch: a run while it trains and afterwards; alarms, curves, pictures, commands, numbers."""

import streamlit as st

from ui import alarms, branching, controls, frame, lineage, live_settings, runlist, watch_parts, watching
from ui.text import t

left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
run = frame.need_run(place=right)
with left:
    watching.headline(run)
runlist.sidebar(run)
watching.status(run)
controls.buttons(run)
alarms.cards(run)
watch_parts.moving(run)

lineage.draw(run)
names = [t("Numbers"), t("Live settings"), t("Branch"), t("Settings"), t("Log")]
numbers, live, branch, settings, log = st.tabs(names, default=names[2] if branching.asked() else names[0],
                                               key=f"tabs-{branching.asked()}")     # a link opens its tab
with numbers:
    watching.numbers(run)
with live:
    live_settings.draw(run)
with branch:
    st.fragment(branching.draw)(run)
with settings:
    watching.settings(run)
with log:
    watching.log(run)
