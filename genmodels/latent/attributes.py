"""What can be measured on a picture itself: slant, thickness, width, height, size, place and hue.

The quantities are those of Morpho-MNIST (Castro et al. 2019, arXiv:1809.10780, sec. 3); the formulas are ours, without
a skeleton. Letters in shapes: N images, C channels, H rows, W columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from genmodels.data.base import ImageSet, Truth

Pixels = npt.NDArray[np.uint8]

CHUNK = 500          # images measured at once: they stay in the processor's cache
FAINT = 0.2          # what differs from the background by less is background: noise, halos
TAIL = 0.02          # share of the ink that width and height leave out on each side, as in Morpho-MNIST


@dataclass(frozen=True)
class Attribute:
    """One measured quantity, as a page names it."""

    key: str
    title: str
    unit: str
    seen: float = 0.0     # least standard deviation over pictures that an eye would notice, in the unit


MEASURED = {
    "slant": Attribute("slant", "slant", "°", 2),
    "thickness": Attribute("thickness", "thickness", "px", 0.2),
    "width": Attribute("width", "width", "px", 0.5),
    "height": Attribute("height", "height", "px", 0.5),
    "size": Attribute("size", "size", "px²", 2),
    "x": Attribute("x", "x", "px", 0.5),
    "y": Attribute("y", "y", "px", 0.5),
    "hue": Attribute("hue", "hue", "turn", 0.02),
}


def attributes(images: Pixels) -> dict[str, Tensor]:
    """Each attribute of each picture, float32 (N,). Hue is measured on pictures in colour only.

    Slant: angle of the shear that sets the picture upright, positive when it leans to the right. Size: ink, in full
    pixels. Thickness: twice the ink over the length of its edge, which is the width of a long stroke. Width and height:
    of the parallelogram of that slant that holds the middle 96 % of the ink. x and y: centre of the ink, from the top
    left. An empty picture measures 0 and has its centre in the middle.
    """
    parts = [_measure(torch.tensor(images[i:i + CHUNK])) for i in range(0, len(images), CHUNK)]
    if not parts:
        raise ValueError("there is nothing to measure on no image")
    return {name: torch.cat([part[name] for part in parts]).float() for name in parts[0]}


def attributes_of(images: ImageSet) -> dict[str, Tensor]:
    """The true factors where the set was drawn from some, else what its pictures measure. name -> float32 (N,)"""
    if images.factors:
        return {name: torch.tensor(values, dtype=torch.float32) for name, values in images.factors.items()}
    return varied(attributes(images.images))


def varied(measured: dict[str, Tensor]) -> dict[str, Tensor]:
    """Without those that change too little to be seen, such as the place of digits that were centred."""
    return {name: values for name, values in measured.items()
            if len(values) > 1 and float(values.std()) > MEASURED[name].seen}


def described(names: Iterable[str], truth: Truth | None = None) -> tuple[Attribute, ...]:
    """Title and unit of each attribute; of true factors, as the dataset's card says."""
    known = dict(MEASURED)
    if truth is not None:
        known |= {factor.name: Attribute(factor.name, factor.name, factor.unit) for factor in truth.factors}
    return tuple(known.get(name, Attribute(name, name, "")) for name in names)


def _measure(images: Tensor) -> dict[str, Tensor]:
    ink = _ink(images)                                                         # (N, H, W) in 0..1
    size = ink.sum((1, 2))                                                     # (N,)
    down, right = (torch.arange(n, dtype=torch.float32) + 0.5 for n in ink.shape[1:])
    y, x = _mean(ink.sum(2), down), _mean(ink.sum(1), right)                   # (N,)
    dy, dx = down[None, :, None] - y[:, None, None], right[None, None, :] - x[:, None, None]
    lean = _ratio((ink * dx * dy).sum((1, 2)), (ink * dy.square()).sum((1, 2)))     # (N,) columns per row
    straight = (dx - lean[:, None, None] * dy).flatten(1)                      # (N, H * W), sheared upright
    measured = {
        "slant": torch.rad2deg(torch.atan(-lean)),                             # rows count downwards
        "thickness": 2 * _ratio(size, _edge(ink)),
        "width": _extent(straight, ink.flatten(1)),
        "height": _extent(dy.squeeze(2), ink.sum(2)),
        "size": size, "x": x, "y": y}
    return measured | ({"hue": _hue(images)} if images.shape[1] == 3 else {})


def _ink(images: Tensor) -> Tensor:
    """How far each pixel is from the background, the middle value of the picture's border. (N, C, H, W) -> (N, H, W)"""
    x = images.float() / 255
    border = torch.cat([x[:, :, 0], x[:, :, -1], x[:, :, 1:-1, 0], x[:, :, 1:-1, -1]], dim=2)     # (N, C, B)
    away = (x - border.median(2).values[:, :, None, None]).abs().amax(1)       # (N, H, W)
    return torch.where(away < FAINT, 0, away)


def _edge(ink: Tensor) -> Tensor:
    """Length of the edge: total variation, which is the perimeter averaged over all levels (coarea). -> (N,)"""
    padded = torch.nn.functional.pad(ink, (1, 1, 1, 1))                        # (N, H + 2, W + 2)
    across = padded[:, 1:, 1:] - padded[:, 1:, :-1]
    along = padded[:, 1:, 1:] - padded[:, :-1, 1:]
    return (across.square() + along.square()).sqrt().sum((1, 2))


def _extent(places: Tensor, ink: Tensor) -> Tensor:
    """Length that holds the ink but for a tail at both ends; places may be in any order. (N, P), (N, P) -> (N,)"""
    places, order = places.sort(1)
    ink = ink.gather(1, order)
    below = ink.cumsum(1) - ink                                                # (N, P), ink before each place
    total = ink.sum(1, keepdim=True)
    ends = (torch.tensor([TAIL, 1 - TAIL]) * total).contiguous()               # (N, 2)
    at = (torch.searchsorted(below, ends) - 1).clamp_min(0)                    # the pixel in which the share is reached
    within = ((ends - below.gather(1, at)) / ink.gather(1, at).clamp_min(1e-9)).clamp(0, 1)
    low, high = (places.gather(1, at) + within).unbind(1)
    return torch.where(total[:, 0] > 0, high - low, 0)


def _hue(images: Tensor) -> Tensor:
    """Of the mean ink: angle in the plane across grey, red 0, green 1/3, blue 2/3 turns. (N, 3, H, W) -> (N,)"""
    red, green, blue = (images.float() / 255 * _ink(images)[:, None]).sum((2, 3)).unbind(1)     # (N,)
    angle = torch.atan2(math.sqrt(3) * (green - blue), 2 * red - green - blue)
    return (angle / (2 * math.pi)) % 1


def _mean(weights: Tensor, places: Tensor) -> Tensor:
    """Mean place, the middle where there is no weight. (N, P), (P,) -> (N,)"""
    total = weights.sum(1)
    return torch.where(total > 0, _ratio(weights @ places, total), float(places.mean()))


def _ratio(a: Tensor, b: Tensor) -> Tensor:
    return torch.where(b > 0, a / b.clamp_min(1e-9), 0)


