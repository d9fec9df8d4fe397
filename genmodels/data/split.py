"""A fixed share of every class is held out: the same images on every machine."""

from __future__ import annotations

import numpy as np

from genmodels.data.base import Labels


def stratified(labels: Labels, held_out: int, seed: int = 0) -> tuple[Labels, Labels]:
    """Indices (train, held-out), each in a fixed random order; every class gives its share, by largest remainder."""
    take = _shares(np.bincount(labels), held_out)
    order = np.random.Generator(np.random.PCG64(seed)).permutation(len(labels))
    rank = np.empty(len(labels), np.int64)              # place of an image within its class, in the random order
    for label in range(len(take)):
        members = order[labels[order] == label]
        rank[members] = np.arange(len(members))
    held = rank < take[labels]
    return order[~held[order]], order[held[order]]


def _shares(counts: Labels, total: int) -> Labels:
    exact = counts * (total / counts.sum())
    take: Labels = np.floor(exact).astype(np.int64)
    left = total - int(take.sum())
    take[np.argsort(take - exact, kind="stable")[:left]] += 1
    return take
