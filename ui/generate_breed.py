"""Generate: breed from the sample shown large; the family is kept as a tree, in the address and for download."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from genmodels import pictures
from genmodels.runs import Run
from ui import family
from ui.components.breed import breed
from ui.family import Family
from ui.generate_samples import Samples
from ui.text import t

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel

PICTURE = 112     # pixels, least width of a picture of the line


def draw(run: Run, samples: Samples, number: int) -> None:
    """The component, and the files once somebody was kept."""
    model = samples.model
    kept = family.current(model.latent_dim)
    label = samples.label(number)
    text = st.query_params["family"] if kept is not None else ""
    breed(run, model, samples.code(number), t("sample {n}").format(n=number + 1), text, label=label,
          key=f"breed-{run.id}")
    if kept is not None:
        _downloads(model, kept, label, run.id)


def _downloads(model: GenerativeModel, kept: Family, label: int, name: str) -> None:
    with st.container(horizontal=True):
        st.download_button(t("Line of descent as PNG"), partial(line, model, kept, label), f"{name}-line.png",
                           "image/png", icon=":material/download:", on_click="ignore", key="family-png",
                           help=t("From the root to the member shown."))
        st.download_button(t("Family as npz"), partial(archive, model, kept, label), f"{name}-family.npz",
                           "application/octet-stream", icon=":material/download:", on_click="ignore", key="family-npz",
                           help=t("For NumPy: images uint8 (N, H, W, C), codes float32, parents; the root has -1."))


def line(model: GenerativeModel, kept: Family, label: int) -> bytes:
    """The member shown with all its ancestors, the root first, as a PNG."""
    from genmodels import sample

    images = sample.decode(model, kept.codes()[kept.line()], label)
    return pictures.png(pictures.enlarge(pictures.grid(images, len(images)), -(-PICTURE // images.shape[-1])))


def archive(model: GenerativeModel, kept: Family, label: int) -> bytes:
    """An npz file of the whole family."""
    from genmodels import sample

    codes, file = kept.codes(), io.BytesIO()
    images = sample.decode(model, codes, label).transpose(0, 2, 3, 1)
    np.savez_compressed(file, images=images, codes=codes.numpy(), parents=np.array(kept.parents()))
    return file.getvalue()
