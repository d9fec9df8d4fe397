"""What the studio sent from the browser, where nothing is believed: a code that was kept, a name that was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from ui.explore_code import Place, unpack

LONGEST = 40     # letters in the name of a dimension


def kept(key: str, size: int, classes: int, reach: float, axes: set[str]) -> Place | None:
    """What the visitor kept last; None when the browser sent anything but a code and a class of this model.

    Axes that are not among `axes` are left out: the code is worth keeping without them.
    """
    sent: Any = getattr(st.session_state.get(key), "kept", None)
    if not isinstance(sent, Mapping) or not isinstance(sent.get("code"), str):
        return None
    z, y = unpack(sent["code"], size), sent.get("class", 0)
    if z is None or not isinstance(y, int) or isinstance(y, bool) or not 0 <= y < max(1, classes):
        return None
    return Place(np.clip(z, -reach, reach), y, _axes(sent.get("axes"), axes))


def heard(key: str, name: str = "kept") -> int:
    """The number of the component's last message of that name, so that it knows it has arrived; 0 before the first."""
    sent: Any = getattr(st.session_state.get(key), name, None)
    number = sent.get("number") if isinstance(sent, Mapping) else 0
    return number if isinstance(number, int) and not isinstance(number, bool) else 0


def named(key: str, size: int) -> tuple[int, str] | None:
    """The dimension that was given a name just now, and the name, at most LONGEST letters; "" takes a name away."""
    sent: Any = getattr(st.session_state.get(key), "named", None)
    if not isinstance(sent, Mapping):
        return None
    index, name = sent.get("dimension"), sent.get("name")
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < size or not isinstance(name, str):
        return None
    return index, " ".join(name.split())[:LONGEST]


def _axes(sent: Any, known: set[str]) -> tuple[str, str] | None:
    if not isinstance(sent, Sequence) or len(sent) != 2 or not all(isinstance(a, str) and a in known for a in sent):
        return None
    return sent[0], sent[1]
