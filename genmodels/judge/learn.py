"""How a classifier learns from images: shifted, turned and resized a little, with a rate that rises and falls."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from genmodels.data.base import ImageSet, Progress, silent
from genmodels.device import choose_precision
from genmodels.judge.network import channels_last
from genmodels.preprocess import Batches

Classify = Callable[[Tensor], Tensor]     # (B, C, H, W) -> (B, K)


@dataclass(frozen=True)
class Lesson:
    """`jiggle` counts how far images are moved: 1 is 10 degrees, a tenth of the size and of the way; 0 nothing."""

    steps: int
    seed: int
    batch_size: int = 128
    rate: float = 3e-3
    decay: float = 1e-2
    jiggle: float = 1.0


def learn(network: nn.Module, classify: Classify, images: ImageSet, lesson: Lesson,
          on_progress: Progress = silent) -> None:
    """Descend the cross-entropy of the labels; takes nothing from the process's random numbers."""
    device = torch.device("cpu")
    batches = Batches(images, lesson.batch_size, lesson.seed, device)
    optimizer = torch.optim.AdamW(network.parameters(), lr=lesson.rate, weight_decay=lesson.decay)
    dice, precision = torch.Generator().manual_seed(lesson.seed), choose_precision("auto", device)
    channels_last(network).train()
    for step in range(lesson.steps):
        for group in optimizer.param_groups:
            group["lr"] = lesson.rate * _share(step, lesson.steps)
        x, y = batches.next()
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == torch.bfloat16):
            loss = F.cross_entropy(classify(moved(x, lesson.jiggle, dice)).float(), y)
        optimizer.zero_grad()
        loss.backward()     # type: ignore[no-untyped-call]
        optimizer.step()
        if step % 50 == 0:
            on_progress(step / lesson.steps, f"step {step} of {lesson.steps}")
    network.eval()


def moved(x: Tensor, jiggle: float, dice: torch.Generator) -> Tensor:
    """Each image turned, resized and shifted by chance; what comes in from outside repeats the border."""
    if jiggle == 0:
        return x
    turn, width, height, right, down = jiggle * (2 * torch.rand(5, len(x), generator=dice) - 1)     # (B,) each
    angle = turn * math.radians(10)
    rows = (torch.stack([angle.cos() * (1 + 0.1 * width), -angle.sin(), 0.2 * right], 1),
            torch.stack([angle.sin(), angle.cos() * (1 + 0.1 * height), 0.2 * down], 1))            # (B, 3) each
    grid = F.affine_grid(torch.stack(rows, 1), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, padding_mode="border", align_corners=False)


def _share(step: int, steps: int) -> float:
    """Up over the first tenth, then down along a cosine."""
    warm_up = max(1, steps // 10)
    if step < warm_up:
        return (step + 1) / warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - warm_up) / max(1, steps - warm_up)))
