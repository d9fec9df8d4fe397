"""The plot of an alarm: a few lines over the steps with the limit they crossed, as one small drawing.

It travels within the page, so it neither loads a library nor flickers, and has the reader's colours. A browser is given
it as an image: SVG among the text would be taken out as not safe.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from html import escape
from typing import Any

from ui import theme
from ui.text import t
from ui.words import count

WIDTH, HEIGHT = 320, 128
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 20, 20     # room for the words around the lines
SPREAD = 100.0     # largest over smallest value from which the axis is logarithmic


def picture(plot: Mapping[str, Any]) -> str:
    """The drawing as HTML; nothing where there is no line to draw."""
    content = drawing(plot)
    if not content:
        return ""
    coded = base64.b64encode(content.encode()).decode()
    told = t("{names} over the steps").format(names=", ".join(map(str, plot["series"])))
    return f'<img src="data:image/svg+xml;base64,{coded}" alt="{escape(told)}" style="width:100%;max-width:26rem">'


def drawing(plot: Mapping[str, Any]) -> str:
    """SVG for the "plot" of a row of alarms.jsonl; nothing where there is no line to draw."""
    series = {str(name): _points(plot.get("x", []), values) for name, values in plot.get("series", {}).items()}
    series = {name: points for name, points in series.items() if points}
    if not series:
        return ""
    limit = plot.get("limit")
    limit = float(limit) if isinstance(limit, int | float) and math.isfinite(limit) else None
    frame = Frame([point for points in series.values() for point in points], limit)
    colours = [*theme.palette().players, *theme.CLASSES]
    lines = [_line(frame, points, colour) for points, colour in zip(series.values(), colours, strict=False)]
    words = [_legend(series, colours, str(plot.get("unit") or ""))]
    ink = theme.palette().text
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'font-family="sans-serif" font-size="10" color="{ink}" fill="{ink}">'
            + "".join([frame.drawn(), *lines, *([_limit(frame, limit)] if limit is not None else []), *words])
            + "</svg>")


class Frame:
    """From steps and values to places in the drawing."""

    def __init__(self, points: list[tuple[float, float]], limit: float | None) -> None:
        values = [value for _, value in points] + ([limit] if limit is not None else [])
        self.logarithmic = min(values) > 0 and max(values) / min(values) > SPREAD
        self.low, self.high = min(values), max(values)
        if not self.logarithmic and 0 <= self.low < 0.5 * self.high:
            self.low = 0.0     # a length is seen from its foot
        self.first, self.last = min(step for step, _ in points), max(step for step, _ in points)

    def x(self, step: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (step - self.first) / ((self.last - self.first) or 1)

    def y(self, value: float) -> float:
        low, high, value = ((math.log(part) for part in (self.low, self.high, value)) if self.logarithmic
                            else (self.low, self.high, value))
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / ((high - low) or 1))

    def drawn(self) -> str:
        """Its two axes with the values at their ends."""
        left, foot, right = LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT
        return (f'<path d="M{left} {TOP}V{foot}H{right}" fill="none" stroke="currentColor" stroke-opacity=".35"/>'
                + _word(left - 4, TOP + 8, f"{self.high:.3g}", "end") + _word(left - 4, foot, f"{self.low:.3g}", "end")
                + _word(left, HEIGHT - 6, count(self.first), "start")
                + _word(right, HEIGHT - 6, t("step {step}").format(step=count(self.last)), "end"))


def _points(steps: Any, values: Any) -> list[tuple[float, float]]:
    return [(float(step), float(value)) for step, value in zip(steps, values, strict=False)
            if isinstance(value, int | float) and math.isfinite(value)]


def _line(frame: Frame, points: list[tuple[float, float]], colour: str) -> str:
    path = "L".join(f"{frame.x(step):.1f} {frame.y(value):.1f}" for step, value in points)
    dot = f'<circle cx="{frame.x(points[-1][0]):.1f}" cy="{frame.y(points[-1][1]):.1f}" r="2.5" fill="{colour}"/>'
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.8" stroke-linejoin="round"/>{dot}'


def _limit(frame: Frame, limit: float) -> str:
    y = frame.y(limit)
    return (f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="currentColor" stroke-dasharray="4 3" '
            f'stroke-opacity=".7"/>' + _word(WIDTH - RIGHT, y - 3, t("limit {value:.3g}").format(value=limit), "end",
                                             halo=True))


def _legend(series: Mapping[str, Any], colours: list[str], unit: str) -> str:
    parts = [f'<tspan fill="{colour}">■ </tspan><tspan>{escape(t(name))}  </tspan>'
             for name, colour in zip(series, colours, strict=False)]
    tail = f"<tspan opacity='.7'>({escape(t(unit))})</tspan>" if unit else ""
    return f'<text x="{LEFT}" y="11">{"".join(parts)}{tail}</text>'


def _word(x: float, y: float, text: str, anchor: str, halo: bool = False) -> str:
    """With a halo it can be read on top of a line."""
    rim = f' stroke="{theme.palette().background}" stroke-width="4" paint-order="stroke"' if halo else ""
    return f'<text x="{x}" y="{y:.1f}" text-anchor="{anchor}"{rim} opacity=".8">{escape(text)}</text>'
