"""What people write beside a run: names of dimensions and directions of their own, in notes.json.

The file is small, bounded and replaced whole; it is not part of the training, so a shipped run has one too. One that
cannot be read is told as `problem` and set aside, never written over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from genmodels.errors import RunError
from genmodels.runs.files import read_json, write_json
from genmodels.runs.locks import Timeout, hold

LONGEST_NAME = 40        # letters
MOST_DIRECTIONS = 64
MOST_DIMENSIONS = 256
BYTES = 1_000_000        # a file above this was not written here
FILE, ASIDE, LOCK = "notes.json", "notes.damaged.json", "notes.lock"


@dataclass(frozen=True)
class OwnDirection:
    """A direction someone found and named. It belongs to the weights of one step."""

    key: str                        # "own-1"
    name: str
    vector: tuple[float, ...]       # (L,) of unit length
    scale: float = 1.0              # standard deviation of the codes along it
    detail: str = ""
    step: int | None = None         # of the checkpoint it was found in


@dataclass(frozen=True)
class Notes:
    """Everything in notes.json; `problem` says why a file that is there could not be read."""

    dimensions: Mapping[int, str] = field(default_factory=dict)     # number of the dimension -> its name
    directions: tuple[OwnDirection, ...] = ()
    problem: str | None = None

    def named(self, dimension: int, name: str) -> Notes:
        """With that name for the dimension, or without one when the name is empty. Raises RunError."""
        if not 0 <= dimension < MOST_DIMENSIONS:
            raise RunError(f"There is no dimension {dimension} to name: allowed are 0 to {MOST_DIMENSIONS - 1}.")
        others = {key: value for key, value in self.dimensions.items() if key != dimension}
        return replace(self, dimensions=others | ({dimension: checked_name(name)} if name.strip() else {}))

    def with_direction(self, name: str, vector: tuple[float, ...], scale: float = 1.0, detail: str = "",
                       step: int | None = None) -> Notes:
        """With one more direction; its key is the first that is free. Raises RunError."""
        name = checked_name(name)
        if any(own.name == name for own in self.directions):
            raise RunError(f"There is a direction {name!r} already. Delete it first, or take another name.")
        if len(self.directions) >= MOST_DIRECTIONS:
            raise RunError(f"{MOST_DIRECTIONS} directions are kept with a run at most. Delete one first.")
        taken = {own.key for own in self.directions}
        key = next(key for key in (f"own-{i}" for i in range(1, MOST_DIRECTIONS + 2)) if key not in taken)
        return replace(self, directions=(*self.directions, _checked(OwnDirection(key, name, vector, scale, detail[:200],
                                                                                 step))))

    def without_direction(self, key: str) -> Notes:
        return replace(self, directions=tuple(own for own in self.directions if own.key != key))


def read_notes(folder: Path) -> Notes:
    """The notes of a run; empty ones where nobody wrote any, or with a `problem` where the file is damaged."""
    file = folder / FILE
    if not file.exists():
        return Notes()
    try:
        if file.stat().st_size > BYTES:
            raise RunError(f"{FILE} of run {folder.name!r} is damaged: it is larger than {BYTES:,} bytes.")
        return _notes(read_json(file))
    except RunError as error:
        return Notes(problem=f"{FILE} of run {folder.name!r} cannot be used. {error} It is set aside as {ASIDE} "
                             "when you write the next note.")


def change_notes(folder: Path, change: Callable[[Notes], Notes]) -> Notes:
    """Read, change and write as one step, so that two who write at once lose nothing. Raises RunError."""
    with _alone(folder):
        notes = change(read_notes(folder))
        _write(folder, notes)
        return replace(notes, problem=None)


def keep_notes(folder: Path, notes: Notes) -> None:
    """Write all notes in one move, over what was there; raises RunError when they do not fit or the folder is
    read-only."""
    with _alone(folder):
        _write(folder, notes)


def checked_name(name: str) -> str:
    """One line of printable letters, at most forty; raises RunError with the reason."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise RunError(f"{name[:60]!r} cannot be a name. Allowed: 1 to {LONGEST_NAME} printable letters.")
    return name


def _write(folder: Path, notes: Notes) -> None:
    content = {"dimensions": {str(key): checked_name(name) for key, name in sorted(notes.dimensions.items())},
               "directions": [asdict(_checked(own)) for own in notes.directions]}
    _notes(content)
    try:
        if read_notes(folder).problem is not None:
            (folder / FILE).replace(folder / ASIDE)
        write_json(folder / FILE, content)
    except OSError as error:
        raise RunError(f"Notes cannot be kept with run {folder.name!r}: {error.strerror}. Make its folder writable, "
                       "or copy the run to another root.") from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with hold(folder / LOCK):
            yield
    except Timeout:
        raise RunError("Someone else is writing notes to this run just now. Try again.") from None
    except PermissionError:
        raise RunError(f"Notes cannot be kept with run {folder.name!r}: its folder is read-only. Make it writable, or "
                       "copy the run to another root.") from None


def _notes(content: Mapping[str, Any]) -> Notes:
    """Raises RunError for what was not written by `_write`."""
    dimensions, directions = content.get("dimensions", {}), content.get("directions", [])
    if not isinstance(dimensions, dict) or not isinstance(directions, list) or len(directions) > MOST_DIRECTIONS:
        raise RunError(f"{FILE} is damaged: it holds no names and no directions.")
    notes = Notes()
    for key, name in dimensions.items():
        if not (str(key).isascii() and str(key).isdigit() and isinstance(name, str)):
            raise RunError(f"{FILE} is damaged: {str(key)[:40]!r} is no dimension with a name.")
        notes = notes.named(int(str(key)[:6]), name)
    return replace(notes, directions=tuple(_direction(one) for one in directions))


def _direction(content: Any) -> OwnDirection:
    fields: dict[str, Any] = content if isinstance(content, dict) else {}
    key, name, vector, scale = (fields.get(part) for part in ("key", "name", "vector", "scale"))
    step = fields.get("step")
    if not (isinstance(key, str) and isinstance(name, str) and isinstance(vector, list | tuple)
            and isinstance(scale, int | float) and isinstance(step, int | None)
            and all(isinstance(part, int | float) for part in vector)):
        raise RunError(f"{FILE} is damaged: one of its directions lacks a key, a name, a vector or a scale.")
    return _checked(OwnDirection(key[:20], checked_name(name), tuple(float(part) for part in vector), float(scale),
                                 str(fields.get("detail", ""))[:200], step))


def _checked(own: OwnDirection) -> OwnDirection:
    """At unit length; raises RunError for a vector or a scale that cannot be walked."""
    length = math.sqrt(sum(part * part for part in own.vector))
    if not 0 < len(own.vector) <= MOST_DIMENSIONS or not math.isfinite(length) or length == 0:
        raise RunError(f"The direction {own.name!r} points nowhere: its vector has to hold 1 to {MOST_DIMENSIONS} "
                       "finite numbers that are not all zero.")
    if not 0 < own.scale <= 1e6:
        raise RunError(f"scale = {own.scale} of the direction {own.name!r} does not fit. Allowed: above 0, to 1e6.")
    return replace(own, vector=tuple(part / length for part in own.vector))
