"""A disk that can be full: a small file system of its own where one can be mounted, else a limit on sizes of files."""

from __future__ import annotations

import errno
import resource
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

MEGABYTES = 256
LARGEST = 4096      # bytes: a status can be written over in place, a checkpoint cannot be written
PIECES = (1 << 20, 1 << 12)


class Disk(Protocol):
    kind: str       # what the report calls it
    full: bool

    def fill(self) -> None: ...
    def free(self) -> None: ...
    def close(self) -> None: ...


def small_disk(folder: Path, writers: Callable[[], Iterable[int]]) -> Disk:
    """Over `folder`, which is empty; `writers` are the ids of the processes that a full disk is for."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "genlab-soak", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):     # not root, or a container that may not mount
        return Limited(writers)
    return Mounted(folder)


class Mounted:
    """Full is full for everybody: for workers, for the launcher and for who presses a button."""

    kind = f"a tmpfs of {MEGABYTES} MB"

    def __init__(self, folder: Path) -> None:
        self.folder, self.full = folder, False

    def fill(self) -> None:
        self.full = True
        with (self.folder / ".ballast").open("wb", buffering=0) as ballast:
            for size in PIECES:
                _write_on(ballast.write, bytes(size))

    def free(self) -> None:
        (self.folder / ".ballast").unlink(missing_ok=True)
        self.full = False

    def close(self) -> None:
        if subprocess.run(["umount", str(self.folder)], capture_output=True).returncode:
            subprocess.run(["umount", "--lazy", str(self.folder)], capture_output=True, check=True)     # still in use


class Limited:
    """For workers and the launcher no file may be larger than a few kilobytes while the disk is "full"."""

    kind = f"RLIMIT_FSIZE of {LARGEST} bytes on launcher and workers, for no file system could be mounted"

    def __init__(self, writers: Callable[[], Iterable[int]]) -> None:
        self.writers, self.full = writers, False

    def fill(self) -> None:
        self.full = True
        self._limit(LARGEST)

    def free(self) -> None:
        self._limit(resource.RLIM_INFINITY)
        self.full = False

    def close(self) -> None:
        """There is nothing to take down."""

    def _limit(self, size: int) -> None:
        for pid in self.writers():
            try:
                hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard if size == resource.RLIM_INFINITY else size, hard))
            except ProcessLookupError:
                continue     # it ended meanwhile


def _write_on(write: Callable[[bytes], int], piece: bytes) -> None:
    while True:
        try:
            write(piece)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            return
