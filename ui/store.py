"""The one store of runs that all pages and routes of this server share."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from genmodels.runs import RunStore, default_root


def store() -> RunStore:
    """The store over the root folder that the environment names now."""
    return _store(default_root())


@lru_cache(maxsize=4)     # asked for by every poll of every watcher
def _store(root: Path) -> RunStore:
    return RunStore(root)
