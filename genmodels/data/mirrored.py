"""Datasets in the layout of MNIST: four IDX files, found in a folder of the user, in the cache, or downloaded."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np

from genmodels.config import ImageSpec
from genmodels.data import cache, idx
from genmodels.data.base import ImageSet, Pixels, Progress, Split
from genmodels.data.download import UnreachableError, fetch
from genmodels.errors import DataError

FILES = {"train-images": "train-images-idx3-ubyte", "train-labels": "train-labels-idx1-ubyte",
         "held-out-images": "t10k-images-idx3-ubyte", "held-out-labels": "t10k-labels-idx1-ubyte"}
IMAGE = ImageSpec(channels=1, size=28)
SIZES: dict[Split, int] = {"train": 60_000, "held-out": 10_000}
UNPACKED_LIMIT = 16 + 60_000 * 28 * 28      # bytes of the largest of the four
PACKED_LIMIT = 40 << 20


@dataclass(frozen=True)
class Mirrored:
    """Which files, how they are known, and who gives them. `per_class` counts the images a class must have."""

    name: str
    title: str
    classes: tuple[str, ...]
    mirrors: tuple[str, ...]
    folders: tuple[str, ...]                # below GENMODELS_DATA, the first with all four files is taken
    unpacked: dict[str, str]                # part -> SHA-256 of the unpacked bytes
    packed: dict[str, str]                  # part -> SHA-256 of the gzip file; used where `unpacked` is not known
    per_class: dict[Split, int] | None = None

    def read(self, split: Split, progress: Progress) -> ImageSet:
        """One split, uint8 and memory-mapped; raises DataError with a sentence that offers mnist-5k when offline."""
        arrays = self._arrays(progress)
        return ImageSet(arrays[f"{split}-images"], arrays[f"{split}-labels"], self.classes)

    def here(self) -> bool:
        """Whether `read` can do without the network; looks at names only."""
        return self.folder() is not None or cache.manifest(self._cached) is not None

    def folder(self) -> Path | None:
        """The folder of GENMODELS_DATA that holds the four files, packed or not."""
        chosen = os.environ.get("GENMODELS_DATA")
        places = [Path(chosen).expanduser() / part for part in self.folders] if chosen else []
        return next((place for place in places if all(_find(place, file) for file in FILES.values())), None)

    @property
    def _cached(self) -> Path:
        return cache.root() / self.name

    def _arrays(self, progress: Progress) -> cache.Arrays:
        folder = self.folder()
        origin = None if folder is None else _fingerprint(folder)
        arrays = cache.load(self._cached, origin)
        if arrays is None:
            found = self._download(progress) if folder is None else self._unpack(folder, progress)
            arrays = cache.keep(self._cached, found, origin or "downloaded", progress)
        return arrays

    def _unpack(self, folder: Path, progress: Progress) -> cache.Arrays:
        files = {part: _find(folder, file) for part, file in FILES.items()}
        progress(0.0, f"reading {folder}")
        return self._together({part: self._check(part, path.read_bytes(), str(path))
                               for part, path in files.items() if path is not None})

    def _download(self, progress: Progress) -> cache.Arrays:
        weights = {"train-images": 0.85, "train-labels": 0.01, "held-out-images": 0.13, "held-out-labels": 0.01}
        parts, done = {}, 0.0
        for part, file in FILES.items():
            def report(share: float, words: str, start: float = done, weight: float = weights[part]) -> None:
                progress(start + weight * share, words)
            parts[part] = self._fetch(part, f"{file}.gz", report)
            done += weights[part]
        return self._together(parts)

    def _fetch(self, part: str, file: str, progress: Progress) -> Pixels:
        try:
            return fetch(file, self.mirrors, lambda data: self._check(part, data, file), PACKED_LIMIT, progress)
        except UnreachableError as error:
            raise DataError(f"{self.title} is not on this machine and none of its mirrors can be reached; go online "
                            f"and try again, or use mnist-5k, 5,000 real digits that need no network.") from error
        except DataError as error:
            raise DataError(f"{self.title} could not be downloaded: {error} Try again later, or use mnist-5k, "
                            f"5,000 real digits that need no network.") from error

    def _check(self, part: str, data: bytes, name: str) -> Pixels:
        """Unpacked, compared with the known checksum, parsed; raises DataError."""
        packed = data[:2] == b"\x1f\x8b"
        if packed and part not in self.unpacked:
            _compare(data, self.packed[part], name)
        raw = _gunzip(data, name) if packed else data
        if part in self.unpacked:
            _compare(raw, self.unpacked[part], name)
        return idx.parse(raw, name)

    def _together(self, raw: dict[str, Pixels]) -> cache.Arrays:
        splits: tuple[Split, ...] = ("train", "held-out")
        for split in splits:
            self._count(split, raw)
        return {f"{split}-images": raw[f"{split}-images"][:, None] for split in splits} | \
               {f"{split}-labels": raw[f"{split}-labels"].astype(np.int64) for split in splits}

    def _count(self, split: Split, raw: dict[str, Pixels]) -> None:
        images, labels, n = raw[f"{split}-images"], raw[f"{split}-labels"], SIZES[split]
        if images.shape != (n, 28, 28) or labels.shape != (n,):
            raise DataError(f"The {split} files of {self.title} hold images {images.shape} and labels {labels.shape}; "
                            f"expected ({n}, 28, 28) and ({n},). {idx.ADVICE}")
        counts = np.bincount(labels, minlength=len(self.classes))
        wrong = self.per_class is not None and set(counts.tolist()) != {self.per_class[split]}
        if len(counts) != len(self.classes) or wrong:
            raise DataError(f"The {split} labels of {self.title} count {counts.tolist()} images in the classes, "
                            f"which {self.title} does not have. {idx.ADVICE}")


def _find(folder: Path, file: str) -> Path | None:
    return next((path for path in (folder / file, folder / f"{file}.gz") if path.is_file()), None)


def _fingerprint(folder: Path) -> str:
    """Changes when a file does: the cache is then read anew."""
    paths = [_find(folder, file) for file in FILES.values()]
    facts = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in paths if path is not None]
    return hashlib.sha256(repr((str(folder.resolve()), facts)).encode()).hexdigest()


def _gunzip(data: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            raw = file.read(UNPACKED_LIMIT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{name} is damaged: it cannot be unpacked ({error}). {idx.ADVICE}") from error
    if len(raw) > UNPACKED_LIMIT:
        raise DataError(f"{name} unpacks to more than the {UNPACKED_LIMIT:,} bytes it can have. {idx.ADVICE}")
    return raw


def _compare(data: bytes, sha256: str, name: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise DataError(f"{name} is not the published file: its SHA-256 begins with {found[:12]}, "
                        f"expected {sha256[:12]}. {idx.ADVICE}")
