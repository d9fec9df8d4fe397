"""Generate: the studio with its pad between four seeds, and the directions of the model as sliders."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import streamlit as st

from genmodels.errors import DataError
from genmodels.runs import Run
from ui import cached, explore_code, explore_space, explore_studio, generate_directions
from ui.components.studio import Dimension, Spot, studio
from ui.explore_code import Code
from ui.generate_samples import Samples
from ui.numbers import number
from ui.text import t

if TYPE_CHECKING:
    from genmodels.latent import Direction
    from genmodels.models.base import GenerativeModel

CORNERS = {"corner-1": "Seed above left", "corner-2": "Seed above right", "corner-3": "Seed below left",
           "corner-4": "Seed below right"}
LAST_SEED = 2**31 - 1


class Known(NamedTuple):
    """What there is to push a code along, and whether there are codes of real images to compare it with."""

    directions: Sequence[Direction]
    dimensions: Sequence[Dimension]
    codes: bool


def draw(run: Run, samples: Samples, shown: int) -> None:
    """Four seeds, the pad between them, and the directions the code may be pushed along."""
    model, seeds = samples.model, _seeds()
    corners = [_first(model, seed, samples.truncation) for seed in seeds]
    classes = len(run.config.classes) if model.conditional else 0
    at = explore_code.place(model.latent_dim, classes, float("inf"))._replace(y=samples.label(shown))
    if at.z is None:
        at = at._replace(z=_middle(corners))     # told to the studio, so that it comes along when a corner changes
    known = _known(run)
    studio(run, model, at, mode="seeds", directions=known.directions, dimensions=known.dimensions,
           corners=[Spot(code, t("Seed {n}").format(n=seed)) for code, seed in zip(corners, seeds, strict=True)],
           goals=[Spot(samples.code(shown), t("Sample {n}").format(n=shown + 1))], names=run.notes().dimensions,
           with_codes=known.codes, key=f"seeds-{run.id}", on_keep=explore_code.keep)


def _seeds() -> list[int]:
    """The seeds of the corners, each with a button that draws another one; they stand in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seeds = [_seed(key, t(word), i) for i, (key, word) in enumerate(CORNERS.items(), 1)]
        st.button(t("Four others"), icon=":material/casino:", key="corners-other", on_click=_other,
                  args=(tuple(CORNERS),))
    return seeds


def _seed(key: str, word: str, default: int) -> int:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", width=190):
        seed = number(word, 0, LAST_SEED, default, key=key, on_change=explore_code.leave)
        st.button("", icon=":material/casino:", key=f"{key}-other", on_click=_other, args=((key,),),
                  help=t("Another seed"))
    return seed


def _other(keys: Sequence[str]) -> None:
    for key in keys:
        st.session_state[key] = secrets.randbelow(10**6)
    explore_code.leave()


def _first(model: GenerativeModel, seed: int, truncation: float) -> Code:
    """The first sample of a seed, the same as on the sheet. -> (L,)"""
    from genmodels import sample

    return np.asarray(sample.codes(model, 1, seed=seed, truncation=truncation)[0], np.float32)


def _middle(corners: Sequence[Code]) -> Code:
    import torch

    from genmodels import latent

    half = torch.tensor([0.5])
    return np.asarray(latent.blend(torch.from_numpy(np.stack(corners)), half, half)[0], np.float32)


def _known(run: Run) -> Known:
    """Of a model that encodes, what its codes of real images say, where there are any; of another, its directions."""
    if generate_directions.suits(run):
        return Known(generate_directions.directions(run), (), False)
    try:
        space = explore_space.space(run)
    except DataError:     # the images are gone; the section beside the sheet has said so
        return Known((), [Dimension(i) for i in range(cached.model(run).latent_dim)], False)
    return Known(explore_space.directions(space), explore_studio.dimensions(space), True)
