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
MOST = 32                # dimensions in the chart
HEIGHT = 9               # rem
AXIS = (-2, -1, 0, 1, 2)


def chart(mean: Numbers, spread: Numbers, order: Sequence[int], names: Mapping[int, str] | None = None) -> None:
    """mean and spread (L,), dimensions in the given order; hovering one tells its numbers.

    Plain boxes: they change in place under a drawing hand, where a chart would be mounted again each time.
    """
    shown = list(order[:MOST])
    reach = float(max(2.5, (np.abs(mean[shown]) + spread[shown]).max(initial=0) * 1.05))
    columns = "".join(_column(dimension, float(mean[dimension]), float(spread[dimension]), reach, names or {})
                      for dimension in shown)
    st.html(f'<div role="img" aria-label="{escape(_told(mean, spread, shown))}" style="position:relative;'
            f'height:{HEIGHT + 1.4}rem;padding-left:1.6rem;max-width:{1.6 + 3 * len(shown)}rem;font-size:.72rem">'
            f'<div style="position:relative;height:{HEIGHT}rem">{_ground(reach)}'
            f'<div style="position:absolute;inset:0;display:flex">{columns}</div></div></div>')


def _percent(value: float, reach: float) -> float:
    """From the top."""
    return 50 - 50 * value / reach


def _ground(reach: float) -> str:
    palette, top = theme.palette(), _percent(1, reach)
    band = (f'<div style="position:absolute;left:0;right:0;top:{top:.1f}%;height:{100 - 2 * top:.1f}%;'
            f'background:{palette.players[0]};opacity:.14"></div>')
    return band + "".join(
        f'<div style="position:absolute;left:0;right:0;top:{_percent(value, reach):.1f}%;border-top:1px solid '
        f'{palette.grid}"><span style="position:absolute;left:-1.5rem;top:-.55rem">{value}</span></div>'
        for value in AXIS)


def _column(dimension: int, mean: float, spread: float, reach: float, names: Mapping[int, str]) -> str:
    """A dot at the mean, a bar of one standard deviation to both sides, the number of the dimension below."""
    colour, top = theme.palette().players[1], _percent(mean + spread, reach)
    told = t("{name}: {mean:.2f} ± {spread:.2f}").format(
        name=names.get(dimension, f"z{dimension}"), mean=mean, spread=spread)
    return (f'<div title="{escape(told)}" style="flex:1;min-width:0;position:relative">'
            f'<div style="position:absolute;left:calc(50% - 1.5px);width:3px;top:{top:.1f}%;'
            f'height:{_percent(mean - spread, reach) - top:.1f}%;background:{colour};border-radius:2px"></div>'
            f'<div style="position:absolute;left:calc(50% - 5px);top:calc({_percent(mean, reach):.1f}% - 5px);'
            f'width:10px;height:10px;border-radius:5px;background:{colour}"></div>'
            f'<span style="position:absolute;top:calc(100% + .15rem);left:0;right:0;text-align:center">z{dimension}'
            "</span></div>")


def _told(mean: Numbers, spread: Numbers, shown: Sequence[int]) -> str:
    """The chart in words, for those who cannot see it."""
    return t("Mean and spread of the posterior in each dimension") + ": " + ", ".join(
        f"z{dimension} {mean[dimension]:.2f} ± {spread[dimension]:.2f}" for dimension in shown)
