"""What a training will take on this device, measured beside the page: nobody waits for it."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from genmodels import worker
from genmodels.config import RunConfig
from genmodels.runs import default_root

if TYPE_CHECKING:
    from genmodels.probe import Promise

PATIENCE = 60.0     # seconds for one probe
STALE = 3.0         # seconds after which a question that nobody repeats is not answered any more
_asked: dict[str, float] = {}


class StaleError(Exception):
    """The settings changed before the probe began."""


def promise(config: RunConfig) -> Promise | None:
    """The promise for `config`, or None while it is measured: ask again. Raises UserError when it cannot be."""
    key = config.model_dump_json()
    _asked[key] = time.monotonic()
    future = _future(key, config, default_root())
    if not future.done():
        return None
    if isinstance(future.exception(), StaleError):
        _future.clear(key, config, default_root())
        return None
    return future.result()


def forget(config: RunConfig) -> None:
    """Measures anew at the next question: what stood in the way may be gone."""
    _future.clear(config.model_dump_json(), config, default_root())


@st.cache_resource(max_entries=64, ttl=300, show_spinner=False)
def _future(key: str, _config: RunConfig, _root: Path) -> Future[Promise]:
    return _pool().submit(_measure, key, _config, _root)


@st.cache_resource
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "promise")     # one probe at a time, or they would slow each other


def _measure(key: str, config: RunConfig, root: Path) -> Promise:
    if time.monotonic() - _asked.pop(key, 0.0) > STALE:
        raise StaleError
    return worker.promise(root, config, PATIENCE)
