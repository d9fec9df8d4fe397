"""A number over the settings of a sweep: a curve with intervals for one, a map of means for two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import forms, theme
from ui.text import t

if TYPE_CHECKING:
    from genmodels.compare.numbers import Line
    from genmodels.sweep import Sweep
    from genmodels.sweep.table import Point

HEIGHT = 380
SPAN = 8     # from here on, values of a setting stand on a logarithmic axis


def curve(sweep: Sweep, points: Sequence[Point], line: Line) -> None:
    """The mean of each value with its interval, and each training as a dot."""
    import plotly.graph_objects as go

    name, = sweep.plan.names
    drawn = [(point.values[name], point.spread, point.seeds) for point in points if point.spread is not None]
    places = [_place(value) for value, _, _ in drawn]
    spreads = [spread for _, spread, _ in drawn if spread is not None]
    colours = theme.palette().players
    figure = go.Figure([
        go.Scatter(x=places, y=[spread.mean for spread in spreads], mode="lines+markers", name=t("mean"),
                   line={"color": colours[1], "width": 2}, marker={"size": 10}, error_y={
                       "array": [(spread.high or spread.mean) - spread.mean if spread.high is not None else 0
                                 for spread in spreads], "thickness": 2, "width": 8}),
        go.Scatter(x=[place for place, (_, _, seeds) in zip(places, drawn, strict=True) for _ in seeds],
                   y=[seed.value for _, _, seeds in drawn for seed in seeds], mode="markers", name=t("one training"),
                   marker={"color": colours[0], "size": 8, "opacity": 0.7, "line": {"width": 0}},
                   text=[t("seed {seed}").format(seed=seed.seed) for _, _, seeds in drawn for seed in seeds],
                   hovertemplate="%{text}: %{y:.4g}<extra></extra>")])
    theme.style(figure).update_layout(height=HEIGHT, margin={"t": 40, "b": 52, "l": 64})
    figure.update_xaxes(title=forms.label(name), tickvals=places, ticktext=[_said(value) for value, _, _ in drawn],
                        type=_scale(places))
    figure.update_yaxes(title=t(line.unit))
    st.plotly_chart(figure, theme=None, key="sweep-curve", config={"displaylogo": False},
                    alt=t("A number over a setting, with intervals"))


def plane(sweep: Sweep, points: Sequence[Point], line: Line) -> None:
    """Means as colours, and written into their fields; the interval and the trainings stand in the table."""
    import plotly.graph_objects as go

    across, down = sweep.plan.over
    means = {(point.values[across.name], point.values[down.name]): point.spread.mean
             for point in points if point.spread is not None}
    rows = [[means.get((x, y)) for x in across.values] for y in down.values]
    figure = go.Figure(go.Heatmap(
        z=rows, x=list(map(_said, across.values)), y=list(map(_said, down.values)), texttemplate="%{z:.4g}",
        textfont={"size": 14}, colorscale=list(theme.scale()), colorbar={"title": t(line.unit)}, xgap=2, ygap=2,
        hovertemplate="%{x}, %{y}: %{z:.4g}<extra></extra>"))
    theme.style(figure).update_layout(height=HEIGHT, margin={"t": 16, "b": 52, "l": 64})
    figure.update_xaxes(title=forms.label(across.name), type="category", showgrid=False)
    figure.update_yaxes(title=forms.label(down.name), type="category", showgrid=False)
    st.plotly_chart(figure, theme=None, key="sweep-plane", config={"displaylogo": False},
                    alt=t("A number over two settings as a map"))


def _place(value: Any) -> Any:
    """Numbers stand where they are; words and switches stand side by side."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else _said(value)


def _said(value: Any) -> str:
    from genmodels.sweep.plan import worded

    return worded(value)


def _scale(places: Sequence[Any]) -> str:
    if any(isinstance(place, str) for place in places):
        return "category"
    return "log" if places and min(places) > 0 and max(places) >= SPAN * min(places) else "linear"
