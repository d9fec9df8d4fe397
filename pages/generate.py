"""Generate: samples from any model; the address holds all that they were drawn from."""

import streamlit as st

from ui import frame, generate_closer, generate_samples
from ui.text import t

st.title(t("Generate"))
run = frame.need_run(generate_samples.suits, t("No model to draw from yet: train one first; it takes half a minute."))
samples = generate_samples.controls(run)
left, right = st.columns([7, 5], gap="large")
with left:
    number = generate_samples.sheet(samples)
with right:
    generate_closer.large(run, samples, number)
st.subheader(t("Walk between two samples"))
generate_closer.walk(samples, number)
