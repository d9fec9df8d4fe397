"""The kept code lives in the address, `?z=`: every point of the latent space is a link, and Back is undo."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import streamlit as st

from ui.text import t

if TYPE_CHECKING:
    from ui.explore_space import Space

Code = npt.NDArray[np.float32]


class Place(NamedTuple):
    """Where the visitor stands; None where the address does not say."""

    z: Code | None                          # (L,)
    y: int = 0                              # the class a conditional model draws
    axes: tuple[str, str] | None = None     # keys of the two directions of the pad


def place(size: int, classes: int, reach: float) -> Place:
    """What the address says about a model with codes of `size` numbers and so many classes (0: not conditional).

    A code that does not fit is told, and then there is none.
    """
    axes = (str(st.query_params.get("x", ""))[:64], str(st.query_params.get("y", ""))[:64])
    return Place(_code(size, reach), class_asked(classes), axes if all(axes) else None)


def keep(at: Place) -> None:
    """Put what was kept into the address, all at once, so that Back goes back over all of it; call it from a callback.
    """
    said = {} if at.z is None else {"z": pack(at.z)}
    if at.y or "class" in st.query_params:
        said["class"] = str(at.y)
    if at.axes is not None:
        said["x"], said["y"] = at.axes
    st.query_params.update(said)


def current(space: Space) -> Code:
    """The code of the address, (L,); the middle of the latent space when it holds none, or one that does not fit."""
    z = _code(space.model.latent_dim, space.reach)
    return np.zeros(space.model.latent_dim, np.float32) if z is None else z


def class_of(space: Space) -> int | None:
    """The class a conditional model draws, from the address (`?class=`); None for the others."""
    return class_asked(len(space.classes)) if space.conditional else None


def go(code: Iterable[float]) -> None:
    """Put a code into the address; the studio goes there at the next run of the page."""
    st.query_params["z"] = pack(np.asarray(list(code), np.float32))


def leave_class() -> None:
    """Take the class out of the address: the page draws the one it begins with."""
    st.query_params.pop("class", None)


def leave() -> None:
    """Take the code out of the address: the page begins where it begins."""
    st.query_params.pop("z", None)


def pack(code: Code) -> str:
    """float32 as URL-safe base64: exact, and 86 letters for 16 dimensions."""
    return base64.urlsafe_b64encode(code.astype("<f4").tobytes()).decode().rstrip("=")


def unpack(text: str, size: int) -> Code | None:
    """None unless it is a code of that size in finite numbers."""
    if len(text) > 8 * size + 8:
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 4 * size:
        return None
    code = np.frombuffer(raw, "<f4")
    return code.astype(np.float32) if np.isfinite(code).all() else None


def _code(size: int, reach: float) -> Code | None:
    text = st.query_params.get("z")
    if text is None:
        return None
    code = unpack(text, size)
    if code is None:
        st.warning(t("The code in the address does not fit this model, so this is the middle of its latent space. "
                     "Move anything to go on from here."), icon=":material/link_off:")
        return None
    return np.clip(code, -reach, reach)


def class_asked(classes: int, default: int = 0) -> int:
    """The class of the address among so many; the default where it names none of them."""
    wanted = st.query_params.get("class", "")
    fits = wanted.isascii() and wanted.isdigit() and len(wanted) < 7
    return int(wanted) if fits and int(wanted) < classes else default
