"""The real images nearest to a picture, pixel by pixel: exact, over the whole training set, in milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

CHUNK = 500     # images turned to float at a time; this many stay in the processor's cache


@dataclass(frozen=True)
class Nearest:
    """Row numbers and distances, nearest first."""

    rows: npt.NDArray[np.int64]           # (Q, k)
    distances: npt.NDArray[np.float32]    # (Q, k), Euclidean with pixels in 0..1


class NearestImages:
    """An exact index: only squared lengths are kept beside the images, which stay uint8."""

    def __init__(self, images: npt.NDArray[np.uint8]) -> None:
        self.pixels = torch.from_numpy(images).flatten(1)                          # (N, P) uint8, shared
        self.squares = torch.cat([part.float().square().sum(1) for part in torch.split(self.pixels, CHUNK)])     # (N,)

    def of(self, pictures: npt.NDArray[np.uint8], k: int = 1) -> Nearest:
        """uint8 (Q, C, H, W) -> the k nearest for each; k is cut to the number of images there are."""
        query = torch.tensor(pictures).flatten(1).float()                          # (Q, P)
        squared = self.squares - 2 * self._products(query) + query.square().sum(1, keepdim=True)     # (Q, N)
        values, rows = squared.topk(min(k, len(self.pixels)), largest=False)       # (Q, k)
        return Nearest(rows.numpy(), (values.clamp_min(0).sqrt() / 255).numpy())

    def _products(self, query: Tensor) -> Tensor:
        parts = [part.float() @ query.T for part in torch.split(self.pixels, CHUNK)]      # (CHUNK, Q) each
        return torch.cat(parts).T                                                  # (Q, N)
