"""Points of the plane as a picture: how many fall on each pixel of [-1, 1] x [-1, 1], with a little room around."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt

from genmodels.data.base import Pixels

SIDE = 255                        # pixels; odd, so that the middle of the plane is the middle of a pixel
EDGE = 1.05                       # the plane is shown from -EDGE to EDGE
ABOVE, BELOW = (255, 176, 64), (48, 84, 140)     # colours on black: orange over dim blue
FULL = 4.0                        # points on a pixel that show at full brightness
FAINTEST = 0.45                   # of the colour, for a single point

Coordinates = npt.NDArray[np.float32]


def scatter(points: Coordinates, below: Coordinates | None = None) -> Pixels:
    """Points (N, 2), over others (M, 2) where they are given -> uint8 (3, SIDE, SIDE). Points outside are left out."""
    picture = _layer(points, ABOVE)
    if below is None:
        return picture
    return np.where(picture.any(0), picture, _layer(below, BELOW))


def _layer(points: Coordinates, colour: tuple[int, int, int]) -> Pixels:
    counts = _counts(points)                                                             # (SIDE, SIDE)
    light = np.where(counts > 0, FAINTEST + (1 - FAINTEST) * np.minimum(1, counts / FULL), 0)
    return cast(Pixels, np.rint(light * np.array(colour)[:, None, None]).astype(np.uint8))


def _counts(points: Coordinates) -> npt.NDArray[np.float64]:
    edges = np.linspace(-EDGE, EDGE, SIDE + 1)
    counts, _, _ = np.histogram2d(-points[:, 1], points[:, 0], bins=(edges, edges))     # rows go down, y goes up
    return counts
