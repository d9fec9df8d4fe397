"""What the server does while nobody waits: start the launcher, import torch, freeze what will not be garbage."""

from __future__ import annotations

import asyncio
import gc
import importlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from genmodels.runs import default_root


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Never delays the first page: both happen beside it."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    await asyncio.sleep(0)
    yield


def _warm_up() -> None:
    from genmodels.worker import ensure_launcher
    ensure_launcher(default_root())
    importlib.import_module("genmodels.models")     # torch: 2 s that the first reader of Train would wait for
    gc.collect()
    gc.freeze()
