"""Layers that several models are built from; convolutional ones fit any image size between 4 and 64 pixels.

A stage halves n to ceil(n / 2), or doubles it back, until 4 pixels or fewer are left: 28-14-7-4, 32-16-8-4, 8-4.
Letters in shapes: B batch, C channels, H = W size, L size of the code z, F features, K classes.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SMALLEST = 4       # pixels at the deepest stage
CLASS_WIDTH = 16   # numbers that stand for a class beside the code
SLOPE = 0.2        # of leaky ReLUs below zero, arXiv:1511.06434


def stages(size: int) -> list[int]:
    """The sizes from the image to the deepest stage, both included."""
    sizes = [size]
    while sizes[-1] > SMALLEST:
        sizes.append((sizes[-1] + 1) // 2)
    return sizes


def down(inputs: int, outputs: int, size: int, *, bias: bool = True) -> nn.Conv2d:
    """(B, inputs, size, size) -> (B, outputs, ceil(size / 2), ceil(size / 2))."""
    return nn.Conv2d(inputs, outputs, _kernel(size), stride=2, padding=1, bias=bias)


def up(inputs: int, outputs: int, size: int, *, bias: bool = True) -> nn.ConvTranspose2d:
    """(B, inputs, ceil(size / 2), ceil(size / 2)) -> (B, outputs, size, size)."""
    return nn.ConvTranspose2d(inputs, outputs, _kernel(size), stride=2, padding=1, bias=bias)


class ToMap(nn.Module):
    """(B, size * size * C) -> (B, C, size, size), channels last in memory as the convolutions want it: no copy."""

    def __init__(self, channels: int, size: int) -> None:
        super().__init__()
        self.shape = (size, size, channels)

    def forward(self, h: Tensor) -> Tensor:
        return h.view(-1, *self.shape).permute(0, 3, 1, 2)


class ToVector(nn.Module):
    """(B, C, size, size) -> (B, size * size * C), the way back."""

    def forward(self, h: Tensor) -> Tensor:
        return h.permute(0, 2, 3, 1).flatten(1)


class ClassCode(nn.Module):
    """Puts a learned vector for the class beside the code; without classes it passes the code through."""

    def __init__(self, latent_dim: int, classes: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(classes, CLASS_WIDTH) if classes else None
        self.width = latent_dim + CLASS_WIDTH if classes else latent_dim

    def forward(self, z: Tensor, y: Tensor | None) -> Tensor:
        if self.embedding is None:
            return z                                                     # (B, L)
        return torch.cat([z, self.embedding(y).to(z.dtype)], dim=1)      # (B, L + CLASS_WIDTH)


class ProjectionHead(nn.Module):
    """One score from features, plus how well they agree with the class. Miyato & Koyama 2018, arXiv:1802.05637."""

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.linear = nn.Linear(features, 1)
        self.embedding = nn.Embedding(classes, features) if classes else None
        if self.embedding is not None:
            nn.init.normal_(self.embedding.weight, std=0.02)

    def gradient(self, y: Tensor | None, n: int) -> Tensor:
        """d score / d features, which does not depend on the features. -> (B, F)"""
        weight = self.linear.weight.expand(n, -1)                        # (1, F) -> (B, F)
        return weight if self.embedding is None else weight + self.embedding(y)

    def forward(self, h: Tensor, y: Tensor | None) -> Tensor:
        score: Tensor = full(self.linear(h).squeeze(1))                  # (B, F) -> (B,)
        if self.embedding is None:
            return score
        agreement: Tensor = (self.embedding(y) * full(h)).sum(1)         # (B,)
        return score + agreement


class ConvGenerator(nn.Module):
    """Code to image by transposed convolutions with batch normalisation. Radford et al. 2015, arXiv:1511.06434."""

    def __init__(self, latent_dim: int, channels: int, size: int, width: int, classes: int) -> None:
        super().__init__()
        sizes = stages(size)
        deepest = sizes[-1]
        widths = [width * 2**i for i in range(len(sizes) - 1)] or [width]      # from the image inwards
        self.code = ClassCode(latent_dim, classes)
        self.first = nn.Sequential(
            nn.Linear(self.code.width, widths[-1] * deepest**2, bias=False),
            ToMap(widths[-1], deepest),                                        # (B, C, 4, 4)
            nn.BatchNorm2d(widths[-1]), nn.ReLU(inplace=True))
        layers: list[nn.Module] = []
        for i in reversed(range(1, len(sizes) - 1)):
            layers += [up(widths[i], widths[i - 1], sizes[i], bias=False), nn.BatchNorm2d(widths[i - 1]),
                       nn.ReLU(inplace=True)]
        last = up(widths[0], channels, size) if len(sizes) > 1 else nn.Conv2d(widths[0], channels, 3, padding=1)
        self.layers = nn.Sequential(*layers, last, nn.Tanh())                  # (B, C, H, W)
        self.apply(radford)

    def forward(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        return self.layers(self.first(self.code(z, y)))     # type: ignore[no-any-return]


def full(x: Tensor) -> Tensor:
    """At least float32: losses and penalties are not counted in bfloat16."""
    return x.to(torch.promote_types(x.dtype, torch.float32))


def leaky(x: Tensor) -> Tensor:
    """max(x, 0.2 x)."""
    return F.leaky_relu(x, SLOPE)


def leaky_(x: Tensor) -> Tensor:
    """The same in the memory of x, for what a convolution gave and nobody else reads: less memory to walk."""
    return F.leaky_relu_(x, SLOPE)


def back_through_leaky(gradient: Tensor, y: Tensor) -> Tensor:
    """The gradient before a leaky ReLU that gave y; y counts as constant, for the second derivative is zero."""
    return torch.ops.aten.leaky_relu_backward(gradient, y.detach(), SLOPE, True)     # type: ignore[no-any-return]


def back_through(conv: nn.Conv2d, gradient: Tensor) -> Tensor:
    """The gradient before a convolution of `down`, or one that keeps the size: its transpose."""
    return F.conv_transpose2d(gradient, conv.weight, stride=conv.stride, padding=conv.padding)     # type: ignore[arg-type]


def radford(module: nn.Module) -> None:
    """Normal weights of deviation 0.02, arXiv:1511.06434 sec. 4."""
    if isinstance(module, nn.Linear | nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, std=0.02)


def _kernel(size: int) -> int:
    """Odd sizes need an odd kernel to be reached exactly from ceil(size / 2)."""
    return 3 if size % 2 else 4
