"""How well a model draws held-out images again: PSNR in decibels, and SSIM, from the mean of the posterior.

Both compare what would be written to a file: 8 bits for each pixel on both sides, values in 0..1.
"""

from __future__ import annotations

import torch
from torch import Tensor

from genmodels import sample
from genmodels.metrics.base import Measured, Tells
from genmodels.metrics.evidence import Evidence
from genmodels.metrics.held_out import HeldOut, mean, posterior
from genmodels.metrics.ssim import WINDOW, ssim
from genmodels.models.base import GenerativeModel

CHUNK = 1000
ROUNDING = 1 / 12 / 255**2     # mean squared error of 8 bits: 58.9 dB, which also stands for pictures that are equal


class Reconstruction(HeldOut):
    """Of pictures; points have neither contrast nor structure."""

    tells: Tells = "code"

    def suits(self, model: GenerativeModel) -> bool:
        return super().suits(model) and not model.image.points

    def judge(self, evidence: Evidence) -> str:
        return "the original image"

    def pairs(self, evidence: Evidence) -> list[tuple[Tensor, Tensor]]:
        """Reconstructions and originals in 0..1, (CHUNK, C, H, W) each."""
        redrawn = evidence.once(f"reconstructions {evidence.n}", lambda: sample.decode(
            evidence.model, posterior(evidence).mean.float(), evidence.asked))
        parts = [torch.tensor(images).double() / 255 for images in (redrawn, evidence.real)]
        return list(zip(*(torch.split(part, CHUNK) for part in parts), strict=True))


class PSNR(Reconstruction):
    """Mean over images; 3 dB more is half the squared error."""

    name = "psnr"
    title = "PSNR of reconstructions"
    unit = "dB"
    better = "higher"

    def measure(self, evidence: Evidence) -> Measured:
        return mean(torch.cat([psnr(redrawn, real) for redrawn, real in self.pairs(evidence)]))


class SSIM(Reconstruction):
    """Mean over images, 1 for equal pictures; images smaller than its window have none."""

    name = "ssim"
    title = "SSIM of reconstructions"
    unit = "of 1"
    better = "higher"

    def suits(self, model: GenerativeModel) -> bool:
        return super().suits(model) and model.image.size >= WINDOW

    def measure(self, evidence: Evidence) -> Measured:
        return mean(torch.cat([ssim(redrawn, real) for redrawn, real in self.pairs(evidence)]))


def psnr(a: Tensor, b: Tensor) -> Tensor:
    """10 log10(1 / mean squared difference) for each image, pixels in 0..1. (N, C, H, W) twice -> (N,)"""
    return -10 * (a - b).square().flatten(1).mean(1).clamp_min(ROUNDING).log10()
