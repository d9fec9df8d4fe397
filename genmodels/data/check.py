"""Look at a person's pictures before they become a dataset: what is there, what is wrong, what the network will see."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from genmodels.data.base import Labels, Pixels, Progress, silent
from genmodels.data.found import Found, Skipped
from genmodels.data.pictures import Fit, UnusableError, fit, read
from genmodels.errors import DataError

FEWEST = 16                 # pictures
MOST_CLASSES = 100
MOST_PIXELS = 2 * 10**9     # of all pictures together: about twenty seconds of decoding
EMPTY = 4.0                 # grey levels of spread below which a picture shows nothing
UNEVEN = 5.0                # the largest class is this many times the smallest
PREVIEWS = 8
ALONE = "pictures"          # the class of pictures that lie in no folder


@dataclass(frozen=True)
class Preview:
    """One picture as it came and as the network will see it."""

    name: str
    group: str
    before: Pixels          # (C, h, w), at most 160 pixels wide
    after: Pixels           # (C, H, W)


@dataclass(frozen=True)
class Report:
    """What a check found. `repeats` are (name, name of the first): those are left out."""

    counts: dict[str, int]                      # class -> pictures that go in
    sizes: dict[tuple[int, int], int]           # (width, height) -> pictures, the most frequent first
    unreadable: tuple[Skipped, ...]
    repeats: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]
    previews: tuple[Preview, ...]

    @property
    def imbalance(self) -> float:
        """Pictures in the largest class for one in the smallest."""
        return max(self.counts.values()) / min(self.counts.values()) if self.counts else 1.0

    @property
    def uneven(self) -> bool:
        """Whether a model will hardly learn the smallest class."""
        return self.imbalance >= UNEVEN


@dataclass(frozen=True)
class Draft:
    """Pictures ready to become a dataset, with the report to decide by; `problem` says why it cannot be."""

    images: Pixels              # (N, C, H, W)
    labels: Labels              # (N,)
    classes: tuple[str, ...]
    how: Fit
    report: Report

    @property
    def problem(self) -> str | None:
        """A sentence when there are too few pictures or too many classes."""
        if len(self.labels) < FEWEST:
            return (f"{len(self.labels)} pictures can be used; a dataset needs at least {FEWEST} different ones. "
                    f"Add pictures{', or mend the unreadable ones' if self.report.unreadable else ''}.")
        if len(self.classes) > MOST_CLASSES:
            return (f"There are {len(self.classes)} folders, each a class; at most {MOST_CLASSES} are allowed. "
                    f"Put the pictures of one kind into one folder.")
        return None


def check(finds: Iterable[Found | Skipped], how: Fit, progress: Progress = silent, expected: int = 0) -> Draft:
    """Read, fit and judge every picture; only 28 or 32 pixels of each stay in memory. Raises DataError when too much.

    `expected` is about how many files will come, for the progress.
    """
    pile = _Pile(how)
    for number, find in enumerate(finds, 1):
        pile.add(find)
        if number % 20 == 0:
            progress(min(number / max(expected, number), 1.0), f"{number:,} files")
    progress(1.0, f"{len(pile.images):,} pictures")
    return pile.draft()


class _Pile:
    """Collects pictures one after the other."""

    def __init__(self, how: Fit) -> None:
        self.how = how
        self.images: list[Pixels] = []
        self.groups: list[str] = []
        self.first: dict[bytes, str] = {}
        self.counts: Counter[str] = Counter()
        self.sizes: Counter[tuple[int, int]] = Counter()
        self.unreadable: list[Skipped] = []
        self.repeats: list[tuple[str, str]] = []
        self.empty: list[str] = []
        self.previews: list[Preview] = []
        self.pixels = 0

    def add(self, find: Found | Skipped) -> None:
        if isinstance(find, Skipped):
            self.unreadable.append(find)
            return
        try:
            picture, size = read(find.data)
        except UnusableError as error:
            self.unreadable.append(Skipped(find.name, str(error)))
            return
        self._count(size)
        self._keep(find, picture, fit(picture, self.how))

    def _count(self, size: tuple[int, int]) -> None:
        self.sizes[size] += 1
        self.pixels += size[0] * size[1]
        if self.pixels > MOST_PIXELS:
            raise DataError(f"The pictures hold more than {MOST_PIXELS // 10**9} billion pixels together; make them "
                            f"smaller first, they become {self.how.image.size} pixels wide anyway.")

    def _keep(self, find: Found, picture: Image.Image, pixels: Pixels) -> None:
        # Two files are the same when the network would see the same; one of them in each split would be cheating.
        key = hashlib.sha256(pixels.data).digest()
        if key in self.first:
            self.repeats.append((find.name, self.first[key]))
            return
        self.first[key] = find.name
        self.images.append(pixels)
        group = find.group or ALONE
        self.groups.append(group)
        self.counts[group] += 1
        if float(pixels.std()) < EMPTY:
            self.empty.append(find.name)
        if len(self.previews) < PREVIEWS or (self.counts[group] == 1 and len(self.previews) < 4 * PREVIEWS):
            self.previews.append(Preview(find.name, group, _thumbnail(picture), pixels))

    def draft(self) -> Draft:
        classes = tuple(sorted(self.counts))
        number = {name: label for label, name in enumerate(classes)}
        size = self.how.image.size
        empty = np.empty((0, self.how.image.channels, size, size), np.uint8)
        labels = np.array([number[group] for group in self.groups], np.int64)
        report = Report({name: self.counts[name] for name in classes}, dict(self.sizes.most_common()),
                        tuple(self.unreadable), tuple(self.repeats), tuple(self.empty), self._one_of_each())
        return Draft(np.stack(self.images) if self.images else empty, labels, classes, self.how, report)

    def _one_of_each(self) -> tuple[Preview, ...]:
        """Previews from as many classes as there is room for."""
        firsts = {preview.group: preview for preview in reversed(self.previews)}
        chosen = {id(preview) for preview in firsts.values()}
        rest = [preview for preview in self.previews if id(preview) not in chosen]
        return tuple([*reversed(firsts.values()), *rest][:PREVIEWS])


def _thumbnail(picture: Image.Image) -> Pixels:
    small = picture.copy()
    small.thumbnail((160, 160))
    pixels = np.asarray(small, np.uint8)
    return np.ascontiguousarray(pixels[None] if pixels.ndim == 2 else pixels.transpose(2, 0, 1))
