"""Where the same held-out images lie at every moment a run kept weights of: a light map, also while the run trains.

Letters in shapes: M moments, N images, L size of a code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import streamlit as st

from genmodels.data.base import ImageSet
from genmodels.errors import RunError
from genmodels.runs import Run
from ui import cached, models, real
from ui.packed import pack

if TYPE_CHECKING:
    from torch import Tensor

POINTS = 800     # enough to see clusters, and few enough that a moment is encoded beside a training


def drifting(run: Run) -> bytes:
    """Packed (ui/packed.py): header {"steps", "classes"}, points float16 (M, N, 2), labels uint16 (N,).

    The plane is that of the newest moment's principal axes, so that all moments can be compared; codes of two numbers
    are drawn as they are. Raises RunError for a model that cannot encode.
    """
    if not models.encodes(run):
        raise RunError(f"{run.id} has no codes: its model cannot encode images.")
    import torch

    if torch.get_num_threads() > 1:
        torch.set_num_threads(1)     # beside a training, a second thread costs more than it brings
    held_out = cached.dataset(real.dataset(run.config), "held-out")
    rows = np.linspace(0, len(held_out) - 1, min(POINTS, len(held_out))).astype(np.int64)
    found = {step: codes for step in moments(run) if (codes := _codes_or_none(run, step, held_out, rows)) is not None}
    header = {"steps": list(found), "classes": list(held_out.classes)}
    return pack(header, {"points": _projected(list(found.values()), len(rows)),
                         "labels": held_out.labels[rows].astype(np.uint16)})


def moments(run: Run) -> list[int]:
    """The milestones, and the newest checkpoint. In order."""
    return sorted({*run.milestones(), *run.checkpoints()[-1:]})


def _projected(codes: list[Tensor], n: int) -> npt.NDArray[np.float16]:
    from genmodels import latent

    if not codes:
        return np.zeros((0, n, 2), np.float16)
    axes = latent.principal_axes(codes[-1])
    return np.stack([axes.project(each).numpy() for each in codes]).astype(np.float16)


def _codes_or_none(run: Run, step: int, held_out: ImageSet, rows: npt.NDArray[np.int64]) -> Tensor | None:
    """(N, L); None for a checkpoint that went to make room for the next while we looked."""
    try:
        return _codes(str(run.folder), step, run.created, id(held_out), run, held_out, rows)
    except RunError:
        return None


@st.cache_resource(max_entries=96, show_spinner=False)
def _codes(folder: str, step: int, created: float, images: int, _run: Run, _held_out: ImageSet,
           _rows: npt.NDArray[np.int64]) -> Tensor:
    from genmodels.sample import encode

    mean, _ = encode(_run.model(step), _held_out.images[_rows], _held_out.labels[_rows])
    return mean
