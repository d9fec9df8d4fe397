"""Home: what this is, models that are already here, and one click to a training of your own."""

import streamlit as st

from ui import frame, gallery, machine, runlist, start
from ui.components import ahead
from ui.store import store
from ui.text import t

st.title("GenLab")
st.markdown(t("Train small generative models on real images, watch them learn or fail, and walk through what they "
              "know."))

with st.container(horizontal=True, vertical_alignment="center", key="begin"):
    vae = st.button(t("Train one now"), type="primary", icon=":material/bolt:", key="quick-vae",
                    help=t("A VAE for 30 seconds on the best dataset at hand. You watch it learn at once."))
    gan = st.button(t("Train a GAN now"), icon=":material/swords:", key="quick-gan",
                    help=t("Two networks in a contest for 30 seconds. You watch both losses and the samples."))
    st.page_link("train.py", label=t("Choose model and data yourself"), icon=":material/tune:")
if vae or gan:
    with frame.sentences(), st.spinner(t("Starting ...")):
        run = start.quick("vae" if vae else start.default_gan())
        st.switch_page("watch.py", query_params={"run": run.id})

runs = store().runs()
shipped = sorted((run for run in runs if run.shipped and run.problem is None), key=lambda run: run.title)
places = []
if shipped:
    st.subheader(t("Trained already: look inside"))
    places = gallery.draw(shipped)

st.subheader(t("Latest runs"))
own = [run for run in runs if not run.shipped]
for run in own[:5]:
    runlist.row(run)
if not own:
    st.caption(t("None yet. “Train one now” makes the first; it takes half a minute."))

gallery.describe(places)
machine.line()
ahead.curves()     # a click on one of the two buttons finds curves and speed at hand
for model in ("vae", start.default_gan()):
    start.measured(model)
