"""One click to a running training, as Home offers it."""

from __future__ import annotations

from genmodels import data, worker
from genmodels.configure import configure
from genmodels.runs import Run
from ui.store import store

PRESET = "30 seconds"


def quick(model: str) -> Run:
    """The 30-second preset of a model on the best dataset at hand, started."""
    return worker.submit(store(), configure(model, data.best_at_hand(), PRESET))


def default_gan() -> str:
    """The GAN with the best samples for its seconds."""
    from genmodels.models import DEFAULT_GAN  # torch, and only now

    return DEFAULT_GAN
