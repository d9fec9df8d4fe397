"""Files that are read while they are written: JSON replaced whole, lines appended whole, torn ends left alone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from genmodels.errors import RunError

Stamp = tuple[int, int, int]


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Turn a disk that is full or cannot be written into a RunError that says what did not happen."""
    try:
        yield
    except OSError as error:
        raise RunError(f"{what}: {error.strerror or error}. Free some space or make the folder writable, then try "
                       "again.") from error


def stamp_of(file: Path) -> Stamp | None:
    """What changes when a file is written or replaced; None where there is none."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def write_json(file: Path, content: Any, *, sync: bool = False) -> None:
    """Replace `file` in one move, so that a reader meets the old content or the new; `sync` waits for the disk."""
    write_bytes(file, json.dumps(content, indent=1, allow_nan=False).encode(), sync=sync)


def write_bytes(file: Path, content: bytes, *, sync: bool = False) -> None:
    aside = file.with_name(f".{file.name}.part")
    try:
        with aside.open("wb") as stream:
            stream.write(content)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        aside.replace(file)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def overwrite_json(file: Path, content: Any) -> None:
    """Write over the bytes in place: not one move, but it needs no free space on the disk when the file was larger."""
    payload = json.dumps(content, allow_nan=False).encode()
    with file.open("r+b") as stream:
        stream.write(payload.ljust(file.stat().st_size))


def read_json(file: Path) -> dict[str, Any]:
    """The object in `file`; raises RunError naming the file when it is missing, torn or not an object."""
    try:
        content = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise RunError(f"{file.name} is missing in run {file.parent.name!r}.") from None
    except ValueError:
        raise RunError(f"{file.name} of run {file.parent.name!r} is damaged: it is not valid JSON.") from None
    except OSError as error:
        raise RunError(f"{file.name} of run {file.parent.name!r} cannot be read: {error.strerror}.") from None
    if not isinstance(content, dict):
        raise RunError(f"{file.name} of run {file.parent.name!r} is damaged: it holds no JSON object.")
    return content


def append_row(file: Path, row: Mapping[str, Any]) -> None:
    append_rows(file, [row])


def append_rows(file: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add lines in one write; when the disk takes only a part of it, the part is taken back."""
    lines = b"".join(json.dumps(row, allow_nan=False).encode() + b"\n" for row in rows)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        before = os.fstat(handle).st_size
        try:
            written = os.write(handle, lines)
            if written < len(lines):
                os.write(handle, lines[written:])     # raises with the reason
        except OSError:
            os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)


def read_rows(file: Path, offset: int = 0) -> tuple[list[dict[str, Any]], int]:
    """Rows of the complete lines from byte `offset`, and the offset to ask from next; damaged lines are left out.

    A file that was cut since (a run was resumed) is read again from its start.
    """
    try:
        with file.open("rb") as stream:
            start = _line_start(stream.fileno(), offset)
            stream.seek(start)
            content = stream.read()
    except FileNotFoundError:
        return [], 0
    whole = content[: content.rfind(b"\n") + 1]
    return [row for row in map(_row, whole.splitlines()) if row is not None], start + len(whole)


def write_rows(file: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Replace all lines in one move."""
    write_bytes(file, b"".join(json.dumps(row, allow_nan=False).encode() + b"\n" for row in rows), sync=True)


def tail(file: Path, lines: int, limit: int = 200_000) -> str:
    """The last lines of a text, reading at most `limit` bytes."""
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - limit))
            text = stream.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def _line_start(handle: int, offset: int) -> int:
    """`offset` when a line starts there, else 0."""
    if offset <= 0 or offset > os.fstat(handle).st_size:
        return 0
    os.lseek(handle, offset - 1, os.SEEK_SET)
    return offset if os.read(handle, 1) == b"\n" else 0


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None
