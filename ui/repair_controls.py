"""How an image is to be destroyed: noise, salt and pepper, a square, a half, or whatever is painted over it."""

from __future__ import annotations

import hashlib
import secrets

import numpy as np
import numpy.typing as npt
import streamlit as st

from genmodels.data import strokes
from genmodels.pictures import Pixels
from ui import linked
from ui.components.sketch import sketch
from ui.explore_space import Space
from ui.repairing import Asked
from ui.text import t

KINDS = {"noise": "Noise", "salt": "Salt and pepper", "square": "Square", "half": "Half", "hand": "By hand"}
HALVES = {"bottom": "lower", "top": "upper", "left": "left", "right": "right"}


def choose(space: Space, image: Pixels) -> Asked | None:
    """What the controls say; None while nothing is painted. All but the painting stands in the address."""
    kind = linked.pick(t("How it is destroyed"), KINDS, "damage", "noise")
    if kind == "hand":
        return _painted(image)
    return {"noise": _noise, "salt": _salt, "square": _square, "half": _half}[kind](image.shape[-1])


def interval(values: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Mean and half of its 95 % interval, over the images that were not repaired exactly."""
    finite = values[np.isfinite(values)]
    if len(finite) < 2:
        return float("inf"), 0.0
    return float(finite.mean()), float(1.96 * finite.std(ddof=1) / np.sqrt(len(finite)))


def _noise(size: int) -> Asked:
    from genmodels.repair import Noise

    sigma = st.slider(t("Strength"), 0.05, 1.0, 0.5, 0.05, key="sigma", bind="query-params",
                      help=t("Standard deviation of Gaussian noise, as a share of the range from black to white."))
    return Asked(Noise(sigma), f"noise {sigma}", _seed())


def _salt(size: int) -> Asked:
    from genmodels.repair import SaltAndPepper

    share = st.slider(t("Share of the pixels, in %"), 5, 80, 50, 5, key="share", bind="query-params",
                      help=t("So many pixels turn black or white; which ones, no method knows."))
    return Asked(SaltAndPepper(share / 100), f"salt {share}", _seed())


def _square(size: int) -> Asked:
    from genmodels.repair import Hole, square

    side = st.slider(t("Side, in % of the image"), 10, 90, 50, 5, key="square-side", bind="query-params")
    right = st.slider(t("From left to right"), 0, 100, 50, 5, key="square-x", bind="query-params")
    down = st.slider(t("From top to bottom"), 0, 100, 50, 5, key="square-y", bind="query-params")
    pixels = min(size - 1, max(1, round(side / 100 * size)))
    top, left = round((size - pixels) * down / 100), round((size - pixels) * right / 100)
    return Asked(Hole(square(size, pixels, top, left)), f"square {pixels} {top} {left}", 0)


def _half(size: int) -> Asked:
    from genmodels.repair import Hole, half

    side = linked.pick(t("Which half"), HALVES, "half", "bottom")
    return Asked(Hole(half(size, side)), f"half {side}", 0)


def _painted(image: Pixels) -> Asked | None:
    from genmodels.repair import Hole

    drawing = sketch("mask", image.shape[-1], mode="mask", under=image)
    mask = strokes.covered(drawing.strokes, image.shape[-1])
    if not mask.any():
        return None
    return Asked(Hole(mask), "hand " + hashlib.sha256(mask.tobytes()).hexdigest(), 0)


def _seed() -> int:
    """Which noise; another one at a click."""
    text = st.query_params.get("noise", "")
    st.button(t("Other noise"), icon=":material/casino:", key="other-noise", on_click=_another)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _another() -> None:
    st.query_params["noise"] = str(secrets.randbelow(10**6))
