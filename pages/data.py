"""Data: look at a dataset before and after preprocessing, and make one from your own pictures."""

import streamlit as st

from genmodels.data.base import PointSet
from ui import data_charts, data_download, data_view, judge_panel, own_pictures
from ui.text import t

st.title(t("Data"))
st.markdown(t("What a model learns from. Look before you train: what is rare, what is odd, what it will see."))

if data_view.which() == "own":
    own_pictures.draw()
    st.stop()

card = data_view.choose()
facts, grid = st.columns([2, 3], gap="large")
with facts:
    data_view.card(card)
    if card.own:
        own_pictures.delete(card.name)
with grid:
    images = data_download.get(card, data_view.split(card))

if isinstance(images, PointSet):
    with grid:
        data_view.plane(card, images)
    with st.container(border=True):
        data_charts.classes(card)
elif images is not None:
    with grid:
        data_view.random_grid(card, images)
    with st.container(border=True):
        data_charts.classes(card)
    with st.container(border=True):
        judge_panel.draw(card)
    with st.container(border=True):
        data_charts.means(card, images)
    with st.container(border=True):
        data_charts.preprocessing(card, images)
    if card.truth is not None:
        with st.container(border=True):
            data_charts.factors(card.truth, card.classes)
