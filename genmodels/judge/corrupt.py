"""Six ways to spoil images, each at five levels: a judge that can judge sees every level worse than the one before."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from genmodels.data.base import Pixels
from genmodels.preprocess import to_float, to_uint8

LEVELS = 5
CHUNK = 1000
Spoil = Callable[[Tensor, float, torch.Generator], Tensor]     # (B, C, H, W) in [-1, 1], strength, chance


def corrupt(images: Pixels, kind: str, level: int) -> Pixels:
    """uint8 (N, C, H, W) -> the same, spoilt at level 1 to 5 of a kind in KINDS; equal images give equal ones."""
    spoil, strengths = KINDS[kind]
    dice = torch.Generator().manual_seed(level)
    parts = [to_uint8(spoil(to_float(torch.tensor(images[i:i + CHUNK])), strengths[level - 1], dice)).numpy()
             for i in range(0, len(images), CHUNK)]
    return np.concatenate(parts)


def _noise(x: Tensor, deviation: float, dice: torch.Generator) -> Tensor:
    return x + deviation * torch.randn(x.shape, generator=dice)


def _blur(x: Tensor, share: float, dice: torch.Generator) -> Tensor:
    """Gaussian, its deviation a share of the size beside a third of a pixel; the border is repeated outside."""
    deviation = 0.3 + share * x.shape[-1]
    reach = math.ceil(3 * deviation)
    kernel = torch.exp(-0.5 * (torch.arange(-reach, reach + 1) / deviation) ** 2)          # (2 reach + 1,)
    kernel = (kernel / kernel.sum()).expand(x.shape[1], 1, 1, -1)                          # (C, 1, 1, .)
    rows = F.conv2d(F.pad(x, (reach, reach, 0, 0), mode="replicate"), kernel, groups=x.shape[1])
    return F.conv2d(F.pad(rows, (0, 0, reach, reach), mode="replicate"), kernel.mT, groups=x.shape[1])


def _blackout(x: Tensor, share: float, dice: torch.Generator) -> Tensor:
    """A black square somewhere, its side a share of the size."""
    size = x.shape[-1]
    place = (torch.rand(2, len(x), 1, generator=dice) * (1 - share) * size)                # (2, B, 1)
    inside = (torch.arange(size) >= place - 0.5) & (torch.arange(size) < place - 0.5 + share * size)     # (2, B, H)
    return x.masked_fill((inside[0, :, :, None] & inside[1, :, None, :])[:, None], -1.0)


def _turn(x: Tensor, degrees: float, dice: torch.Generator) -> Tensor:
    """Each image to the left or to the right by chance."""
    side = 2.0 * torch.randint(2, (len(x),), generator=dice) - 1                           # (B,)
    angle = torch.deg2rad(degrees * side)
    nothing = torch.zeros(len(x))
    rows = (torch.stack([angle.cos(), -angle.sin(), nothing], 1),
            torch.stack([angle.sin(), angle.cos(), nothing], 1))                           # (B, 3) each
    grid = F.affine_grid(torch.stack(rows, 1), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, padding_mode="border", align_corners=False)


def _pixelate(x: Tensor, share: float, dice: torch.Generator) -> Tensor:
    """Means over larger pixels, whose side may end inside a pixel: a whole number would jump at small sizes."""
    size = x.shape[-1]
    side = 1 + share * size
    first = torch.arange(math.ceil(size / side))[:, None] * side                           # (blocks, 1)
    pixel = torch.arange(size)
    overlap = (torch.minimum(first + side, pixel + 1) - torch.maximum(first, pixel)).clamp(min=0)     # (blocks, H)
    mean = overlap.T @ (overlap / overlap.sum(1, keepdim=True))                            # (H, H)
    return mean @ x @ mean.T


def _crop(x: Tensor, share: float, dice: torch.Generator) -> Tensor:
    """The middle of the image, enlarged to its size."""
    grid = F.affine_grid(torch.tensor([[share, 0, 0], [0, share, 0]]).expand(len(x), 2, 3), list(x.shape),
                         align_corners=False)
    return F.grid_sample(x, grid, padding_mode="border", align_corners=False)


KINDS: dict[str, tuple[Spoil, tuple[float, ...]]] = {
    "noise": (_noise, (0.2, 0.4, 0.6, 0.8, 1.0)),              # deviation, with pixels in [-1, 1]
    "blur": (_blur, (0.02, 0.04, 0.06, 0.09, 0.13)),           # of the size, beside a third of a pixel
    "blackout": (_blackout, (0.2, 0.3, 0.4, 0.5, 0.6)),        # of the size
    "rotation": (_turn, (10, 16, 22, 28, 35)),                 # degrees; far turned, some shapes look like themselves
    "pixelation": (_pixelate, (0.03, 0.06, 0.1, 0.15, 0.21)),  # of the size, beside one pixel
    "crop": (_crop, (0.85, 0.75, 0.65, 0.55, 0.45)),           # of the size are left
}
