"""Watch: a run while it trains and afterwards; curves, pictures, commands, numbers."""

import streamlit as st

from ui import controls, frame, live_settings, runlist, watching
from ui.components.curves import curves
from ui.components.film import film
from ui.components.timeline import timeline
from ui.text import t

left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
run = frame.need_run(place=right)
with left:
    watching.headline(run)
runlist.sidebar(run)
watching.status(run)
controls.buttons(run)
timeline(run)

left, right = st.columns([3, 2], gap="medium")
with left:
    curves(run, watching.lines(run))
with right:
    film(run)

numbers, live, settings, log = st.tabs([t("Numbers"), t("Live settings"), t("Settings"), t("Log")])
with numbers:
    watching.numbers(run)
with live:
    live_settings.draw(run)
with settings:
    watching.settings(run)
with log:
    watching.log(run)
