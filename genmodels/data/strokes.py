"""Strokes of a pen over a square: read from a stranger's numbers, and turned into ink or into a mask.

A stroke is a line through points of the unit square, x to the right and y down, as wide as its pen, with round ends.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float64]     # as exact as the browser's numbers, so that both mark the same pixels
Coverage = npt.NDArray[np.float32]
MOST_STROKES, MOST_POINTS = 80, 2000     # in one drawing; a digit has one to three strokes of fifty points
GRAIN = 1000                             # the browser counts in thousandths of the side
WIDEST = 500


@dataclass(frozen=True)
class Stroke:
    """One line of the pen."""

    points: tuple[tuple[float, float], ...]     # (x, y) in 0..1
    width: float                                # of the pen, in sides of the square


def read_strokes(sent: object) -> tuple[Stroke, ...] | None:
    """`[{"width": 90, "points": [x, y, x, y, ...]}, ...]` in thousandths; None for anything else."""
    if not isinstance(sent, Sequence) or isinstance(sent, str) or len(sent) > MOST_STROKES:
        return None
    strokes = [_stroke(each) for each in sent]
    whole = [stroke for stroke in strokes if stroke is not None]
    if len(whole) < len(strokes) or sum(len(stroke.points) for stroke in whole) > MOST_POINTS:
        return None
    return tuple(whole)


def write_strokes(strokes: Sequence[Stroke]) -> list[dict[str, Any]]:
    """The form `read_strokes` reads."""
    return [{"width": round(stroke.width * GRAIN),
             "points": [round(number * GRAIN) for point in stroke.points for number in point]} for stroke in strokes]


def ink(strokes: Sequence[Stroke], size: int) -> Coverage:
    """How much of each pixel is covered, 0..1 with soft edges. -> (size, size)"""
    return np.asarray(np.clip(0.5 - _beyond(strokes, size), 0, 1), np.float32)


def covered(strokes: Sequence[Stroke], size: int) -> npt.NDArray[np.bool_]:
    """The pixels whose middle lies under the pen; sketch.js marks the same ones. -> bool (size, size)"""
    return _beyond(strokes, size) <= 0


def _stroke(sent: object) -> Stroke | None:
    if not isinstance(sent, Mapping):
        return None
    width, points = sent.get("width"), sent.get("points")
    if not _whole(width, 1, WIDEST) or not isinstance(points, Sequence) or isinstance(points, str):
        return None
    if not points or len(points) % 2 or len(points) > 2 * MOST_POINTS or not all(_whole(p, 0, GRAIN) for p in points):
        return None
    return Stroke(tuple((x / GRAIN, y / GRAIN) for x, y in zip(points[::2], points[1::2], strict=True)), width / GRAIN)


def _whole(value: object, low: int, high: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _beyond(strokes: Sequence[Stroke], size: int) -> Field:
    """Pixels from each pixel's middle to the nearest edge of the ink, negative within it. -> (size, size)"""
    field = np.full((size, size), np.inf)
    for stroke in strokes:
        radius = stroke.width * size / 2
        points = [(x * size, y * size) for x, y in stroke.points]
        for start, end in zip(points, points[1:] or points, strict=False):
            _press(field, start, end, radius)
    return field


def _press(field: Field, start: tuple[float, float], end: tuple[float, float], radius: float) -> None:
    """Only the pixels around the segment are looked at: a drawing has a thousand of them."""
    reach, size = radius + 1, len(field)
    left, right = _span(start[0], end[0], reach, size)
    top, bottom = _span(start[1], end[1], reach, size)
    x = np.arange(left, right, dtype=np.float64) + 0.5 - start[0]                        # (w,)
    y = (np.arange(top, bottom, dtype=np.float64) + 0.5 - start[1])[:, None]             # (h, 1)
    along, down = end[0] - start[0], end[1] - start[1]
    share = np.clip((x * along + y * down) / max(along**2 + down**2, 1e-9), 0, 1)        # (h, w) of the way to the end
    away = np.hypot(x - share * along, y - share * down) - radius
    window = field[top:bottom, left:right]
    np.minimum(window, away, out=window)


def _span(one: float, other: float, reach: float, size: int) -> tuple[int, int]:
    return max(0, math.floor(min(one, other) - reach)), min(size, math.ceil(max(one, other) + reach))
