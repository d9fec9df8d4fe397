"""How sharp samples are beside real images: the variance of the 3x3 Laplacian's response, as a ratio's logarithm.

Pech-Pacheco et al. 2000, doi:10.1109/ICPR.2000.903548; used for generated images by Tolstikhin et al. 2018,
arXiv:1711.01558. 0 is as sharp as real; blur lowers it, noise and hard thresholds raise it, so nearer to 0 is better
and a positive number is no praise.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

from genmodels.data.base import Pixels
from genmodels.metrics.base import Measured, Metric
from genmodels.metrics.evidence import Evidence

CHUNK = 1000
LAPLACIAN = ((0.0, 1.0, 0.0), (1.0, -4.0, 1.0), (0.0, 1.0, 0.0))


class Sharpness(Metric):
    """Interval: the delta method over both sets of images."""

    name = "sharpness"
    title = "Sharpness against real"
    unit = "log ratio of Laplacian variances"
    better = "as real"
    fewest = 100

    def judge(self, evidence: Evidence) -> str:
        return "3x3 Laplacian of grey values"

    def measure(self, evidence: Evidence) -> Measured:
        real = evidence.kept("sharpness", lambda: {
            "real": edges(evidence.real), "others": edges(evidence.others)}, self.judge(evidence))
        value, deviation = log_ratio(edges(evidence.samples), real["real"])
        return Measured(value, value - 1.96 * deviation, value + 1.96 * deviation,
                        log_ratio(real["others"], real["real"])[0])


def edges(images: Pixels) -> npt.NDArray[np.float64]:
    """Variance of the Laplacian inside each image, grey values in 0..1. uint8 (N, C, H, W) -> (N,)"""
    weights = torch.tensor(LAPLACIAN)[None, None]
    parts = []
    for start in range(0, len(images), CHUNK):
        grey = torch.tensor(images[start:start + CHUNK]).float().mean(1, keepdim=True) / 255     # (B, 1, H, W)
        parts.append(F.conv2d(grey, weights).flatten(1).var(1))
    return torch.cat(parts).double().numpy()


def log_ratio(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> tuple[float, float]:
    """log(mean a / mean b) and its standard deviation. An empty picture has no edges, so a tiny constant is added."""
    tiny = 1e-12
    value = math.log((a.mean() + tiny) / (b.mean() + tiny))
    variance = sum(float(part.var(ddof=1)) / len(part) / (float(part.mean()) + tiny) ** 2 for part in (a, b))
    return value, math.sqrt(variance)
