"""Generate: what is drawn from the prior, as the address says it, and the sheet of all samples."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from genmodels import pictures
from genmodels.pictures import Pixels
from genmodels.runs import Run
from ui import cached, explore_code
from ui.components.tiles import picked, tiles
from ui.explore_code import Code
from ui.numbers import number
from ui.text import t

if TYPE_CHECKING:
    from torch import Tensor

    from genmodels.models.base import GenerativeModel

SIZES = (16, 36, 64, 100)
SHEET = 900     # pixels, least width of the downloaded sheet


@dataclass(frozen=True)
class Samples:
    """One sheet: its codes, what they became, and what they were drawn from."""

    model: GenerativeModel
    codes: Tensor             # (N, L)
    labels: Tensor | None     # (N,) for a conditional model
    images: Pixels            # (N, C, H, W)
    name: str                 # for files
    truncation: float

    def code(self, number: int) -> Code:
        """One sample's code, (L,)."""
        return np.asarray(self.codes[number], np.float32)

    def label(self, number: int) -> int:
        """The class that codes are drawn as: that of the address, else the sample's own; 0 without classes."""
        if self.labels is None:
            return 0
        return explore_code.class_asked(self.model.classes, int(self.labels[number]))


def suits(run: Run) -> bool:
    """Every model draws; it only needs weights."""
    from genmodels.models import MODELS

    return run.config.model in MODELS and bool(run.checkpoints())


def controls(run: Run) -> Samples:
    """Seed, number, truncation and class; all four stand in the address."""
    model = cached.model(run)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):     # on a tablet in two rows
        seed_box, size, cut, kind = (st.container(width=width) for width in (215, 205, 190, 150))
    with seed_box, st.container(horizontal=True, vertical_alignment="bottom"):
        seed = number(t("Seed"), 0, 2**31 - 1, 0, key="seed",
                      help=t("The same seed gives the same samples, here and on the command line."))
        st.button("", icon=":material/casino:", key="new-seed", on_click=_new_seed, help=t("Another seed"))
    with size:
        n = st.segmented_control(t("Samples"), SIZES, default=64, required=True, key="n", bind="query-params")
    with cut:
        truncation = st.slider(t("Truncation"), 0.0, 1.0, 1.0, 0.01, key="truncation", bind="query-params",
                               on_change=explore_code.leave, help=t(
            "The share of each code coordinate's probability that is kept, around its middle. Less gives more typical "
            "samples and less variety; 1 is the whole prior."))
    with kind:
        label = _class(run) if model.conditional else None
    return _draw(model, int(n or 64), seed, truncation, label, run.id)


def chosen(samples: Samples) -> int:
    """The sample that is shown large, from 0; its number stands in the address."""
    return number(t("Sample shown large"), 1, len(samples.images), 1, key="sample",
                  on_change=explore_code.leave_class) - 1


def sheet(samples: Samples, shown: int) -> None:
    """The grid; a click makes a sample the large one."""
    n = len(samples.images)
    side = int(n**0.5)
    tiles(samples.images, side, key="sheet", chosen=shown, on_pick=lambda: _pick(n),
          alt=t("{n} samples. A click, or the arrow keys, picks one.").format(n=n))
    _downloads(samples, side)


def _downloads(samples: Samples, side: int) -> None:
    from genmodels import sample

    grid = pictures.grid(samples.images, side)
    large = pictures.enlarge(grid, max(1, SHEET // grid.shape[1]))
    with st.container(horizontal=True):
        st.download_button(t("Grid as PNG"), pictures.png(large), f"{samples.name}.png", "image/png",
                           icon=":material/download:", on_click="ignore", key="png")
        st.download_button(t("Images and codes as npz"), sample.archive(samples.images, samples.codes, samples.labels),
                           f"{samples.name}.npz", "application/octet-stream", icon=":material/download:",
                           on_click="ignore", key="npz", help=t("For NumPy: images uint8 (N, H, W, C), codes float32."))


def _draw(model: GenerativeModel, n: int, seed: int, truncation: float, label: int | None, name: str) -> Samples:
    from genmodels import sample

    codes = sample.codes(model, n, seed=seed, truncation=truncation)
    labels = sample.labels(model, n, label)
    return Samples(model, codes, labels, sample.decode(model, codes, labels), f"{name}-seed{seed}", truncation)


def _class(run: Run) -> int | None:
    names = ["", *run.config.classes]
    chosen = st.selectbox(t("Class"), names, key="sheet-class", bind="query-params",
                          format_func=lambda name: name or t("each in turn"))
    return None if not chosen else names.index(chosen) - 1


def _new_seed() -> None:
    st.session_state["seed"] = secrets.randbelow(10**6)


def _pick(n: int) -> None:
    pick = picked("sheet", n)
    if pick is not None:
        st.session_state["sample"] = pick + 1
        explore_code.leave_class()
