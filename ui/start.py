"""One click to a running training, as Home offers it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from genmodels import data, worker
from genmodels.config import RunConfig
from genmodels.configure import configure
from genmodels.errors import UserError
from genmodels.probe import settle
from genmodels.runs import Run
from ui import promises
from ui.store import store

if TYPE_CHECKING:
    from genmodels.probe import Promise

PRESET = "30 seconds"


def quick(model: str) -> Run:
    """The 30-second preset of a model on the best dataset at hand, started."""
    config = _config(model)
    promised = measured(model)
    return worker.submit(store(), settle(config, promised) if promised else config, promised)


def measured(model: str) -> Promise | None:
    """How fast `quick` will go here, measured while the visitor still reads; None while it is not known."""
    with suppress(UserError):     # the training then measures by itself, and says what is wrong
        return promises.promise(_config(model))
    return None


def default_gan() -> str:
    """The GAN with the best samples for its seconds."""
    from genmodels.models import DEFAULT_GAN  # torch, and only now

    return DEFAULT_GAN


def _config(model: str) -> RunConfig:
    return configure(model, data.best_at_hand(), PRESET)
