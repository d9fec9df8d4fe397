"""A walk as the address holds it, checked and bounded: `?stops=` (float16, base64), `?path=`, `?frames=`, `?loop=`,
and `?class=`, which all parts of a page share."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui.text import t

Kind = Literal["slerp", "lerp"]
Codes = npt.NDArray[np.float32]

MOST = 12                 # stops; what a row of thumbnails holds, and an address
STEPS = range(2, 37)      # frames on a leg, both its ends counted
FURTHEST = 100.0          # no code of ours has a number beyond


@dataclass(frozen=True)
class Walk:
    """Stops (K, L), exact in float16; K is 1 to MOST. `label` is the class a conditional model draws, else 0."""

    stops: Codes
    kind: Kind = "slerp"
    steps: int = 12
    closed: bool = False
    label: int = 0


def current(size: int, classes: int, start: Codes, label: int) -> Walk:
    """The walk of the address; one over `start` (K, L) where it holds none. What does not fit is told."""
    asked = st.query_params
    said = {"stops": asked.get("stops", pack(start)), "path": asked.get("path", "slerp"),
            "frames": _number(asked.get("frames", "12")), "loop": asked.get("loop") == "1",
            "class": label}
    walk = checked(said, size, classes)
    if walk is not None:
        return walk
    st.warning(t("The walk in the address does not fit this model or its limits ({most} stops, {least} to {longest} "
                 "frames), so this is another one. The address stays until you change something.").format(
        most=MOST, least=STEPS[0], longest=STEPS[-1]), icon=":material/link_off:")
    stops = unpack(said["stops"], size)
    return Walk(rounded(start) if stops is None else stops, "lerp" if said["path"] == "lerp" else "slerp",
                closed=said["loop"], label=label)


def keep(walk: Walk) -> None:
    """Put the walk into the address; call it from a callback."""
    st.query_params["stops"], st.query_params["path"] = pack(walk.stops), walk.kind
    st.query_params["frames"] = str(walk.steps)
    if walk.closed:
        st.query_params["loop"] = "1"
    else:
        st.query_params.pop("loop", None)
    if walk.label or "class" in st.query_params:
        st.query_params["class"] = str(walk.label)


def plain(walk: Walk) -> dict[str, Any]:
    """The walk in JSON, as the browser is told it and tells it."""
    return {"stops": pack(walk.stops), "path": walk.kind, "frames": walk.steps, "loop": walk.closed,
            "class": walk.label}


def checked(said: Any, size: int, classes: int) -> Walk | None:
    """The walk in such JSON; None for anything else, for the browser is not believed."""
    if not isinstance(said, Mapping) or not isinstance(said.get("stops"), str):
        return None
    stops, kind, steps, label = unpack(said["stops"], size), said.get("path"), said.get("frames"), said.get("class")
    if stops is None or kind not in ("slerp", "lerp") or not _whole(steps, STEPS):
        return None
    if not _whole(label, range(max(1, classes))):
        return None
    return Walk(stops, kind, steps, said.get("loop") is True, label)


def pack(stops: Codes) -> str:
    """float16 as URL-safe base64: 43 letters for a stop of 16 numbers."""
    return base64.urlsafe_b64encode(np.asarray(stops).astype("<f2").tobytes()).decode().rstrip("=")


def unpack(text: str, size: int) -> Codes | None:
    """(K, L); None unless these are 1 to MOST codes of that size, in finite numbers that a code may have."""
    if not text or len(text) > MOST * size * 3 + 4:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if not raw or len(raw) % (2 * size) or len(raw) > 2 * size * MOST:
        return None
    stops = np.frombuffer(raw, "<f2").reshape(-1, size).astype(np.float32)
    return stops if bool((np.abs(stops) <= FURTHEST).all()) else None     # NaN is not <= anything


def rounded(codes: Codes) -> Codes:
    """The codes as the address will hold them."""
    return np.asarray(codes).astype(np.float16).astype(np.float32)


def _whole(number: Any, among: range) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number in among


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
