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

    from genmodels.latent import DataDistance, Encoded, PrincipalAxes
    from genmodels.models.base import GenerativeModel

MOST_POINTS = 3000     # on the map; more would only cover each other
LEAST_REACH = 4.0      # a slider reaches at least this far: 4 standard deviations of the prior


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
    reach: float                              # of the sliders

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
        reach=float(max(LEAST_REACH, ceil(encoded.mean.abs().max()))))
