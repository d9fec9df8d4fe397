"""The pictures of a run as data within a file, as many of them and as exact as there is room for."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from genmodels.runs import Run

KINDS = ("samples", "reconstructions")
FEW = 60              # moments that are worth more than exact pixels: the least that a run of usual length keeps
QUALITY = 90          # of WebP, where pictures cannot be exact: strokes of a digit stay sharp
TRIED = 6             # pictures that tell how large the others will be

Encode = Callable[[Path], str | None]


@dataclass(frozen=True)
class Film:
    """The moments with their pictures: kind -> one address for each step, None where there is none."""

    steps: list[int]
    kinds: dict[str, list[str | None]]
    of: int                # moments with a picture that the run has
    exact: bool            # is every pixel as the run left it?

    @property
    def size(self) -> int:
        """Bytes that it takes in the file."""
        return sum(len(picture or "") + 8 for pictures in self.kinds.values() for picture in pictures)


def film(run: Run, room: int) -> Film:
    """All pictures as they are stored where that fits into `room` bytes; else packed closer without loss; where less
    than FEW moments would fit so, with a little. What then still does not fit is left out evenly."""
    files = {kind: run.pictures(kind) for kind in KINDS}
    steps = list(files["samples"])
    if sum(_stored_size(file) for found in files.values() for file in found.values()) <= room:
        return _developed(files, steps, len(steps), stored, exact=True)
    lossless = cache(_lossless)
    fit = _how_many(files, steps, lossless, room)
    if fit >= min(FEW, len(steps)):
        return _as_many(files, steps, fit, lossless, room, exact=True)
    lossy = cache(_lossy)
    return _as_many(files, steps, _how_many(files, steps, lossy, room), lossy, room, exact=False)


def spread(steps: Sequence[int], n: int) -> list[int]:
    """n of them, the first and the last among them, as evenly as they are kept: densest where most is learned."""
    if n >= len(steps):
        return list(steps)
    return [steps[round(i * (len(steps) - 1) / (n - 1))] for i in range(n)] if n > 1 else list(steps[-1:])


def stored(file: Path) -> str | None:
    """The file as it lies there; None when it is gone or is no whole picture."""
    try:
        content = file.read_bytes()
        with Image.open(BytesIO(content)) as picture:
            picture.load()
    except OSError:     # a damaged picture's too
        return None
    return _address("png", content)


def _lossless(file: Path) -> str | None:
    return _webp(file, lossless=True, quality=30, method=2)


def _lossy(file: Path) -> str | None:
    return _webp(file, lossless=False, quality=QUALITY, method=2)


def _webp(file: Path, *, lossless: bool, quality: int, method: int) -> str | None:
    out = BytesIO()
    try:
        with Image.open(file) as picture:
            plain = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
            plain.save(out, "WEBP", lossless=lossless, quality=quality, method=method)
    except OSError:
        return None
    return _address("webp", out.getvalue())


def _address(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _stored_size(file: Path) -> int:
    """In base64, with the words around it."""
    try:
        return 4 * (file.stat().st_size // 3 + 1) + 32
    except OSError:
        return 0


Files = dict[str, dict[int, Path]]


def _how_many(files: Files, steps: list[int], encode: Encode, room: int) -> int:
    """Moments that would fit if all were as large as a few of them are."""
    tried = _developed(files, spread(steps, TRIED), len(steps), encode, exact=True)
    return max(1, min(len(steps), room * len(tried.steps) // max(1, tried.size)))


def _as_many(files: Files, steps: list[int], n: int, encode: Encode, room: int, *, exact: bool) -> Film:
    while True:
        found = _developed(files, spread(steps, n), len(steps), encode, exact=exact)
        if found.size <= room or n == 1:
            return found
        n = max(1, min(n - 1, n * room // found.size))


def _developed(files: Files, steps: list[int], of: int, encode: Encode, *, exact: bool) -> Film:
    """Moments whose samples cannot be read are left out, and count as such."""
    samples = {step: picture for step in steps if (picture := encode(files["samples"][step])) is not None}
    kinds: dict[str, list[str | None]] = {"samples": list(samples.values())}
    for kind in KINDS[1:]:
        others = [encode(files[kind][step]) if step in files[kind] else None for step in samples]
        if any(others):
            kinds[kind] = others
    return Film(list(samples), kinds, of, exact)
