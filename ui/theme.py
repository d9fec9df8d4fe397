"""Colours that mean something, and how a Plotly figure looks here, in light and in dark."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import streamlit as st


class Palette(NamedTuple):
    """One appearance. The same values stand in .streamlit/config.toml; a test compares them."""

    background: str
    panel: str
    text: str
    grid: str
    players: tuple[str, str]


# The pair is vermillion and blue of Okabe & Ito, Color Universal Design 2008, lightened for the dark ground.
LIGHT = Palette("#ffffff", "#f3f5f8", "#1a2330", "#d9dfe7", ("#d55e00", "#0072b2"))
DARK = Palette("#10151c", "#1a222d", "#e8edf3", "#2e3947", ("#f5a14b", "#56b4e9"))

# Ten classes that stay apart for colour-blind readers: Petroff 2021, arXiv:2107.02270.
CLASSES = ("#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd")

# One for each of eight runs beside each other; each at least 3:1 on its ground.
RUNS = {"light": ("#d55e00", "#0072b2", "#009e73", "#b9578f", "#8c6d00", "#5a6472", "#7a3fb0", "#b3123f"),
        "dark": ("#f5a14b", "#56b4e9", "#3fcf9f", "#e39bc4", "#e0cf5a", "#a9b4c2", "#b896f0", "#ff7d86")}

BEST = {"light": "#00795a", "dark": "#3fcf9f"}     # what is singled out; a word stands beside it

# From low to high, each away from its ground: the far half of inferno, and viridis without its darkest part (both van
# der Walt & Smith 2015).
SCALES = {"light": ("#f8a530", "#e55c30", "#ba3655", "#781c6d", "#2b0b57"),
          "dark": ("#5a5fc0", "#2c8f9e", "#27ad81", "#84d44b", "#fde725")}

PLAYERS = LIGHT.players     # the one that judges (or encodes), the one that draws


def mode() -> Literal["light", "dark"]:
    """What the reader's page looks like now; light when the browser has not said yet."""
    return "dark" if st.context.theme.type == "dark" else "light"


def palette() -> Palette:
    """The colours of the reader's appearance."""
    return DARK if mode() == "dark" else LIGHT


def scale() -> tuple[str, ...]:
    """The colours of a quantity, from low to high, on the reader's ground."""
    return SCALES[mode()]


def style(figure: Any) -> Any:
    """Give a Plotly figure our ground, text, grid and margins; show it with `st.plotly_chart(..., theme=None)`."""
    colours = palette()
    figure.update_layout(
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", colorway=[*colours.players, *CLASSES],
        font={"color": colours.text, "size": 14, "family": '"Source Sans", sans-serif'},
        margin={"l": 48, "r": 16, "t": 40, "b": 40}, hoverlabel={"bgcolor": colours.panel, "font_color": colours.text},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    axis = {"gridcolor": colours.grid, "zerolinecolor": colours.grid, "linecolor": colours.grid}
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure
