"""Where an image comes from: drawn by hand, held out, uploaded, or from the camera; always as the network sees it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import streamlit as st

from genmodels.data import ink, strokes
from genmodels.data.base import ImageSet
from genmodels.data.ink import Coverage, Habit
from genmodels.data.pictures import Fit, UnusableError, fit, read
from genmodels.pictures import Pixels
from ui import linked
from ui.components.sketch import sketch
from ui.explore_space import Space
from ui.numbers import number
from ui.text import t

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel

MEGABYTES = 10              # largest upload
PAPER = 160                 # pixels of the paper on which strokes are drawn before they are scaled down
GUESS = -1                  # the class is the one that fits best
TYPES = ["png", "jpg", "jpeg", "bmp", "gif", "webp"]
SOURCES = {"draw": "Draw", "held-out": "Held out", "upload": "Upload", "camera": "Camera"}


class Shown(NamedTuple):
    """An image as the network sees it, and the class a conditional model reads it as."""

    image: Pixels           # (C, H, W)
    label: int
    caption: str


def choose(space: Space, key: str = "", default: int = 0, live: bool = False) -> Shown:
    """The chosen image. While nothing is drawn or uploaded yet, it is a held-out one, and its caption says so.

    `key` keeps apart several choices on one page; `default` is the number of the held-out image at first; a drawing
    comes along with the hand when `live`, else stroke by stroke.
    """
    grey = space.run.config.image.channels == 1
    source = linked.pick(t("Image"), SOURCES, f"{key}source", "draw" if grey and not key else "held-out")
    if source == "held-out":
        return _held_out(space, key, default)
    own = (_drawn(space, key, live) if source == "draw" else _uploaded(space, key) if source == "upload"
           else _photographed(space, key))
    row = _kept(space, key, default)
    example = t("an example until you are ready: held-out image {row}").format(row=row)
    return _row(space, row)._replace(caption=example) if own is None else own


def habit(space: Space) -> Habit:
    """How the images of the dataset lie in their frame."""
    return _habit(space.dataset, id(space.held_out), space.held_out)


@st.cache_data(max_entries=8, show_spinner=False)
def _habit(name: str, identity: int, _images: ImageSet) -> Habit:
    return ink.habit(_images.images)


def _held_out(space: Space, key: str, default: int) -> Shown:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = number(t("Number in the held-out set"), 0, len(space.held_out) - 1, default, key=f"{key}image")
        st.button(t("Another"), icon=":material/casino:", key=f"{key}another", on_click=_another, args=(space, key))
    return _row(space, row)


def _row(space: Space, row: int) -> Shown:
    label = int(space.held_out.labels[row])
    return Shown(space.held_out.images[row], label, space.held_out.classes[label])


def _kept(space: Space, key: str, default: int) -> int:
    kept = st.session_state.get(f"{key}image", default)
    return kept if isinstance(kept, int) and 0 <= kept < len(space.held_out) else 0


def _another(space: Space, key: str) -> None:
    st.session_state[f"{key}image"] = secrets.randbelow(len(space.held_out))


def _drawn(space: Space, key: str, live: bool) -> Shown | None:
    image, usual = space.run.config.image, habit(space)
    drawing = sketch(f"{key}sketch", image.size, ground=usual.ground, ink=usual.contrast, colour=image.channels == 3,
                     live=live)
    centred = st.toggle(t("Scale and centre"), image.channels == 1, key=f"{key}centred",
                        help=t("Cut out, scaled into a box of {box} x {box} pixels, the centre of its mass in the "
                               "middle, as the images of MNIST were made.").format(box=usual.box))
    label = _label(space, key)
    if not drawing.strokes:
        return None
    coverage = strokes.ink(drawing.strokes, PAPER)
    pixels = _placed(space, coverage, centred)
    return _own(space, ink.coloured(pixels, image, usual.ground, drawing.ink or usual.contrast), label,
                t("drawn by you"))


def _placed(space: Space, coverage: Coverage, centred: bool) -> Coverage:
    size = space.run.config.image.size
    return ink.fitted(coverage, size, habit(space).box) if centred else ink.as_drawn(coverage, size)


def _uploaded(space: Space, key: str) -> Shown | None:
    file = st.file_uploader(t("Picture"), TYPES, key=f"{key}upload", max_upload_size=MEGABYTES)
    cut = _cut_out(space, f"{key}upload-cut", False)
    inverted = not cut and st.toggle(t("Swap dark and light"), key=f"{key}inverted", value=False,
                                     help=t("For ink on paper, when the model has learned white on black."))
    label = _label(space, key)
    return None if file is None else _pictured(space, file.getvalue(), file.name[:60], cut, inverted, label)


def _photographed(space: Space, key: str) -> Shown | None:
    photo = st.camera_input(t("Hold something in front of the camera"), key=f"{key}camera")
    cut = _cut_out(space, f"{key}camera-cut", space.run.config.image.channels == 1)
    label = _label(space, key)
    return None if photo is None else _pictured(space, photo.getvalue(), t("your photograph"), cut, False, label)


def _cut_out(space: Space, key: str, default: bool) -> bool:
    return st.toggle(t("Cut out the ink"), default, key=key,
                     help=t("For a photographed digit on paper: what differs from the paper becomes ink, scaled and "
                            "centred as the dataset's images are."))


def _pictured(space: Space, data: bytes, name: str, cut: bool, inverted: bool, label: int) -> Shown | None:
    image, usual = space.run.config.image, habit(space)
    try:
        picture = read(data)[0]
    except UnusableError as error:
        st.error(t("{name} cannot be used: {reason}. Choose a PNG, JPEG, BMP, GIF or WebP picture.").format(
            name=repr(name), reason=error), icon=":material/error:")
        return None
    if cut:
        pixels = _placed(space, ink.of_photograph(picture), True)
        return _own(space, ink.coloured(pixels, image, usual.ground, usual.contrast), label, name)
    pixels = fit(picture, Fit(image, "pad"))
    return _own(space, 255 - pixels if inverted else pixels, label, name)


def _label(space: Space, key: str) -> int:
    """The class the visitor reads it as; GUESS leaves that to the model."""
    if not space.conditional:
        return 0
    return int(st.selectbox(t("Read it as"), (GUESS, *range(len(space.classes))), key=f"{key}upload-class",
                            format_func=lambda kind: t("what fits best") if kind == GUESS else space.classes[kind]))


def _own(space: Space, image: Pixels, label: int, caption: str) -> Shown:
    if label != GUESS:
        return Shown(image, label, caption)
    best = best_class(space.model, image)
    return Shown(image, best, t("{caption}, read as {name}").format(caption=caption, name=space.classes[best]))


def best_class(model: GenerativeModel, image: Pixels) -> int:
    """The class as which a conditional model rebuilds the image, uint8 (C, H, W), most closely."""
    from genmodels import sample

    classes = np.arange(model.classes)
    again = sample.reconstruct(model, np.repeat(image[None], model.classes, 0), classes)     # (K, C, H, W)
    return int(((again.astype(np.int64) - image) ** 2).sum((1, 2, 3)).argmin())
