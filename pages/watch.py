"""Watch: a run while it trains and afterwards; alarms, curves, pictures, commands, numbers."""

import streamlit as st

from ui import alarms, controls, frame, lineage, runlist, watch_parts, watch_sections, watching

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
watch_sections.draw(run)
