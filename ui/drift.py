"""Where the held-out images lie on the map at one moment of the training, and how much was learned by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from genmodels.errors import RunError
from genmodels.runs import Run
from ui import codes, explore_space
from ui.addresses import address
from ui.packed import pack

if TYPE_CHECKING:
    from torch import Tensor

    from genmodels.latent import Encoded

NEIGHBOURS, ASKED = 10, 1000     # nearest codes whose class is compared, and images that are asked for theirs
CHUNK = 100                      # of those at once: their distances to all others take 4 MB for 10,000


def moments(run: Run) -> list[int]:
    """Steps that can be shown: the milestones, and the weights that are explored. In order."""
    return sorted({*run.milestones(), explored(run)})


def explored(run: Run) -> int:
    """The step of the weights that pages show: the best, else the last."""
    best = run.best()
    return best if best is not None else run.checkpoints()[-1]


def drift_url(run: Run, step: int) -> str:
    return address(f"api/runs/{run.id}/drift?v={codes.version(run)}&step={step}")


def blob(run: Run, step: int) -> bytes:
    """Packed (ui/packed.py): header {step, same, nats, loss}, points float32 (N, 2) on the map of the explored weights.

    `same`: share of an image's nearest codes that show its class; `nats`: information in a code; `loss`: negative ELBO
    of held-out images. Raises RunError for a step without weights, and for a run that has no codes.
    """
    if not explore_space.suits(run):
        raise RunError(f"{run.id} has no codes: its model cannot encode images, or it has saved no weights yet.")
    return _blob(codes.version(run), run.id, step, run)


@st.cache_resource(max_entries=64, show_spinner=False)
def _blob(version: str, name: str, step: int, _run: Run) -> bytes:
    from genmodels import latent
    from genmodels.worker.best import held_out_loss

    space = explore_space.space(_run)
    now = step == explored(_run)
    model = space.model if now else _run.model(step)
    encoded = space.encoded if now else latent.encode_set(model, space.held_out)
    header = {"step": step, "same": same_class(encoded), "nats": float(latent.information(encoded).sum()),
              "loss": held_out_loss(model, space.held_out)}
    return pack(header, {"points": space.axes.project(encoded.mean).numpy().astype(np.float32)})


def same_class(encoded: Encoded) -> float:
    """Of the nearest codes of an image, the share that shows its class; its own code is left out."""
    import torch

    rows = torch.linspace(0, len(encoded) - 1, min(ASKED, len(encoded))).long()         # (Q,)
    near = torch.cat([_nearest(encoded.mean, rows[i:i + CHUNK]) for i in range(0, len(rows), CHUNK)])     # (Q, K)
    return float((encoded.labels[near] == encoded.labels[rows][:, None]).float().mean())


def _nearest(codes: Tensor, rows: Tensor) -> Tensor:
    import torch

    distances = torch.cdist(codes[rows], codes)                                         # (C, N)
    distances[torch.arange(len(rows)), rows] = torch.inf
    return distances.topk(min(NEIGHBOURS, len(codes) - 1), largest=False).indices       # (C, K)
