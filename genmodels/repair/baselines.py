"""What repairs without a generative model: the median of the neighbours, and the nearest image ever seen."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from genmodels.pictures import Pixels
from genmodels.repair.damage import Damage

CHUNK = 500     # training images turned to float at a time; this many stay in the processor's cache


def median(seen: Tensor, damage: Damage) -> Tensor:
    """Each pixel becomes the median of its 3 x 3 neighbourhood, cut at the edge; a hole closes from its rim inwards.

    (N, C, H, W) -> same shape. Known pixels stay.
    """
    known = damage.known(seen)
    if not bool(known.any()):
        return neighbourhood(seen, torch.ones_like(known)).nanmedian(2).values
    here, filled = known.expand_as(seen), torch.where(known, seen, 0.0)
    while not bool(here.all()):
        middle = neighbourhood(filled, here[:, :1]).nanmedian(2).values        # NaN where no neighbour is known yet
        reached = ~here & ~middle.isnan()
        filled, here = torch.where(reached, middle, filled), here | reached
    return filled


def neighbourhood(x: Tensor, here: Tensor) -> Tensor:
    """The 3 x 3 pixels around each; NaN outside the picture and where `here`, (N, 1, H, W), says there is none.

    (N, C, H, W) -> (N, C, 9, H, W)
    """
    padded = F.pad(torch.where(here, x, torch.nan), (1, 1, 1, 1), value=torch.nan)
    h, w = x.shape[2:]
    return torch.stack([padded[..., i:i + h, j:j + w] for i in range(3) for j in range(3)], dim=2)


def nearest(seen: Tensor, damage: Damage, train: Pixels) -> Tensor:
    """The training image, uint8 (T, C, H, W), nearest to what is seen, on the known pixels where there are any.

    Exact. Each training image is compared as it would look after this damage, on the average: noise that is cut to
    0..1 makes black brighter. (N, C, H, W) -> same shape; the known pixels of a hole are put back by whoever asked.
    """
    known = damage.known(seen)
    every = not bool(known.any())
    weights = torch.ones_like(seen) if every else known.float().expand_as(seen)
    shared = weights[:1] if bool((weights == weights[:1]).all()) else weights             # (1 or N, C, H, W)
    query, counted = (seen * weights).flatten(1), shared.flatten(1)                       # (N, P), (1 or N, P)
    pixels = torch.from_numpy(train).flatten(1)                                           # (T, P) uint8
    looks = damage.expected(torch.arange(256) / 255)                                      # (256,)
    squared = torch.cat([_squared(looks[part.int()], query, counted) for part in torch.split(pixels, CHUNK)])
    return pixels[squared.argmin(0)].view_as(seen).float() / 255


def _squared(part: Tensor, query: Tensor, counted: Tensor) -> Tensor:
    """Squared distances over the counted pixels without what all share, the query's own length. -> (CHUNK, N)"""
    return part.square() @ counted.T - 2 * part @ query.T
