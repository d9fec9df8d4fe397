"""Quality against cost as a chart: a mark for each run, its way there, and the best frontier."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from genmodels.cost import Band, Spent
from ui import theme
from ui.run_marks import LETTERS, colour
from ui.text import t
from ui.words import scaled

if TYPE_CHECKING:
    from genmodels.cost.quality import Mark

Price = Callable[[Spent], Band | None]     # None: unknown

HEIGHT = 460
SPAN = 5     # from here on, a logarithmic axis shows more than a plain one
PLAIN = 5    # powers of ten up to which a plain axis writes numbers out


def chart(marks: Sequence[Mark], best: Sequence[Mark], places: Sequence[int], price: Price,
          titles: tuple[str, str]) -> None:
    """`best` is the frontier, cheapest first; `places` are those of the runs among the page's letters and colours;
    titles of the cost and of the quality."""
    import plotly.graph_objects as go

    figure = go.Figure()
    figure.add_trace(_frontier(best, price))
    for mark in marks:
        if len(mark.path) > 1:
            figure.add_trace(_path(mark, places[mark.place], price))
    for mark in marks:
        figure.add_trace(_mark(mark, places[mark.place], price))
    theme.style(figure)
    figure.update_layout(height=HEIGHT, showlegend=False, margin={"t": 16, "b": 52, "l": 64})
    costs = [end for mark in marks for moment in (mark, *mark.path) for end in _ends(price(moment.spent)) if end > 0]
    values = [value for mark in marks for value in (mark.value, mark.low, mark.high, *(at.value for at in mark.path))
              if value is not None]
    figure.update_xaxes(title=titles[0], **_axis(costs, _short))
    figure.update_yaxes(title=titles[1], **_axis(values, "{:g}".format))
    st.plotly_chart(figure, theme=None, key="quality-against-cost", config={"displaylogo": False},
                    alt=t("Quality against cost, a mark for each run"))


def _frontier(marks: Sequence[Mark], price: Price) -> Any:
    """Level until the next run that is better: between two runs there is none."""
    import plotly.graph_objects as go

    return go.Scatter(x=[_value(price, mark.spent) for mark in marks], y=[mark.value for mark in marks], mode="lines",
                      line={"shape": "hv", "color": theme.BEST[theme.mode()], "width": 8}, opacity=0.3,
                      hoverinfo="skip")


def _path(mark: Mark, place: int, price: Price) -> Any:
    import plotly.graph_objects as go

    moments = [moment for moment in mark.path if _value(price, moment.spent) > 0]
    return go.Scatter(x=[_value(price, moment.spent) for moment in moments], y=[moment.value for moment in moments],
                      mode="lines+markers", line={"color": colour(place), "width": 1.5}, marker={"size": 4},
                      opacity=0.7, hovertemplate="%{x:.3s}: %{y:.4g}<extra>" + LETTERS[place] + "</extra>")


def _mark(mark: Mark, place: int, price: Price) -> Any:
    """The letter in its disc; whiskers are the 95 % interval upwards, and the band of the cost sideways."""
    import plotly.graph_objects as go

    cost, shade = price(mark.spent), colour(place)
    assert cost is not None
    whiskers = {"color": shade, "thickness": 1.5, "width": 5}
    sideways = {"error_x": {**whiskers, "array": [cost.high - cost.value], "arrayminus": [cost.value - cost.low]}}
    upwards = {} if mark.low is None or mark.high is None else {
        "error_y": {**whiskers, "array": [mark.high - mark.value], "arrayminus": [mark.value - mark.low]}}
    return go.Scatter(
        x=[cost.value], y=[mark.value], mode="markers+text", text=[LETTERS[place]],
        textfont={"color": theme.palette().background, "size": 13}, marker={"size": 24, "color": shade},
        hovertemplate="%{x:.3s}: %{y:.4g}<extra>" + LETTERS[place] + "</extra>",
        **(sideways if cost.high > cost.low else {}), **upwards)


def _value(price: Price, spent: Spent) -> float:
    found = price(spent)
    return 0.0 if found is None else found.value


def _ends(band: Band | None) -> tuple[float, ...]:
    return () if band is None else (band.low, band.value, band.high)


def _axis(values: Sequence[float], said: Callable[[float], str]) -> dict[str, Any]:
    """Logarithmic where that shows more: over a narrow range it would have one tick, or none."""
    wide = bool(values) and min(values) > 0 and max(values) > SPAN * min(values)
    return _logarithmic(values, said) if wide else {"exponentformat": "SI", "minexponent": PLAIN}


def _short(tick: float) -> str:
    return scaled(tick, "", 1).strip()


def _logarithmic(values: Sequence[float], said: Callable[[float], str]) -> dict[str, Any]:
    """From a little below to a little above, with 1, 2 and 5 of each decade in words: plotly's small digits are read
    as numbers. More than three decades get the ones only."""
    low, high = math.log10(min(values)), math.log10(max(values))
    margin = max(0.08 * (high - low), 0.06)
    digits = (1, 2, 5) if high - low < 3 else (1,)
    ticks = [digit * 10.0**decade for decade in range(math.floor(low) - 1, math.ceil(high) + 2) for digit in digits]
    return {"type": "log", "range": (low - margin, high + margin), "tickvals": ticks,
            "ticktext": list(map(said, ticks))}
