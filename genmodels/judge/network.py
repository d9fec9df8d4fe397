"""The judge's network: a small classifier whose 64 features before the last layer the metrics look at.

Letters in shapes: B batch, C channels, H = W size, W width, F features, K classes.
"""

from __future__ import annotations

from copy import deepcopy
from typing import NamedTuple, TypeVar

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from genmodels.config import ImageSpec
from genmodels.models.blocks import stages

FEATURES = 64
WIDEST, NARROWEST = 64, 16     # channels at the deepest stage, and the fewest anywhere


NetworkT = TypeVar("NetworkT", bound=nn.Module)


class Opinion(NamedTuple):
    """What the judge makes of images."""

    features: Tensor     # (B, F), not negative
    logits: Tensor       # (B, K)


class JudgeNet(nn.Module):
    """Convolutions at every size down to 4 pixels, 60 to 200 thousand parameters for images of 8 to 64 pixels."""

    scale: Tensor

    def __init__(self, image: ImageSpec, classes: int) -> None:
        super().__init__()
        sizes = stages(image.size)
        depth = max(1, len(sizes) - 1)
        widths = [max(NARROWEST, WIDEST >> (depth - 1 - i)) for i in range(depth)]     # from the image inwards
        layers: list[nn.Module] = [*_layer(image.channels, widths[0], 5)]
        for i, width in enumerate(widths):
            if i:
                layers += [*_layer(widths[i - 1], width, 3)]
            if i or depth == 1:     # at full resolution a second layer would cost more than all the rest
                layers += [*_layer(width, width, 3)]
            if i < len(sizes) - 1:
                layers.append(nn.MaxPool2d(2, ceil_mode=True))                         # (B, W, H/2, H/2)
        self.layers = nn.Sequential(*layers, nn.Flatten(), nn.Linear(widths[-1] * sizes[-1]**2, FEATURES), nn.ReLU())
        self.head = nn.Linear(FEATURES, classes)
        self.register_buffer("scale", torch.ones(()))     # makes a feature's mean square 1, so that judges are alike

    def forward(self, x: Tensor) -> Opinion:
        """(B, C, H, W) in [-1, 1]"""
        features = self.layers(x)                                                      # (B, F)
        return Opinion(features * self.scale, self.head(features))

    def for_looking(self) -> JudgeNet:
        """A copy that computes the same three times as fast, but cannot learn: normalisation goes into the weights,
        and channels lie last in memory."""
        copy = deepcopy(self).eval()
        parts: list[nn.Module] = []
        for layer in copy.layers:
            if isinstance(layer, nn.BatchNorm2d) and isinstance(parts[-1], nn.Conv2d):
                parts[-1] = fuse_conv_bn_eval(parts[-1], layer)
            else:
                parts.append(layer)
        copy.layers = nn.Sequential(*parts)
        return channels_last(copy)


def channels_last(network: NetworkT) -> NetworkT:
    """The same network, its convolutions as the processor wants them."""
    network.to(memory_format=torch.channels_last)     # type: ignore[call-overload]
    return network


def _layer(inputs: int, outputs: int, kernel: int) -> tuple[nn.Module, ...]:
    return (nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False), nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True))
