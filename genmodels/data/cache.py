"""Where unpacked arrays lie: one folder each, written aside and renamed, checked by SHA-256, memory-mapped afterwards.

A folder holds one .npy file for each array and `manifest.json` with their checksums. It appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from genmodels.data.base import Progress

Arrays = dict[str, npt.NDArray[Any]]


def root() -> Path:
    """The folder named by GENMODELS_CACHE, else the cache folder that the system gives this user."""
    chosen = os.environ.get("GENMODELS_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    import pooch

    return Path(pooch.os_cache("genmodels"))


def store(folder: Path, arrays: Arrays, origin: str, replace: bool = True, **facts: Any) -> None:
    """Put `arrays` and some plain `facts` into `folder`; raises OSError, FileExistsError if it may not `replace`."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.parent / f".{folder.name}-{uuid.uuid4().hex[:12]}.tmp"
    try:
        aside.mkdir()
        sums = {name: _write_array(aside / f"{name}.npy", array) for name, array in arrays.items()}
        _write(aside / "manifest.json", json.dumps({**facts, "origin": origin, "sha256": sums}, indent=1).encode())
        _swap(aside, folder, replace)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def keep(folder: Path, arrays: Arrays, origin: str, progress: Progress) -> Arrays:
    """`store` and `load` for what can be had again: a cache that cannot be written costs time, so it is only told."""
    try:
        store(folder, arrays, origin)
    except OSError as error:
        progress(1.0, f"not kept for next time: {error}")
    return load(folder, origin) or {name: np.array(array) for name, array in arrays.items()}


def load(folder: Path, origin: str | None = None) -> Arrays | None:
    """The arrays of `folder`; None when it is not there, damaged, or (if `origin` is given) came from elsewhere."""
    facts = manifest(folder)
    if facts is None or (origin is not None and facts["origin"] != origin):
        return None
    try:
        return {name: _open_array(folder / f"{name}.npy", sha256) for name, sha256 in facts["sha256"].items()}
    except (OSError, ValueError):       # a missing, cut or changed file: as good as nothing
        return None


def manifest(folder: Path) -> dict[str, Any] | None:
    """The facts kept beside the arrays; None when there are none or they cannot be read."""
    try:
        facts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(facts, dict) and isinstance(facts.get("sha256"), dict) and "origin" in facts
    return facts if whole else None


def remove(folder: Path) -> None:
    """Take the folder away in one step, then delete it; raises OSError when that is not allowed."""
    aside = folder.parent / f".{folder.name}-{uuid.uuid4().hex[:12]}.tmp"
    folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def digest(array: npt.NDArray[Any]) -> str:
    """SHA-256 of the array's bytes in row order."""
    return hashlib.sha256(np.ascontiguousarray(array).view(np.uint8).reshape(-1).data).hexdigest()


def _open_array(path: Path, sha256: str) -> npt.NDArray[Any]:
    # Copy-on-write: nobody can change the file, and torch.from_numpy does not complain about a read-only array.
    array: npt.NDArray[Any] = np.load(path, mmap_mode="c", allow_pickle=False)
    stat = path.stat()
    if _digest_once(path, stat.st_mtime_ns, stat.st_size) != sha256:
        raise ValueError(f"{path} is not what was written")
    return array


@lru_cache(maxsize=256)
def _digest_once(path: Path, mtime_ns: int, size: int) -> str:
    """A file is read through once a process; afterwards it opens in well under a millisecond."""
    return digest(np.load(path, mmap_mode="r", allow_pickle=False))


def _write_array(path: Path, array: npt.NDArray[Any]) -> str:
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(array), allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return digest(array)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _swap(aside: Path, folder: Path, replace: bool) -> None:
    if replace and folder.exists():
        remove(folder)
    try:
        aside.rename(folder)
    except OSError as error:
        if not folder.exists():
            raise
        if not replace:
            raise FileExistsError(str(folder)) from error
        # Otherwise another process was quicker, with the same arrays.
