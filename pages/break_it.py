"""Break it: trainings that go wrong on purpose; predict, then watch, then read how it came out."""

import streamlit as st

from ui import breaking, breaking_run
from ui.text import t

st.title(t("Break it"), anchor=False)
run = breaking_run.asked()
if run is not None:
    breaking_run.draw(run)
elif (case := breaking.asked()) is not None:
    breaking.predict(case)
else:
    st.markdown(t("Failures are the lesson. Choose one, say what you think will happen, and only then see it happen."))
    breaking.shelf()
