"""Fréchet distance between samples and held-out images in the features of the judge. Heusel et al. 2017,
arXiv:1706.08500, with a judge of the dataset in the place of Inception.

Its bias falls like 1/n and depends on the model (Chong & Forsyth 2020, arXiv:1911.07023), so both sides have the same n
and the floor beside it too. Comparable only for equal n and equal judge.
"""

from __future__ import annotations

import numpy as np

from genmodels.data import cache
from genmodels.judge.frechet import Matrix, bootstrap_deviation, frechet
from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.evidence import Evidence


class Frechet(Metric):
    """n samples and n held-out images; the interval is the value and 1.96 bootstrap deviations over both sides."""

    name = "fd"
    title = "Fréchet distance"
    unit = "squared feature distance"
    better = "lower"
    judged = True

    def measure(self, evidence: Evidence) -> Measured:
        drawn, real = _double(evidence.drawn.features), _double(evidence.seen.features)     # (n, F) each
        value = frechet(drawn, real)
        margin = 1.96 * bootstrap_deviation(drawn, real, np.random.default_rng(evidence.seed))
        floor = evidence.kept("floor of fd", lambda: _floor(evidence))["floor"].item()
        return Measured(value, max(0.0, value - margin), value + margin, floor)


def _floor(evidence: Evidence) -> cache.Arrays:
    others, real = evidence.seen_others.features, evidence.seen.features
    return {"floor": np.array(frechet(_double(others), _double(real)))}


def _double(features: object) -> Matrix:
    return np.asarray(features, np.float64)
