"""What the metrics look at: samples and real images, and what the judge makes of them, each found once and when asked.

What concerns real images only is kept in the cache folder too, by judge, images, number and seed: it is the same for
every model. Letters in shapes: n images, F features, K classes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

import numpy as np
import torch

from genmodels import sample
from genmodels.data import cache
from genmodels.data.base import ImageSet, Labels, Pixels, Progress, silent
from genmodels.judge import Judged, Look
from genmodels.models.base import GenerativeModel

T = TypeVar("T")
NOBODY = "no judge"
VERSION = 1     # counts up when what is kept of real images is computed in another way


@dataclass(frozen=True)
class Evidence:
    """Everything a metric may look at. All of it is in a fixed random order: the first n are a sample of n."""

    model: GenerativeModel
    train: ImageSet
    held_out: ImageSet
    n: int                                 # images that enter
    seed: int = 0
    on_progress: Progress = silent
    judged: Judged | None = None           # needed by the metrics that look through a judge
    most: int = 0                          # images found at once for all metrics; 0: n
    _found: dict[str, Any] = field(default_factory=dict, repr=False)     # of the model
    _known: dict[str, Any] = field(default_factory=dict, repr=False)     # of real images: the same for every model

    def first(self, n: int, on_progress: Progress | None = None) -> Evidence:
        """The same evidence for a metric that takes n images; what was found is shared."""
        return replace(self, n=n, on_progress=on_progress or self.on_progress)

    def of(self, model: GenerativeModel) -> Evidence:
        """The same real images beside another model, or beside other weights of the same; what is known of them stays
        known."""
        return replace(self, model=model, _found={})

    @property
    def judge_id(self) -> str:
        """SHA-256 of the judge's weights."""
        return NOBODY if self.judged is None else self.judged.id

    @property
    def eye(self) -> Judged:
        """The judge; a metric that needs one is not asked without."""
        if self.judged is None:
            raise ValueError("this evidence has no judge: leave out the metrics that need one")
        return self.judged

    @property
    def samples(self) -> Pixels:
        """Drawn by the model, uint8 (n, C, H, W)."""
        return self.once(f"samples {self._size}", self._draw)[:self.n]

    def drawn_again(self, rows: Labels) -> Pixels:
        """Some of the samples, those of the rows (N,), without drawing the others. uint8 (N, C, H, W)"""
        z = sample.codes(self.model, int(rows.max()) + 1, seed=self.seed)[torch.from_numpy(rows)]
        return sample.decode(self.model, z, self.held_out.labels[self.held_out_order[rows % len(self.held_out)]])

    @property
    def asked(self) -> Labels:
        """The classes that a conditional model was asked for: those of the images in `real`. (n,)"""
        return self.held_out.labels[self.held_out_order[:self.n]]

    @property
    def real(self) -> Pixels:
        """Held-out images, uint8 (n, C, H, W); the same for every n up to what there is."""
        return self.held_out.images[self.held_out_order[:self.n]]

    @property
    def held_out_order(self) -> Labels:
        """The order in which held-out images are taken: all of their rows, shuffled by the seed."""
        return _once(self._known, "held-out order", lambda: _order(len(self.held_out), self.seed))

    @property
    def others(self) -> Pixels:
        """Training images that the judge has not seen where there are enough, uint8 (n, C, H, W): for the floor."""
        return self.train.images[self.other_rows]

    @property
    def other_rows(self) -> Labels:
        """Where `others` stand in the training set. (n,)"""
        return _once(self._known, "other rows", self._choose_others)[:self.n]

    @property
    def drawn(self) -> Look:
        """The judge's look at the samples: features (n, F) and probabilities (n, K)."""
        look = self.once(f"drawn {self._size}", lambda: self.eye.look(self.first(self._size).samples))
        return look.first(self.n)

    @property
    def seen(self) -> Look:
        """Its look at `real`."""
        return self._kept_look("real")

    @property
    def seen_others(self) -> Look:
        """Its look at `others`."""
        return self._kept_look("others")

    def once(self, name: str, find: Callable[[], T]) -> T:
        """Found at the first call, shared afterwards by all metrics of this evaluation."""
        return _once(self._found, name, find)

    def kept(self, name: str, find: Callable[[], cache.Arrays], judge: str = "") -> cache.Arrays:
        """The same for what depends on real images, n and seed alone: kept in the cache folder from run to run.

        `judge` names what looked where it was not the judge, whose id counts all the same: it says who the others are.
        """
        key = f"{VERSION} {name} {self.judge_id} {judge} {self._fingerprint} n={self.n} seed={self.seed}"
        return _once(self._known, key, lambda: self._from_cache(key, find))

    @property
    def _size(self) -> int:
        return max(self.n, self.most)

    def _draw(self) -> Pixels:
        n = self._size
        self.on_progress(0.0, "Drawing samples")
        y = self.held_out.labels[np.resize(self.held_out_order, n)]           # in the shares of the held-out images
        return sample.decode(self.model, sample.codes(self.model, n, seed=self.seed), y)

    def _kept_look(self, which: str) -> Look:
        full = self.first(min(self._size, len(self.held_out), len(self.train)))
        arrays = full.kept(which, lambda: self.eye.look(getattr(full, which))._asdict())
        return Look(**arrays).first(self.n)

    def _choose_others(self) -> Labels:
        everything = np.arange(len(self.train))
        unseen = everything if self.judged is None else self.judged.unseen(self.train)
        rows = unseen if len(unseen) >= min(self._size, len(self.held_out)) else everything
        return rows[_order(len(rows), self.seed)]

    @property
    def _fingerprint(self) -> str:
        return _once(self._known, "fingerprint", lambda: _digest(self.train, self.held_out))

    def _from_cache(self, key: str, find: Callable[[], cache.Arrays]) -> cache.Arrays:
        folder = cache.root() / "real" / hashlib.sha256(key.encode()).hexdigest()[:24]
        return cache.load(folder, key) or cache.keep(folder, find(), key, silent)


def _once(known: dict[str, Any], name: str, find: Callable[[], T]) -> T:
    if name not in known:
        known[name] = find()
    return cast(T, known[name])


def _order(n: int, seed: int) -> Labels:
    order: Labels = np.random.default_rng(seed).choice(n, n, replace=False)
    return order


def _digest(train: ImageSet, held_out: ImageSet) -> str:
    digest = hashlib.sha256()
    for part in (train, held_out):
        digest.update(np.ascontiguousarray(part.images).data)
        digest.update(np.ascontiguousarray(part.labels).data)
    return digest.hexdigest()
