"""Fréchet distance between samples and held-out images in the 64 main directions of the training pixels.

Heusel et al. 2017, arXiv:1706.08500, with principal components of pixels in the place of a network's features: no judge
to train or to trust, sensitive to blur, noise and missing modes, blind to what pixels do not show linearly. It falls
with n by itself, so it stands beside what training images score against the same held-out images at the same n.
"""

from __future__ import annotations

import numpy as np

from genmodels.data.base import Pixels
from genmodels.judge.frechet import bootstrap_deviation, frechet
from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.pixel_basis import basis_of


class PixelFD(Metric):
    """n samples and n held-out images; the floor puts n training images in the place of the samples."""

    name = "pixel_fd"
    title = "Fréchet distance of pixels (PCA-64)"
    unit = "squared pixel distance"
    better = "lower"

    def judge(self, evidence: Evidence) -> str:
        return basis_of(evidence).judge

    def measure(self, evidence: Evidence) -> Measured:
        choose = np.random.default_rng(evidence.seed)
        basis = basis_of(evidence)
        drawn = basis.features(evidence.samples)                                            # (n, 64) each
        held_out = basis.features(_choose(evidence.held_out.images, evidence.n, choose))
        training = basis.features(_choose(evidence.train.images, evidence.n, choose))
        evidence.on_progress(0.6, "Comparing with held-out images")
        value, floor = frechet(drawn, held_out), frechet(training, held_out)
        margin = 1.96 * bootstrap_deviation(drawn, held_out, choose)
        return Measured(value, max(0.0, value - margin), value + margin, floor)


def _choose(images: Pixels, n: int, choose: np.random.Generator) -> Pixels:
    return images[np.sort(choose.choice(len(images), n, replace=False))]
