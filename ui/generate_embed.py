"""Generate: find an image. A model that cannot encode gets the code of an image by optimisation, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import streamlit as st

from genmodels.data.base import ImageSet
from genmodels.errors import DataError
from genmodels.pictures import Pixels
from genmodels.runs import Run
from ui import cached, explore_code, image_source, models, real
from ui.drawn import drawn
from ui.image_source import Shown
from ui.text import t

if TYPE_CHECKING:
    from genmodels.latent import Embedding


@dataclass(frozen=True)
class Source:
    """What the choice of an image has to know of a run that has no codes of real images."""

    run: Run
    dataset: str
    held_out: ImageSet
    classes: tuple[str, ...]
    conditional: bool = False     # the class is asked here, where it may stay open


@dataclass
class Shelf:
    """Where the looks at one search are kept, for all visitors who ask for the same."""

    looks: list[Embedding] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return bool(self.looks) and self.looks[-1].step == self.looks[-1].steps


def suits(run: Run) -> bool:
    """A model that encodes needs no search."""
    return not models.encodes(run) and bool(run.checkpoints())


def draw(run: Run) -> None:
    """Choose an image on the left; the search and what it found on the right."""
    st.caption(t("This model draws from codes but cannot read images. A search starts from the best of 500 random "
                 "codes and the middle of the prior, and descends on the difference of pixels with Adam, the prior as "
                 "penalty (Zhu et al. 2016). What stays different is what the model cannot draw."))
    choice, result = st.columns([4, 8], gap="large")
    with choice:
        wanted = _wanted(run)
        label = _class(run)
        pressed = st.button(t("Find this image"), icon=":material/search:", type="primary", key="find",
                            disabled=wanted is None)
    if wanted is not None:
        with result:
            _search(run, wanted, label, pressed)


def _wanted(run: Run) -> Shown | None:
    """None where no real image is on this machine, for those also say how a drawing has to lie in its frame."""
    name = real.dataset(run.config)
    try:
        held_out = cached.dataset(name, "held-out")
    except DataError as error:
        st.info(str(error), icon=":material/cloud_off:")
        return None
    return image_source.choose(Source(run, name, held_out, run.config.classes), "find-")     # type: ignore[arg-type]


def _class(run: Run) -> int | None:
    """Only a conditional model asks; without an answer the search takes the classes of its best random codes."""
    if not cached.model(run).conditional:
        return None
    names = ["", *run.config.classes]
    chosen = st.selectbox(t("Draw it as class"), names, key="find-class",
                          format_func=lambda name: name or t("find out"))
    return names.index(chosen) - 1 if chosen else None


def _search(run: Run, wanted: Shown, label: int | None, pressed: bool) -> None:
    from genmodels import latent

    shelf = _shelf(str(run.folder), cached.stamp(run), wanted.image.tobytes(), label)
    place, bar = st.empty(), st.empty()
    if shelf.done:
        _show(run, wanted, shelf.looks, place)
    elif not pressed:
        _show(run, wanted, [], place)
    else:
        looks: list[Embedding] = []
        # Whoever clicks elsewhere meanwhile ends this script at its next word to the page, and nothing is kept.
        for look in latent.embed(cached.model(run), wanted.image, label):
            looks.append(look)
            bar.progress(look.step / look.steps, t("Step {step} of {steps} · residual {residual:.3f}").format(
                step=look.step, steps=look.steps, residual=look.residual))
            _show(run, wanted, looks, place)
        bar.empty()
        shelf.looks = looks
    if shelf.done:
        _hand_over(run, shelf.looks[-1])


def _show(run: Run, wanted: Shown, looks: list[Embedding], place: st.delta_generator.DeltaGenerator) -> None:
    with place.container():
        image, found, difference = st.columns(3, gap="medium")
        drawn(wanted.image, t("The image to find"), wanted.caption, image)
        if not looks:
            found.caption(t("Press **Find this image**: it takes some seconds."))
            return
        last = looks[-1]
        label = "" if last.label is None else f" · {run.config.classes[last.label]}"
        drawn(last.picture, t("The nearest picture found"), t("Found, step {n}").format(n=last.step) + label, found)
        drawn(_difference(wanted.image, last.picture), t("What is different"), t("Difference"), difference)
        st.markdown(t("Residual **{last:.3f}** of the grey range, root mean square; the best of 500 random codes had "
                      "{first:.3f}.").format(last=last.residual, first=looks[0].residual))


def _hand_over(run: Run, last: Embedding) -> None:
    if st.button(t("Explore from here"), icon=":material/my_location:", type="primary", key="find-take",
                 on_click=_take, args=(last,), help=t("The studio goes to the code that was found.")):
        st.rerun()     # the studio stands outside this fragment


def _take(last: Embedding) -> None:
    explore_code.go(last.code.tolist())
    if last.label is not None:
        st.query_params["class"] = str(last.label)


def _difference(one: Pixels, other: Pixels) -> npt.NDArray[np.uint8]:
    return np.abs(one.astype(np.int16) - other).astype(np.uint8)


@st.cache_resource(max_entries=64, show_spinner=False)
def _shelf(folder: str, stamp: tuple[tuple[str, int], ...], image: bytes, label: int | None) -> Shelf:
    return Shelf()
