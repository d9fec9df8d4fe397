"""Explore: how much each dimension carries; and for codes of two numbers the whole plane, tile by tile."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from genmodels.pictures import Pixels
from ui import explore_code, theme
from ui.components.tiles import picked, tiles
from ui.explore_space import Space
from ui.text import t

SIDE = 20     # tiles of the plane in a row


def draw(space: Space) -> None:
    """Mean KL of each dimension, as bars; what is below 0.01 nat is dead."""
    from genmodels.latent import DEAD

    total = float(space.information.sum())
    one, two = st.columns(2)
    one.metric(t("Information in a code"), t("{nats:.1f} nats").format(nats=total),
               help=t("Mean KL from posterior to prior over the held-out set: how much a code tells about its image."))
    two.metric(t("Dimensions in use"), t("{alive} of {all}").format(alive=space.alive, all=space.model.latent_dim))
    carried = [float(space.information[dimension]) for dimension in space.order]
    colours = [theme.palette().players[1 if nats >= DEAD else 0] for nats in carried]
    figure = go.Figure(go.Bar(x=[f"z{dimension}" for dimension in space.order], y=carried, marker_color=colours))
    theme.style(figure).update_layout(height=320, yaxis_title=t("mean KL in nats"), xaxis_type="category")
    st.plotly_chart(figure, theme=None, key="information", alt=t("Mean KL of each dimension in nats"))


def plane(space: Space) -> None:
    """Every tile stands for equally many samples; a click goes there."""
    key = f"plane-{space.run.id}"
    picture, words = st.columns([7, 5], gap="large")
    with picture:
        tiles(_drawn(space), SIDE, key=key, on_pick=lambda: _go_to_tile(space, key),
              alt=t("The decoded plane. A click, or the arrow keys, picks a tile."))
    with words:
        st.markdown(t(
            "Each tile is decoded from its place in the plane, evenly spaced in probability under the prior (Kingma & "
            "Welling 2014, fig. 4): each stands for equally many samples. The first number grows to the right, the "
            "second upwards. **Click a tile** to take it into the studio above."))
    if picked(key, SIDE**2) is not None:
        st.rerun()     # the studio stands outside this fragment


def _drawn(space: Space) -> Pixels:
    from genmodels import latent, sample

    return sample.decode(space.model, latent.manifold(SIDE), explore_code.class_of(space))


def _go_to_tile(space: Space, key: str) -> None:
    from genmodels import latent

    number = picked(key, SIDE**2)
    if number is not None:
        explore_code.go(latent.manifold(SIDE)[number].tolist())
