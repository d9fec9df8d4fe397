"""What the server does while nobody waits: keep the launcher warm, import torch, freeze what will not be garbage."""

from __future__ import annotations

import gc
import importlib
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from genmodels.errors import RunError
from genmodels.runs import default_root
from genmodels.worker import ensure_launcher
from ui import routes

ASK = 300.0     # seconds between two questions; a launcher leaves when nobody asks it for 15 minutes


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Never delays the first page: all of it happens beside."""
    closing = threading.Event()
    threading.Thread(target=_keep_launcher, args=(closing,), name="launcher", daemon=True).start()
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    yield
    closing.set()


def _keep_launcher(closing: threading.Event) -> None:
    """While the server lives a warm launcher waits, so that the first loss comes at once after any pause."""
    while True:
        try:
            ensure_launcher(default_root())
        except RunError as error:
            logging.getLogger(__name__).warning("%s", error)     # the page says it again when somebody presses Start
        if closing.wait(ASK):
            return


def _warm_up() -> None:
    importlib.import_module("genmodels.models")     # torch: 2 s that the first reader of Train would wait for
    routes.plotly_packed()
    gc.collect()
    gc.freeze()
