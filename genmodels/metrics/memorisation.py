"""How many samples lie closer to a training image than unseen real images do: copies, where there are any.

The nearest training image is compared with the nearest of held-out images, after Meehan et al. 2020, arXiv:2004.05675:
a blurred sample is near to everything, a copied one to training images only. In the 64 main directions of the pixels,
as a judge of classes does not see who an image is. 1 % of real images fall below the threshold, by its definition.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from genmodels.data import cache
from genmodels.data.base import ImageSet, Labels, Pixels
from genmodels.metrics.base import Measured, Metric, Result
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.interval import wilson
from genmodels.metrics.pixel_basis import basis_of

QUANTILE = 0.01     # of real images' ratios
MOST = 5000         # samples that are looked up
CHUNK = 500         # samples looked up at a time
SHOWN = 12          # samples in the gallery
ROWS = 4000         # images they are compared with at a time: the distances stay in the processor's cache


class Memorisation(Metric):
    """Half of the held-out images stand for the unseen, the other half sets the threshold. Interval: Wilson's over the
    samples, the threshold taken as given."""

    name = "memorisation"
    title = "Suspected copies"
    unit = "share of samples; real images 0.01"
    better = "lower"
    tells = "copies"

    def size(self, n: int, train: ImageSet, held_out: ImageSet) -> int:
        return min(MOST, super().size(n, train, held_out))

    def judge(self, evidence: Evidence) -> str:
        return basis_of(evidence).judge

    def measure(self, evidence: Evidence) -> Measured:
        threshold = float(np.quantile(_null(evidence), QUANTILE))
        ratios = _drawn(evidence).ratios
        copies = int((ratios < threshold).sum())
        low, high = wilson(copies, len(ratios))
        details = {"threshold": threshold, "lowest": float(ratios.min()), "median": float(np.median(ratios)),
                   "median_real": float(np.median(_null(evidence))),
                   "nearest": {name: rows.tolist() for name, rows in _nearest(evidence)._asdict().items()}}
        return Measured(copies / len(ratios), low, high, QUANTILE, details)


class Gallery(NamedTuple):
    """The samples that look most like copies, the most suspicious first, each beside its nearest real images."""

    samples: Pixels        # (G, C, H, W)
    train: Pixels
    held_out: Pixels
    ratios: np.ndarray[tuple[int], np.dtype[np.float64]]     # (G,) distance to the one over distance to the other
    rows: Labels           # (G,) of the training images


def gallery(evidence: Evidence, count: int = SHOWN) -> Gallery:
    """For the eye: sample, nearest training image, nearest held-out image."""
    named = _nearest(evidence, count)
    return _gallery(named, evidence.samples[named.samples], evidence)


def pictured(result: Result, evidence: Evidence) -> Gallery | None:
    """The gallery of a result, drawn again by the model it tells of; None where it names no rows."""
    rows = (result.get("details") or {}).get("nearest")
    if not rows:
        return None
    named = _Nearest(**{name: np.array(values) for name, values in rows.items()})
    return _gallery(named, evidence.drawn_again(named.samples), evidence)


class _Nearest(NamedTuple):
    """The rows of a gallery: a few numbers, from which it can be drawn again."""

    samples: Labels
    train: Labels
    held_out: Labels
    ratios: np.ndarray[tuple[int], np.dtype[np.float64]]


def _nearest(evidence: Evidence, count: int = SHOWN) -> _Nearest:
    found = _drawn(evidence)
    first = np.argsort(found.ratios)[:count]
    return _Nearest(first, found.train_rows[first], _reference(evidence)[found.held_out_rows[first]],
                    found.ratios[first])


def _gallery(named: _Nearest, samples: Pixels, evidence: Evidence) -> Gallery:
    return Gallery(samples, evidence.train.images[named.train], evidence.held_out.images[named.held_out],
                   named.ratios, named.train)


class _Found(NamedTuple):
    ratios: np.ndarray[tuple[int], np.dtype[np.float64]]     # (N,)
    train_rows: Labels                                       # (N,)
    held_out_rows: Labels                                    # (N,) within the reference


def _drawn(evidence: Evidence) -> _Found:
    return evidence.once(f"nearest to {evidence.n} samples", lambda: _compare(evidence, evidence.samples))


def _null(evidence: Evidence) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Ratios of the held-out images that are not the reference."""
    def find() -> cache.Arrays:
        return {"ratios": _compare(evidence, evidence.held_out.images[_halves(evidence)[0]]).ratios}
    return evidence.kept("ratios of nearest distances", find, basis_of(evidence).judge)["ratios"]


def _reference(evidence: Evidence) -> Labels:
    return _halves(evidence)[1]


def _halves(evidence: Evidence) -> tuple[Labels, Labels]:
    order = evidence.held_out_order
    half = len(order) // 2
    return order[:min(half, MOST)], order[half:]


def _compare(evidence: Evidence, images: Pixels) -> _Found:
    basis = basis_of(evidence)
    train = evidence.once("train in the basis", lambda: torch.from_numpy(basis.features(evidence.train.images)).float())
    unseen = torch.from_numpy(basis.features(evidence.held_out.images[_reference(evidence)])).float()
    queries = torch.from_numpy(basis.features(images)).float()                              # (N, 64)
    to_train, train_rows = nearest(queries, train)
    to_unseen, unseen_rows = nearest(queries, unseen)
    ratios = to_train.double() / to_unseen.double().clamp_min(1e-9)
    return _Found(ratios.numpy(), train_rows.numpy(), unseen_rows.numpy())


def nearest(queries: Tensor, images: Tensor) -> tuple[Tensor, Tensor]:
    """Distance and row of the nearest of (M, D) to each of (N, D). -> (N,), (N,)"""
    squares = (images * images).sum(1)
    best, rows = [], []
    for part in torch.split(queries, CHUNK):
        values, found = [], []
        for start in range(0, len(images), ROWS):
            block = slice(start, start + ROWS)
            lowest = torch.addmm(squares[block], part, images[block].T, alpha=-2).min(1)     # (CHUNK,)
            values.append(lowest.values)
            found.append(lowest.indices + start)
        winner = torch.stack(values).min(0).indices                                        # (CHUNK,)
        rows.append(torch.stack(found).gather(0, winner[None])[0])
        # The winner's distance is computed anew: the fast formula loses the digits that tell a copy.
        best.append((part - images[rows[-1]]).norm(dim=1))
    return torch.cat(best), torch.cat(rows)
