"""Watch: a run while it trains and afterwards; curves, pictures, commands, numbers."""

import streamlit as st

from ui import controls, frame, runlist, watching
from ui.components.curves import curves
from ui.components.film import film
from ui.text import t

left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
run = frame.need_run(place=right)
with left:
    watching.headline(run)
runlist.sidebar(run)
watching.status(run)
controls.buttons(run)

left, right = st.columns([3, 2], gap="medium")
with left:
    curves(run, watching.lines(run))
with right:
    film(run)

numbers, settings, rates, log = st.tabs([t("Numbers"), t("Settings"), t("Learning rates"), t("Log")])
with numbers:
    watching.numbers(run)
with settings:
    watching.settings(run)
with rates:
    watching.rates(run)
with log:
    watching.log(run)
