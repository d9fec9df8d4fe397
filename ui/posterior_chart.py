"""The posterior of one image as a small chart: mean and spread in each dimension, over the band of the prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui import theme
from ui.text import t

Numbers = npt.NDArray[np.float32]
MOST = 32                       # dimensions in the chart
HEIGHT, FOOT, LEFT = 170, 22, 30     # of the drawing, of its last line, of its axis
STEP = 26                       # width of a dimension


def chart(mean: Numbers, spread: Numbers, order: Sequence[int], names: Mapping[int, str] | None = None) -> None:
    """mean and spread (L,), dimensions in the given order; hovering one tells its numbers."""
    shown = list(order[:MOST])
    reach = float(max(3.0, np.ceil(np.abs(mean[shown]).max(initial=0) + spread[shown].max(initial=0))))
    width = LEFT + STEP * len(shown)
    parts = [_band(reach, width), *(_axis(value, reach, width) for value in (-int(reach), -1, 0, 1, int(reach)))]
    parts += [_mark(place, dimension, float(mean[dimension]), float(spread[dimension]), reach, (names or {}))
              for place, dimension in enumerate(shown)]
    st.html(f'<div style="overflow-x:auto"><svg viewBox="0 0 {width} {HEIGHT}" width="{width * 1.35:.0f}" '
            f'style="max-width:100%;height:auto" role="img" aria-label="{escape(_told(mean, spread, shown))}" '
            f'font-size="10" fill="{theme.palette().text}">{"".join(parts)}</svg></div>')


def _height(value: float, reach: float) -> float:
    return (HEIGHT - FOOT) * (0.5 - 0.47 * value / reach)


def _band(reach: float, width: int) -> str:
    top = _height(1, reach)
    return (f'<rect x="{LEFT}" width="{width - LEFT}" y="{top:.1f}" height="{_height(-1, reach) - top:.1f}" '
            f'fill="{theme.palette().players[0]}" opacity="0.14"/>')


def _axis(value: int, reach: float, width: int) -> str:
    y = _height(value, reach)
    return (f'<line x1="{LEFT}" x2="{width}" y1="{y:.1f}" y2="{y:.1f}" stroke="{theme.palette().grid}"/>'
            f'<text x="{LEFT - 6}" y="{y + 3:.1f}" text-anchor="end">{value}</text>')


def _mark(place: int, dimension: int, mean: float, spread: float, reach: float, names: Mapping[int, str]) -> str:
    x, colour = LEFT + STEP * (place + 0.5), theme.palette().players[1]
    low, high = _height(mean - spread, reach), _height(mean + spread, reach)
    name = names.get(dimension, f"z{dimension}")
    told = t("{name}: {mean:.2f} ± {spread:.2f}").format(name=name, mean=mean, spread=spread)
    return (f'<g><title>{escape(told)}</title>'
            f'<rect x="{x - STEP / 2}" y="0" width="{STEP}" height="{HEIGHT}" fill="transparent"/>'
            f'<line x1="{x}" x2="{x}" y1="{low:.1f}" y2="{high:.1f}" stroke="{colour}" stroke-width="2.5"/>'
            f'<circle cx="{x}" cy="{_height(mean, reach):.1f}" r="4" fill="{colour}"/>'
            f'<text x="{x}" y="{HEIGHT - 6}" text-anchor="middle">z{dimension}</text></g>')


def _told(mean: Numbers, spread: Numbers, shown: Sequence[int]) -> str:
    """The chart in words, for those who cannot see it."""
    return t("Mean and spread of the posterior in each dimension") + ": " + ", ".join(
        f"z{dimension} {mean[dimension]:.2f} ± {spread[dimension]:.2f}" for dimension in shown)
