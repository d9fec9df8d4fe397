"""Pictures out of a folder on this machine: plain files only, links are not followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from genmodels.data.found import LARGEST_TOTAL, MOST_FILES, Finds, Found, Skipped, group_of, is_clutter, unsuitable
from genmodels.errors import DataError


def members(folder: Path) -> Finds:
    """The pictures in and below `folder`, and what was passed over; raises DataError when it cannot be read."""
    total = 0
    for path in _files(folder):
        name = path.relative_to(folder.parent).as_posix()
        info = path.lstat()
        reason = unsuitable(name, info.st_size) if stat.S_ISREG(info.st_mode) else "a link or device, not a picture"
        if reason:
            yield Skipped(name, reason)
            continue
        total += info.st_size
        if total > LARGEST_TOTAL:
            raise DataError(f"The pictures in {folder} are more than {LARGEST_TOTAL >> 30} GB; take fewer.")
        yield _read(path, name)


def fingerprint(folder: Path) -> str:
    """Changes when a file below the folder does."""
    facts = [path.lstat() for path in _files(folder)]
    return f"{len(facts)}-{sum(f.st_size for f in facts)}-{max((f.st_mtime_ns for f in facts), default=0)}"


def _read(path: Path, name: str) -> Found | Skipped:
    try:
        return Found(name, group_of(name), path.read_bytes())
    except OSError as error:
        return Skipped(name, f"cannot be read ({error.strerror})")


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise DataError(f"There is no folder {str(folder)!r} on the machine that runs GenLab; check the path.")
    files: list[Path] = []
    for path in _walk(folder):
        files.append(path)
        if len(files) > MOST_FILES:
            raise DataError(f"The folder {folder} has more than {MOST_FILES:,} files; take fewer.")
    return sorted(files)


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise DataError(f"The folder {error.filename} cannot be read: {error.strerror}.") from error

    for place, inner, names in os.walk(folder, onerror=refuse):
        inner[:] = [name for name in inner if not name.startswith(".") and not (Path(place) / name).is_symlink()]
        yield from (Path(place) / name for name in names if not is_clutter(name))
