"""Structural similarity of two sets of images. Wang et al. 2004, doi:10.1109/TIP.2003.819861, eq. 13.

Windows of 7 pixels weighted by a Gaussian of 1.5 pixels, for images that are as small as 8 pixels; only windows that
lie whole inside the image count. 1 is the same picture; two unrelated ones come near 0.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

WINDOW, SIGMA = 7, 1.5
C1, C2 = 0.01**2, 0.03**2     # sec. III-B, for pixels in 0..1


def ssim(a: Tensor, b: Tensor) -> Tensor:
    """float (N, C, H, W) twice, in 0..1, H and W at least 7 -> (N,)."""
    mean_a, mean_b = _blur(a), _blur(b)                                                 # (N, C, H - 6, W - 6)
    var_a, var_b = _blur(a * a) - mean_a**2, _blur(b * b) - mean_b**2
    covariance = _blur(a * b) - mean_a * mean_b
    likeness = ((2 * mean_a * mean_b + C1) * (2 * covariance + C2)
                / ((mean_a**2 + mean_b**2 + C1) * (var_a + var_b + C2)))
    return likeness.flatten(1).mean(1)


def _blur(x: Tensor) -> Tensor:
    """The weighted mean of every window, rows first, then columns. (N, C, H, W) -> (N, C, H - 6, W - 6)"""
    away = torch.arange(WINDOW, dtype=x.dtype, device=x.device) - WINDOW // 2
    weights = torch.exp(-0.5 * (away / SIGMA) ** 2)
    weights = (weights / weights.sum()).expand(x.shape[1], 1, 1, WINDOW)                # (C, 1, 1, 7)
    rows = F.conv2d(x, weights, groups=x.shape[1])
    return F.conv2d(rows, weights.transpose(2, 3), groups=x.shape[1])
