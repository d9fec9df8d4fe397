"""The proof that a judge can judge: it sees each level of damage worse than the one before, and real images as real."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from genmodels.data.base import Pixels, Progress
from genmodels.judge.corrupt import KINDS, LEVELS, corrupt
from genmodels.judge.frechet import Matrix, frechet
from genmodels.judge.look import look_at
from genmodels.judge.network import JudgeNet

MOST = 5000           # images on each side
LARGEST_FLOOR = 0.02  # of the total variance


@dataclass(frozen=True)
class Proof:
    """Fréchet distances to held-out images: of untouched unseen images, and of damaged ones by kind and level."""

    n: int
    variance: float                        # of the held-out features, all directions together
    floor: float
    distances: dict[str, list[float]]      # kind -> (LEVELS,)

    @property
    def failures(self) -> list[str]:
        """What does not hold, in words; nothing when the judge may judge."""
        words = [f"{kind} does not look worse at every level ({', '.join(f'{value:.3g}' for value in values)}; "
                 f"untouched images {self.floor:.3g})"
                 for kind, values in self.distances.items()
                 if not all(low < high for low, high in pairwise([self.floor, *values]))]
        if not self.floor < LARGEST_FLOOR * self.variance:
            words.append(f"real images differ from real images by {self.floor / self.variance:.1%} of their variance, "
                         f"where less than {LARGEST_FLOOR:.0%} is asked for")
        return words


def prove(network: JudgeNet, unseen: Pixels, held_out: Pixels, on_progress: Progress) -> Proof:
    """Damage unseen training images and compare with held-out ones, at equal numbers.

    Both are chosen by chance: the first half of MNIST's test images was written by other people than the second.
    """
    n, choose = min(MOST, len(unseen), len(held_out)), np.random.default_rng(0)
    images = unseen[choose.permutation(len(unseen))[:n]]
    reference = _features(network, held_out[choose.permutation(len(held_out))[:n]])
    distances = {}
    for i, kind in enumerate(KINDS):
        on_progress(i / len(KINDS), f"damaging images by {kind}")
        distances[kind] = [frechet(_features(network, corrupt(images, kind, level)), reference)
                           for level in range(1, LEVELS + 1)]
    return Proof(n, float(np.trace(np.cov(reference.T))), frechet(_features(network, images), reference), distances)


def _features(network: JudgeNet, images: Pixels) -> Matrix:
    return look_at(network, images).features.astype(np.float64)
