"""From uint8 on disk to the float images networks see, and batches cut where the training happens.

One convention between all modules: float (N, C, H, W) in [-1, 1]; uint8 only on disk and on screen.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from genmodels.data.base import ImageSet
from genmodels.errors import DataError


class Batch(NamedTuple):
    x: Tensor     # (B, C, H, W) in [-1, 1]
    y: Tensor     # (B,) int64


def to_float(images: Tensor) -> Tensor:
    """uint8 0..255 -> float32 in [-1, 1], same shape; points are floats in that range already."""
    if images.is_floating_point():
        return images
    return images.float().mul_(2 / 255).sub_(1)


def to_uint8(x: Tensor) -> Tensor:
    """float in [-1, 1] -> uint8 0..255 on the CPU, same shape; values outside are clipped."""
    return x.detach().float().add(1).mul(127.5).round_().clamp_(0, 255).to("cpu", torch.uint8)


class Batches:
    """An endless shuffled stream of batches over a dataset that lies on the device as uint8.

    The order depends on the seed and on how many batches were drawn, nothing else: `drawn` is its whole state.
    """

    def __init__(self, data: ImageSet, size: int, seed: int, device: torch.device) -> None:
        if len(data) < 2:
            raise DataError(f"The dataset has {len(data)} images; a training needs at least two. Add images.")
        self.images = torch.tensor(data.images, device=device)     # (N, C, H, W) uint8, points float32
        self.labels = torch.tensor(data.labels, device=device)     # (N,)
        self.size = min(size, len(data))     # a dataset smaller than a batch is seen whole at every step
        self.seed, self.drawn = seed, 0
        self._round, self._order = -1, self.labels

    def next(self) -> Batch:
        """The next batch; each round visits every image once and drops the last incomplete batch."""
        return self.at(self.rows())

    def rows(self) -> Tensor:
        """Which images the next batch has, (B,) int64; the stream goes on by one."""
        per_round = len(self.labels) // self.size
        number, position = divmod(self.drawn, per_round)
        if number != self._round:
            self._round, self._order = number, self._shuffled(number)
        rows = self._order[position * self.size:(position + 1) * self.size]
        self.drawn += 1
        return rows

    def at(self, rows: Tensor) -> Batch:
        """The images of these rows, (B,)."""
        return Batch(to_float(self.images.index_select(0, rows)), self.labels.index_select(0, rows))

    def _shuffled(self, number: int) -> Tensor:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + number)
        order = torch.randperm(len(self.labels), generator=generator)     # on the CPU: the same for every device
        if self.images.is_cuda:
            order = order.pin_memory()     # pinned, it is copied while the GPU works
        return order.to(self.images.device, non_blocking=True)
