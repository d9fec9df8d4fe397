"""Whether the code on the disk is still the code that this process began with."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


class Sources:
    """A look at every Python file of a package, to be compared with later looks; takes milliseconds."""

    def __init__(self, package: Path = PACKAGE) -> None:
        self._package = package
        self._first = self._look()

    def changed(self) -> bool:
        """Has any file been changed, added or taken away since the first look?"""
        return self._look() != self._first

    def _look(self) -> dict[str, tuple[int, int]]:
        """Path -> when it was changed last, in nanoseconds, and its bytes."""
        seen = {}
        for folder, _, names in os.walk(self._package):
            for file in (Path(folder, name) for name in names if name.endswith(".py")):
                with suppress(FileNotFoundError):     # taken away between the list and the look
                    found = file.stat()
                    seen[str(file)] = (found.st_mtime_ns, found.st_size)
        return seen
