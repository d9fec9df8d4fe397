"""Who works in a folder: a lock file that the system frees when its holder dies, however it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

PATIENCE = 1.0     # seconds; longer than any reader holds a lock while it looks whether the lock is free


def held(file: Path) -> bool:
    """Does a living process hold this lock? Never waits."""
    if not file.exists():
        return False
    lock = FileLock(file)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    except OSError:
        return False     # the folder is read-only or vanished meanwhile: nobody works in it
    lock.release()
    return False


@contextmanager
def hold(file: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock during the block; raises filelock.Timeout when another holds it for longer than `patience`."""
    lock = FileLock(file, poll_interval=0.005)
    with lock.acquire(timeout=patience):
        yield


__all__ = ["Timeout", "held", "hold"]
