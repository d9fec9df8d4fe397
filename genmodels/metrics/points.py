"""What the metrics of 2-D datasets share: points that the model draws, and the modes they are held against.

Letters in shapes: N points, M modes.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt

from genmodels import sample
from genmodels.data.base import ImageSet, Modes, Points, PointSet
from genmodels.metrics.base import Metric, TooFew
from genmodels.metrics.evidence import Evidence
from genmodels.models.base import GenerativeModel

REACH = 3.0     # deviations: a point farther from its nearest mode lies between modes (Srivastava et al. 2017)


class OfPoints(Metric):
    """A number about points of the plane."""

    fewest = 2500     # what the papers draw

    def suits(self, model: GenerativeModel) -> bool:
        return model.image.points

    def judge(self, evidence: Evidence) -> str:
        return "distances in the plane"


class OfModes(OfPoints):
    """A number that exists where the density is a mixture whose modes are known."""

    def size(self, n: int, train: ImageSet, held_out: ImageSet) -> int:
        if not isinstance(held_out, PointSet) or held_out.modes is None:
            raise NoModes(f"{self.title} needs a dataset whose modes are known, and this one has none to count. "
                          "Choose ring or grid, or the sliced Wasserstein distance.")
        return super().size(n, train, held_out)


class NoModes(TooFew):
    """There is nothing to count in a density without modes: left out where nobody asked for it by name."""


def drawn(evidence: Evidence) -> Points:
    """n samples, (N, 2)."""
    return evidence.once(f"points {evidence.n}", lambda: sample.points(
        evidence.model, sample.codes(evidence.model, evidence.n, seed=evidence.seed)))


def real(evidence: Evidence) -> Points:
    """n held-out points, (N, 2)."""
    return cast(Points, evidence.real.reshape(-1, 2))


def others(evidence: Evidence) -> Points:
    """n training points, for the floor. (N, 2)"""
    return cast(Points, evidence.others.reshape(-1, 2))


def modes(evidence: Evidence) -> Modes:
    """Those of the dataset."""
    found = evidence.held_out.modes if isinstance(evidence.held_out, PointSet) else None
    assert found is not None     # `size` has looked
    return found


def hits(points: Points, among: Modes) -> npt.NDArray[np.int64]:
    """The mode within whose reach each point lies, -1 for none. (N, 2) -> (N,)"""
    nearest, away = nearest_mode(points, among)
    found: npt.NDArray[np.int64] = np.where(away <= REACH * among.deviation, nearest, -1)
    return found


def nearest_mode(points: Points, among: Modes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The nearest mode of each point, and how far it is. (N, 2) -> (N,), (N,)"""
    away = np.linalg.norm(points[:, None].astype(np.float64) - among.centres[None], axis=2)     # (N, M)
    return away.argmin(1), away.min(1)
