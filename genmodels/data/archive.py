"""Pictures out of a zip that a stranger made: read member by member, nothing is ever unpacked to the disk.

The size of the list of members is checked before Python reads it, because a list of millions is itself an attack.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib

from genmodels.data.found import (
    LARGEST_TOTAL,
    MOST_FILES,
    Finds,
    Found,
    Skipped,
    group_of,
    is_clutter,
    printable,
    unsuitable,
)
from genmodels.errors import DataError

WORST_RATIO = 100               # unpacked to packed; pictures hardly shrink, filler shrinks a thousandfold
SUSPICIOUS = 1 << 20            # bytes; below this a high ratio harms nobody
LONGEST_LIST = 4 << 20          # bytes of the list of members
END = struct.Struct("<4s4H2LH")


def members(data: bytes) -> Finds:
    """The pictures of a zip, and what was passed over; raises DataError when the archive as a whole is refused."""
    archive = _open(data)
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not is_clutter(_clean(info))]
        _refuse_bombs(infos)
        seen: set[str] = set()
        for info in infos:
            name = _clean(info)
            reason = _reason(info, name, seen)
            seen.add(name)
            yield Skipped(printable(name), reason) if reason else _read(archive, info, name)


def _open(data: bytes) -> zipfile.ZipFile:
    _check_list(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, EOFError) as error:
        raise DataError(f"The zip file is damaged ({error}); make it again.") from error
    if len(archive.infolist()) > MOST_FILES:
        raise DataError(_too_many(len(archive.infolist())))
    return archive


def _check_list(data: bytes) -> None:
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if at < 0 or len(data) < at + END.size:
        raise DataError("This is not a zip file, or it was cut off. Other archives are not read: make a zip.")
    if data[max(0, at - 20):at][:4] == b"PK\x06\x07":
        raise DataError("The zip file uses the zip64 format, made for more than 4 GB or 65,535 files; "
                        f"make a plain zip of at most {MOST_FILES:,} pictures.")
    _, _, _, _, count, size, _, _ = END.unpack_from(data, at)
    if count > MOST_FILES or size > LONGEST_LIST:
        raise DataError(_too_many(max(count, size // 60)))


def _refuse_bombs(infos: list[zipfile.ZipInfo]) -> None:
    total = sum(info.file_size for info in infos)
    if total > LARGEST_TOTAL:
        raise DataError(f"The zip file would unpack to {total / 2**30:,.1f} GB; at most {LARGEST_TOTAL >> 30} GB. "
                        f"Make pictures smaller first, they become 28 or 32 pixels anyway.")
    for info in infos:
        if info.file_size > SUSPICIOUS and info.file_size > WORST_RATIO * max(info.compress_size, 1):
            raise DataError(f"The zip file is refused: {printable(_clean(info))} would grow from "
                            f"{info.compress_size:,} to {info.file_size:,} bytes, which pictures do not do.")


def _reason(info: zipfile.ZipInfo, name: str, seen: set[str]) -> str | None:
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        return "its name points outside of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link, not a picture"
    if info.flag_bits & 0x1:
        return "encrypted; make a zip without a password"
    if name in seen:
        return "a second file of the same name"
    return unsuitable(name, info.file_size)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Found | Skipped:
    try:
        with archive.open(info) as file:
            data = file.read(info.file_size + 1)        # never more than it declared, whatever is inside
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        return Skipped(printable(name), f"cannot be unpacked ({error})")
    return Found(printable(name), group_of(name), data)


def _clean(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _too_many(count: int) -> str:
    return f"The zip file has about {count:,} files; at most {MOST_FILES:,} are read. Leave some out."
