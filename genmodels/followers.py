"""Averaged weights that follow the trained ones."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Followers:
    """Averaged weights that follow the trained ones; nothing to do when no average is kept."""

    def __init__(self, source: nn.Module, target: nn.Module) -> None:
        self.alone = source is target
        self.sources: list[Tensor] = list(source.parameters())
        self.targets: list[Tensor] = list(target.parameters())
        self.copied = list(zip(target.buffers(), source.buffers(), strict=True))     # running means: averages already

    @torch.no_grad()
    def follow(self, pull: float | Tensor) -> None:
        """Go this share of the way, 0 to 1. A tensor, (), is read where it lies, when the way is gone."""
        if self.alone:
            return
        if isinstance(pull, Tensor):     # the kernel below takes no tensor
            ways = torch._foreach_sub(self.sources, self.targets)
            torch._foreach_mul_(ways, pull)
            torch._foreach_add_(self.targets, ways)
        else:
            torch._foreach_lerp_(self.targets, self.sources, pull)
        for mine, theirs in self.copied:
            mine.copy_(theirs)
