"""Generate: directions of a model that only draws: attributes of its samples, SeFa, GANSpace, and own ones."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from genmodels.errors import UserError
from genmodels.runs import Run
from ui import cached, direction_rows, explore_code, models, own_ways
from ui.components.studio import studio
from ui.direction_rows import Bench
from ui.explore_code import Code
from ui.text import t

if TYPE_CHECKING:
    from genmodels.latent import Direction
    from genmodels.models.base import GenerativeModel

REACH = 5.0     # of each number of a code, in standard deviations of the prior: wide enough for codes of found images
GROUPS = {"attribute": "Attributes", "sefa": "SeFa", "ganspace": "GANSpace", "own": "My directions"}
TOLD = {
    "attribute": "The way along which an attribute grows: fitted on half of 4,000 samples, measured on the others.",
    "sefa": "Closed-form factorisation of the first layer's weights (Shen & Zhou 2021), the strongest first; ranks "
            "over 48 samples, each moved to seven places.",
    "ganspace": "Main axes of the features behind the first layer (Härkönen et al. 2020), brought back to the code; "
                "ranks over 48 samples, each moved to seven places.",
    "own": "Directions you have kept with this run."}


@dataclass(frozen=True)
class Found:
    """All that was looked for in one set of weights."""

    directions: tuple[Direction, ...]
    weak: tuple[Direction, ...]     # attributes that lie along no line well enough to be named


def suits(run: Run) -> bool:
    """A model that cannot encode; the others have their directions on the Explore page."""
    return not models.encodes(run) and bool(run.checkpoints())


def directions(run: Run) -> tuple[Direction, ...]:
    """Own directions and what is known by now, without waiting: at first SeFa by itself, seconds later everything."""
    from genmodels import latent

    looking = _looking(run)
    try:
        found = looking.result().directions if looking.done() else latent.sefa(cached.model(run))
    except UserError:
        found = ()     # no layer meets the code: the section says so
    return (*_own(run), *found)


def draw(run: Run) -> None:
    """A pad over two directions, and below it one group at a time, its strips from the code the pad shows."""
    known, looking = directions(run), _looking(run)
    bench = _pad(run, known)
    group = st.segmented_control(t("Directions"), list(GROUPS), default="sefa", required=True, key="direction-group",
                                 format_func=lambda name: t(GROUPS[name]), label_visibility="collapsed")
    st.caption(f"{t(TOLD[str(group)])} " + t(
        "Strips go from -3 to 3 standard deviations of the prior. A direction bears an attribute's name only where "
        "Spearman's rank correlation with what is measured on the model's own pictures is {least} or more.").format(
            least=_least()))
    here = [one for one in known if one.group == group]
    direction_rows.rows(bench, here)
    if group == "own":
        own_ways.draw(bench)
    elif looking.done():
        _nothing_here(str(group), here, looking.result().weak)
    else:
        st.fragment(_wait, run_every=0.5)(run)


def _wait(run: Run) -> None:
    """Looks twice a second whether the search is over, then draws everything with what it found."""
    st.caption(t(":material/hourglass_top: Moving samples and measuring them: names and ranks come in some seconds, "
                 "once for each model."))
    if _looking(run).done():
        st.rerun()


def _nothing_here(group: str, here: list[Direction], weak: tuple[Direction, ...]) -> None:
    """What was looked for and is not there is said as well."""
    if group == "attribute" and weak:
        told = ", ".join(f"{one.attribute} {one.rank:.2f}" for one in weak)
        st.caption(t("Looked for, but along no line well enough to be named: {told}.").format(told=told))
    elif not here:
        st.info(t("None: nothing that can be measured on this model's pictures changes."), icon=":material/info:")


def _pad(run: Run, known: tuple[Direction, ...]) -> Bench:
    """The studio over two of the directions; without a code in the address it begins at the first sample."""
    model = cached.model(run)
    classes = len(run.config.classes) if model.conditional else 0
    at = explore_code.place(model.latent_dim, classes, REACH)
    if at.z is None:
        at = at._replace(z=_first_sample(model))
    studio(run, model, at, directions=known, reach=REACH, key=f"plane-{run.id}", on_keep=explore_code.keep)
    return Bench(run, model, at.z, at.y if classes else None, "directions", ("sefa-1", "sefa-2"))


def _first_sample(model: GenerativeModel) -> Code:
    from genmodels import sample

    return sample.codes(model, 1, seed=0)[0].numpy().astype(np.float32)


def _own(run: Run) -> list[Direction]:
    """Directions kept with the run; those of another size of code belong to other weights."""
    import torch

    from genmodels.latent import Direction

    size = cached.model(run).latent_dim
    return [Direction(own.key, own.name, "own", torch.tensor(own.vector), own.scale, own.detail)
            for own in run.notes().directions if len(own.vector) == size]


def _looking(run: Run) -> Future[Found]:
    """The search in these weights: begun once, for all visitors, apart from any page."""
    return _search(str(run.folder), cached.stamp(run), cached.model(run))


@st.cache_resource(max_entries=8, show_spinner=False)
def _search(folder: str, stamp: tuple[tuple[str, int], ...], _model: GenerativeModel) -> Future[Found]:
    return _desk().submit(_look, _model)


def _look(model: GenerativeModel) -> Found:
    from genmodels import latent

    grown = latent.sampled_attributes(model)
    return Found(latent.drawn_directions(model, grown), tuple(one for one in grown if not one.named))


@cache
def _desk() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "directions", initializer=_one_core)


def _one_core() -> None:
    import torch

    torch.set_num_threads(1)


def _least() -> float:
    from genmodels.latent import NAMED

    return NAMED
