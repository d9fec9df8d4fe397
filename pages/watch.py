"""Watch: a run while it trains and afterwards; curves, pictures, commands, numbers."""

import streamlit as st

from ui import controls, frame, live_settings, runlist, watch_parts, watching
from ui.text import t

left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
run = frame.need_run(place=right)
with left:
    watching.headline(run)
runlist.sidebar(run)
watching.status(run)
controls.buttons(run)
watch_parts.moving(run)

numbers, live, settings, log = st.tabs([t("Numbers"), t("Live settings"), t("Settings"), t("Log")])
with numbers:
    watching.numbers(run)
with live:
    live_settings.draw(run)
with settings:
    watching.settings(run)
with log:
    watching.log(run)
