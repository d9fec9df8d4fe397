"""Repairs as the page asks for them: computed once for an image and a damage, then kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import streamlit as st

from genmodels.pictures import Pixels
from ui.explore_space import Space
from ui.image_source import Shown

if TYPE_CHECKING:
    from genmodels.repair import Comparison, Damage, Repairer

FRAMES = (0, 1, 2, 3, 5, 8, 13, 20, 30, 40)     # iterations that are shown
SCORED = 40                                      # held-out images of the short comparison


class Asked(NamedTuple):
    """One way to destroy, with a name that tells it from all others."""

    damage: Damage
    name: str
    seed: int


class Chain(NamedTuple):
    """Some pictures of the clamped iterations."""

    steps: tuple[int, ...]
    pictures: Pixels                     # (F, C, H, W)
    psnr: npt.NDArray[np.float64]        # (F,)


def compare(space: Space, shown: Shown, asked: Asked) -> Comparison:
    """The image destroyed and repaired by every method."""
    return _compare(_weights(space), _name(shown.image), shown.label, asked.name, asked.seed, space, shown, asked)


def chain(space: Space, shown: Shown, asked: Asked) -> Chain:
    """How the clamped iterations came to their result."""
    return _chain(_weights(space), _name(shown.image), shown.label, asked.name, asked.seed, space, shown, asked)


def scores(space: Space, asked: Asked) -> Comparison:
    """The same damage on the first SCORED held-out images; more of them are the benchmark's."""
    return _scores(_weights(space), asked.name, asked.seed, space, asked)


def limit(space: Space, shown: Shown, missing: npt.NDArray[np.bool_]) -> float:
    """PSNR of what the model draws from the intact image: no one-pass repair can be expected to do better."""
    from genmodels import repair, sample

    again = sample.reconstruct(space.model, shown.image[None], [shown.label])
    return float(repair.psnr(again, shown.image[None], missing)[0])


@st.cache_data(max_entries=64, show_spinner=False)
def _compare(weights: tuple[str, int], image: str, label: int, damage: str, seed: int, _space: Space, _shown: Shown,
             _asked: Asked) -> Comparison:
    from genmodels import repair

    return repair.compare(_repairer(weights, _space), _space.train.images, _shown.image[None], _asked.damage, seed,
                          [label])


@st.cache_data(max_entries=64, show_spinner=False)
def _chain(weights: tuple[str, int], image: str, label: int, damage: str, seed: int, _space: Space, _shown: Shown,
           _asked: Asked) -> Chain:
    from genmodels import repair

    steps, frames = zip(*(each for each in repair.chain(_repairer(weights, _space), _shown.image[None], _asked.damage,
                                                        seed, [label]) if each[0] in FRAMES), strict=True)
    shown = np.concatenate(frames)                                                       # (F, C, H, W)
    missing = compare(_space, _shown, _asked).missing
    return Chain(steps, shown, repair.psnr(shown, _shown.image[None], missing))


@st.cache_data(max_entries=16, show_spinner=False)
def _scores(weights: tuple[str, int], damage: str, seed: int, _space: Space, _asked: Asked) -> Comparison:
    from genmodels import repair

    some = _space.held_out
    return repair.compare(_repairer(weights, _space), _space.train.images, some.images[:SCORED], _asked.damage, seed,
                          some.labels[:SCORED])


@st.cache_resource(max_entries=4, show_spinner=False)
def _repairer(weights: tuple[str, int], _space: Space) -> Repairer:
    import torch

    from genmodels import repair

    return repair.repairer(_space.model, _space.train.images, torch.from_numpy(_space.train.labels))


def _weights(space: Space) -> tuple[str, int]:
    return str(space.run.folder), id(space.encoded)


def _name(image: Pixels) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()
