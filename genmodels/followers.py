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
    def follow(self, decay: float) -> None:
        if self.alone:
            return
        torch._foreach_lerp_(self.targets, self.sources, 1 - decay)
        for mine, theirs in self.copied:
            mine.copy_(theirs)
