"""Explore: how much each dimension carries."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from ui import theme
from ui.explore_space import Space
from ui.text import t


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
