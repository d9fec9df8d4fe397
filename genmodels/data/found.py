"""What a source of pictures gives: files that were found, and files that were passed over, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_FILES = 20_000
LARGEST_FILE = 20 << 20         # bytes of one picture
LARGEST_TOTAL = 1 << 30         # bytes of all, unpacked
ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp")
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".jar")


@dataclass(frozen=True)
class Found:
    """One file in memory; `group` is the folder it lay in, empty when in none."""

    name: str
    group: str
    data: bytes


@dataclass(frozen=True)
class Skipped:
    """One file that is left out, and why."""

    name: str
    reason: str


Finds = Iterator[Found | Skipped]


def group_of(name: str) -> str:
    """The folder directly around a file: that is its class."""
    return printable(PurePosixPath(name).parent.name, 40)


def printable(name: str, most: int = 80) -> str:
    """A stranger's name without control characters, short enough to show."""
    clean = "".join(c if c.isprintable() else "?" for c in name)
    return clean if len(clean) <= most else f"{clean[:most - 1]}…"


def is_clutter(name: str) -> bool:
    """Files that systems leave in folders, and hidden ones: nobody means them, nobody is told."""
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return hidden or parts[:1] == ("__MACOSX",) or parts[-1:] in (("Thumbs.db",), ("desktop.ini",))


def unsuitable(name: str, size: int) -> str | None:
    """Why a file is not even opened, from its name and size; None when it may be a picture."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in ARCHIVES:
        return "an archive inside; unpack it and give its pictures"
    if ending not in ENDINGS:
        return f"not a picture file; allowed: {' '.join(ENDINGS)}"
    if size == 0:
        return "empty file"
    if size > LARGEST_FILE:
        return f"{size / 2**20:,.0f} MB; at most {LARGEST_FILE >> 20} MB a picture"
    return None
