"""A run's latent space as the Explore page needs it: the model, real images, their codes, and what these say."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import streamlit as st

from genmodels.data.base import ImageSet
from genmodels.runs import Run
from ui import cached, real

if TYPE_CHECKING:
    from torch import Tensor

    from genmodels.latent import DataDistance, Direction, Encoded, PrincipalAxes
    from genmodels.models.base import GenerativeModel

MOST_POINTS = 3000     # on the map; more would only cover each other
LEAST_SPAN = 3.5       # pad and sliders go at least this far, in standard deviations of the prior
MOST_CODES = 0.995     # share of the codes' numbers that lie on them; a few images lie far outside


@dataclass(frozen=True)
class Space:
    """Everything that does not change while one explores. L is the size of a code, N counts held-out images."""

    run: Run
    dataset: str                              # where the real images come from
    model: GenerativeModel
    train: ImageSet
    held_out: ImageSet
    encoded: Encoded                          # of the held-out images
    information: Tensor                       # (L,) nats
    order: tuple[int, ...]                    # dimensions, the one that carries most first
    alive: int                                # how many of them carry anything
    axes: PrincipalAxes
    points: npt.NDArray[np.float32]           # (M, 2) on the map
    rows: npt.NDArray[np.int64]               # (M,) which held-out image a point is
    distance: DataDistance
    means: dict[int, Tensor]                  # class -> (L,)
    reach: float                              # no image's code has a larger number
    span: float                               # how far pad and sliders go

    @property
    def conditional(self) -> bool:
        return bool(self.model.conditional)

    @property
    def classes(self) -> tuple[str, ...]:
        return self.run.config.classes


def suits(run: Run) -> bool:
    """Can this run be explored? It needs weights, and a model that encodes."""
    from genmodels.models import MODELS
    from genmodels.models.base import Encodes

    kind = MODELS.get(run.config.model)
    return kind is not None and issubclass(kind, Encodes) and bool(run.checkpoints())


def directions(space: Space, *wanted: str) -> tuple[Direction, ...]:
    """Own directions, those found in the codes, and ways from class to class by their keys ("class-3-8")."""
    found = _directions(id(space.encoded), space)
    known = {direction.key for direction in found}
    pairs = [_between(space, key) for key in dict.fromkeys(wanted) if key not in known]
    return (*_own(space), *found, *(pair for pair in pairs if pair is not None))


def space(run: Run) -> Space:
    """Read and encoded once for all sessions; again when the run has newer weights or other real images come."""
    import torch

    if torch.get_num_threads() > 1:
        torch.set_num_threads(1)     # beside a training, a second thread costs more than it brings
    name = real.dataset(run.config)
    model, train = cached.model(run), cached.dataset(name)
    held_out = cached.dataset(name, "held-out")
    return _space(str(run.folder), id(model), id(held_out), run, name, (model, train, held_out))


@st.cache_resource(max_entries=4, show_spinner="Encoding the held-out images ...")
def _space(folder: str, weights: int, images: int, _run: Run, _name: str,
           _parts: tuple[GenerativeModel, ImageSet, ImageSet]) -> Space:
    from genmodels import latent

    model, train, held_out = _parts
    encoded = latent.encode_set(model, held_out)
    information = latent.information(encoded)
    axes = latent.principal_axes(encoded.mean)
    rows = np.unique(np.linspace(0, len(held_out) - 1, min(MOST_POINTS, len(held_out))).astype(np.int64))
    return Space(
        run=_run, dataset=_name, model=model, train=train, held_out=held_out, encoded=encoded, information=information,
        order=tuple(information.argsort(descending=True).tolist()), alive=int((information >= latent.DEAD).sum()),
        axes=axes, points=axes.project(encoded.mean[rows]).numpy(), rows=rows,
        distance=latent.DataDistance(encoded), means=latent.class_means(encoded),
        reach=_half_up(float(encoded.mean.abs().max())),
        span=_half_up(float(np.quantile(encoded.mean.abs().numpy(), MOST_CODES))))


def _half_up(size: float) -> float:
    return max(LEAST_SPAN, ceil(2 * size) / 2)


@st.cache_resource(max_entries=4, show_spinner="Looking for directions ...")
def _directions(codes: int, _space: Space) -> tuple[Direction, ...]:
    from genmodels import latent

    return latent.directions(_space.encoded, _space.held_out)


def _own(space: Space) -> list[Direction]:
    """Directions kept with the run; those of another size of code belong to other weights."""
    import torch

    from genmodels.latent import Direction

    return [Direction(own.key, own.name, "own", torch.tensor(own.vector), own.scale, own.detail)
            for own in space.run.notes().directions if len(own.vector) == space.model.latent_dim]


def _between(space: Space, key: str) -> Direction | None:
    """None for a key that names no two classes with images."""
    from genmodels import latent

    parts = key.split("-")
    if len(parts) != 3 or parts[0] != "class" or not all(part.isascii() and part.isdigit() for part in parts[1:]):
        return None
    a, b = int(parts[1][:6]), int(parts[2][:6])
    if a == b or not {a, b} <= space.means.keys():
        return None
    try:
        return latent.class_direction(space.encoded, a, b, space.held_out.classes)
    except ValueError:     # all images of a class lie in one half of the set: nothing to fit, or to measure on
        return None
