"""metrics.jsonl as columns of numbers, read on from where the last look ended, and thinned for those who draw it."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genmodels.runs.files import read_rows

LIMIT = 1024        # rows, or buckets of rows, in one answer: more than a plot has columns of pixels
LARGEST = np.finfo(np.float64).max.item()
PLACES = ("rows", "first step", "last step", "first time", "last time")
FACTS = ("least", "most", "step of least", "step of most", "sum", "finite")     # of each term in a bucket

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """Rows `first` to `end` of a run. With size 1 as they are: (N, 2 + T), step, time and the terms, NaN where a row
    has none. Else in buckets of `size` rows, the last perhaps shorter: (N, 5 + 6 T), PLACES and each term's FACTS."""

    epoch: str                      # changes when rows were taken back
    rows: int                       # of the whole run
    latest: tuple[float, ...]       # each term in its newest row
    first: int
    end: int
    size: int
    terms: tuple[str, ...]
    table: Numbers


class Columns:
    """All rows of one run in memory; 100,000 steps are 10,000 rows, under a megabyte. Safe between threads."""

    def __init__(self, file: Path) -> None:
        self.file, self._lock = file, threading.Lock()
        self._cuts = 0
        self._begin(0)

    def since(self, epoch: str, row: int, terms: tuple[str, ...] | None = None) -> Part:
        """The rows from `row` on; all of them when the file is not the one of that epoch, or when many are new."""
        with self._lock:
            self._read_on()
            first = row if epoch == self._epoch and 0 <= row <= self._rows else 0
            return self._part(first if self._rows - first <= LIMIT else 0, self._rows, terms)

    def between(self, low: float, high: float, terms: tuple[str, ...] | None = None) -> Part:
        """The rows from step `low` to `high`, and one more on either side for the lines that lead there."""
        with self._lock:
            self._read_on()
            first, end = np.searchsorted(self._table[: self._rows, 0], (low, high), side="left")
            start = max(0, int(first) - 1)
            return self._part(start, max(start, min(self._rows, int(end) + 2)), terms)

    def seconds(self, steps: Sequence[int]) -> list[float]:
        """Seconds of training at each of these steps, evenly between two rows; it began at 0."""
        with self._lock:
            self._read_on()
            known = self._table[: self._rows]
            return list(np.interp(steps, np.append(0, known[:, 0]), np.append(0, known[:, 1])).tolist())

    @property
    def _epoch(self) -> str:
        return f"{self._inode}.{self._cuts}"

    def _begin(self, inode: int) -> None:
        self._inode, self._offset, self._rows = inode, 0, 0
        self._terms: list[str] = []
        self._table = np.empty((LIMIT, 2))

    def _read_on(self) -> None:
        try:
            stat = self.file.stat()
        except FileNotFoundError:
            self._begin(0)
            return
        if stat.st_ino != self._inode or stat.st_size < self._offset:     # a resumed run took rows back
            self._begin(stat.st_ino)
        if stat.st_size > self._offset:
            rows, self._offset = read_rows(self.file, self._offset)
            self._take([row for row in rows if _whole(row)])

    def _take(self, rows: list[dict[str, Any]]) -> None:
        self._make_room(len(rows), {term: None for row in rows for term in row["values"]})
        lines = np.empty((len(rows), self._table.shape[1]))
        lines[:, 0], lines[:, 1] = [row["step"] for row in rows], [row["time"] for row in rows]
        for place, term in enumerate(self._terms, 2):
            lines[:, place] = _floats([row["values"].get(term) for row in rows])
        for line in lines if self._turns_back(lines[:, 0]) else [lines]:
            self._append(np.atleast_2d(line))

    def _turns_back(self, steps: Numbers) -> bool:
        last = self._table[max(0, self._rows - 1): self._rows, 0]
        return bool((np.diff(np.concatenate([last, steps])) <= 0).any())

    def _append(self, lines: Numbers) -> None:
        while self._rows and len(lines) and self._table[self._rows - 1, 0] >= lines[0, 0]:
            self._rows -= 1     # told twice: the newer row is the true one
            self._cuts += 1
        self._table[self._rows: self._rows + len(lines)] = lines
        self._rows += len(lines)

    def _make_room(self, rows: int, terms: Iterable[str]) -> None:
        self._terms += [term for term in terms if term not in self._terms]
        length, width = len(self._table), 2 + len(self._terms)
        while length < self._rows + rows:
            length *= 2
        if (length, width) != self._table.shape:
            larger = np.full((length, width), math.nan)
            larger[: self._rows, : self._table.shape[1]] = self._table[: self._rows]
            self._table = larger

    def _part(self, first: int, end: int, terms: tuple[str, ...] | None) -> Part:
        wanted = [term for term in (sorted(self._terms) if terms is None else terms) if term in self._terms]
        places = [0, 1, *(2 + self._terms.index(term) for term in wanted)]
        table, size = self._table[first:end][:, places], bucket_size(end - first)
        latest = tuple(self._table[self._rows - 1, places[2:]].tolist()) if self._rows else ()
        return Part(self._epoch, self._rows, latest, first, end, size, tuple(wanted),
                    table if size == 1 else thinned(table, size))


def columns(folder: Path) -> Columns:
    """The columns of a run's folder, shared by all who ask in this process; the sixteen asked for last are kept."""
    return _columns(folder / "metrics.jsonl")


def bucket_size(rows: int) -> int:
    """The smallest power of two that brings so many rows into LIMIT buckets."""
    size = 1
    while rows > LIMIT * size:
        size *= 2
    return size


def thinned(table: Numbers, size: int) -> Numbers:
    """Rows (N, 2 + T) in buckets of `size`: (B, 5 + 6 T). What was smallest and largest is kept, with its step."""
    full = np.full((-(-len(table) // size) * size, table.shape[1]), math.nan)
    full[: len(table)] = table
    buckets = full.reshape(-1, size, table.shape[1])                       # (B, size, 2 + T)
    count = np.minimum(size, len(table) - size * np.arange(len(buckets)))  # (B,)
    at, steps, times, values = np.arange(len(buckets)), buckets[:, :, 0], buckets[:, :, 1], buckets[:, :, 2:]
    parts = [count, steps[:, 0], steps[at, count - 1], times[:, 0], times[at, count - 1]]
    for term in range(values.shape[2]):
        parts += _facts(steps, values[:, :, term])
    return np.stack(parts, axis=1)


def _facts(steps: Numbers, values: Numbers) -> list[Numbers]:
    """FACTS of one term, each (B,); NaN where a bucket has no finite value."""
    at, finite = np.arange(len(values)), np.isfinite(values)
    least = np.where(finite, values, np.inf).argmin(axis=1)
    most = np.where(finite, values, -np.inf).argmax(axis=1)
    some = finite.any(axis=1)
    return [np.where(some, column, math.nan) for column in
            (values[at, least], values[at, most], steps[at, least], steps[at, most])] + [
            np.where(finite, values, 0).sum(axis=1), finite.sum(axis=1).astype(np.float64)]


@lru_cache(maxsize=16)
def _columns(file: Path) -> Columns:
    return Columns(file)


def _whole(row: dict[str, Any]) -> bool:
    return _number(row.get("step")) and _number(row.get("time")) and isinstance(row.get("values"), dict)


def _floats(values: list[Any]) -> Numbers:
    """NaN for what is no finite number: a damaged file may hold anything."""
    try:
        numbers = np.array(values, dtype=np.float64)     # None becomes NaN
    except (ValueError, TypeError, OverflowError):
        numbers = np.array([value if _number(value) else math.nan for value in values], dtype=np.float64)
    return np.where(np.isfinite(numbers), numbers, math.nan)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST
