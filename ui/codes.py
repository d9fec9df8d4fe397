"""The codes of all held-out images as one blob for the browser: what the density, the distance and the map are made of.

Letters in shapes: N held-out images, L size of a code, A attributes, R images whose usual distance is known.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt
import streamlit as st

from genmodels import data, pictures
from genmodels.errors import RunError
from genmodels.runs import Run
from ui import cached, explore_space, real
from ui.addresses import address
from ui.packed import pack

Table = list[dict[str, str]]


def codes_url(run: Run, step: int | None = None) -> str:
    """Where the blob lies; it carries a version, for newer weights or other real images give other codes."""
    at = "" if step is None else f"&step={step}"
    return address(f"api/runs/{run.id}/codes?v={version(run)}{at}")


def version(run: Run) -> str:
    """Changes with the run's weights and with the real images that are at hand."""
    facts = (cached.stamp(run), real.dataset(run.config))
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def blob(run: Run, step: int | None = None) -> bytes:
    """Packed (ui/packed.py): header {n, size, k, classes, attributes: [{key, title, unit}], shares, step}, arrays

    mean float16 (N, L), labels uint16 (N), attributes float32 (A, N), usual float32 (R) sorted, alive uint8 (L), and
    the plane of the map as centre float32 (L) and plane float32 (2, L). Raises RunError for a run that has no codes.
    """
    if not explore_space.suits(run):
        raise RunError(f"{run.id} has no codes: its model cannot encode images, or it has saved no weights yet.")
    return _blob(version(run), run.id, step, run)


@st.cache_resource(max_entries=8, show_spinner=False)
def _blob(version: str, name: str, step: int | None, _run: Run) -> bytes:
    from genmodels import latent

    space = explore_space.space(_run)
    encoded, distance = space.encoded, space.distance
    if step is not None:
        encoded = latent.encode_set(_run.model(step), space.held_out)
        distance = latent.DataDistance(encoded)
    table, values = attributes(space)
    header = {"n": len(encoded), "size": encoded.mean.shape[1], "k": distance.k, "step": step,
              "classes": list(space.held_out.classes), "attributes": table,
              "shares": [float(share) for share in space.axes.shares]}
    return pack(header, {
        "mean": encoded.mean.numpy().astype(np.float16), "labels": space.held_out.labels.astype(np.uint16),
        "attributes": values, "usual": distance.usual.numpy().astype(np.float32),
        "alive": distance.alive.numpy().astype(np.uint8), "centre": space.axes.centre.numpy().astype(np.float32),
        "plane": space.axes.directions.numpy().astype(np.float32)})


def attributes(space: explore_space.Space) -> tuple[Table, npt.NDArray[np.float32]]:
    """What is known of each held-out image beside its class: names and units, not translated, and values (A, N)."""
    from genmodels import latent

    known = latent.attributes_of(space.held_out)
    table = [{"key": each.key, "title": each.title, "unit": each.unit}
             for each in latent.described(known, data.find(space.dataset).truth)]
    values = [values.numpy() for values in known.values()] or [np.zeros((0, len(space.held_out)))]
    return table, np.vstack(values).astype(np.float32)


def image(run: Run, row: int) -> bytes:
    """One held-out image as PNG; raises RunError for a row that is none."""
    images = cached.dataset(real.dataset(run.config), "held-out")
    if row >= len(images):
        raise RunError(f"There is no held-out image {row}: they are numbered 0 to {len(images) - 1}.")
    return pictures.png(pictures.picture(images.images[row]))
