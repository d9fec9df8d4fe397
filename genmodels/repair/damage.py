"""How images are destroyed, and what each kind of damage leaves known: noise, salt and pepper, holes.

Letters in shapes: N images, C channels, H = W size. Pixels are grey values in 0..1 in this room, as sigma and PSNR
count them. `spread` is how far, as a standard deviation, the model's pictures stay from images that are intact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from genmodels.errors import ConfigError

Mask = npt.NDArray[np.bool_]
HALF_STEP = 0.5 / 255     # of the grey range: half the distance between two values of a byte
MOST_SIGMA = 2.0


class Damage(Protocol):
    """One way to destroy images, known to whoever repairs them; the images are not."""

    def destroy(self, x: Tensor, generator: torch.Generator) -> Tensor:
        """(N, C, H, W) -> what is left to see, same shape, in 0..1."""

    def known(self, seen: Tensor) -> Tensor:
        """Pixels that are certainly intact, bool (N, 1, H, W)."""

    def expected(self, x: Tensor) -> Tensor:
        """The mean of what is seen where the image is x; grows with x. Same shape."""

    def log_likelihood(self, seen: Tensor, drawn: Tensor, spread: float) -> Tensor:
        """log p(seen | the model draws `drawn`) for each pixel, up to a constant. -> (N, C, H, W)"""

    def trust(self, seen: Tensor, drawn: Tensor, spread: float) -> Tensor:
        """How much of each pixel to take from what is seen, the rest from what is drawn: 0..1. -> (N, C, H, W)"""


@dataclass(frozen=True)
class Noise:
    """Gaussian noise of standard deviation `sigma` on every pixel, cut to what a picture can show."""

    sigma: float

    def __post_init__(self) -> None:
        if not 0 < self.sigma <= MOST_SIGMA:
            raise ConfigError(f"sigma = {self.sigma} does not fit. Allowed: above 0, at most {MOST_SIGMA:g} times the "
                              "grey range.")

    def destroy(self, x: Tensor, generator: torch.Generator) -> Tensor:
        return (x + self.sigma * torch.randn(x.shape, generator=generator)).clamp(0, 1)

    def known(self, seen: Tensor) -> Tensor:
        return torch.zeros_like(seen[:, :1], dtype=torch.bool)

    def expected(self, x: Tensor) -> Tensor:
        """The mean of N(x, sigma^2) cut to 0..1: black grows brighter, white darker."""
        below, above = -x / self.sigma, (1 - x) / self.sigma
        density = (torch.exp(-below**2 / 2) - torch.exp(-above**2 / 2)) / math.sqrt(2 * math.pi)
        ndtr = torch.special.ndtr
        looks: Tensor = x * (ndtr(above) - ndtr(below)) + self.sigma * density + 1 - ndtr(above)
        return looks

    def log_likelihood(self, seen: Tensor, drawn: Tensor, spread: float) -> Tensor:
        return log_clipped_normal(seen, drawn, math.hypot(self.sigma, spread))

    def trust(self, seen: Tensor, drawn: Tensor, spread: float) -> Tensor:
        """The mean of a product of two Gaussians weighs them by the other's variance."""
        return torch.full_like(seen, spread**2 / (spread**2 + self.sigma**2))


@dataclass(frozen=True)
class SaltAndPepper:
    """A share of the pixels turned black or white, half of them each; which ones is not known."""

    share: float

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ConfigError(f"share = {self.share} does not fit. Allowed: between 0 and 1, such as 0.2.")

    def destroy(self, x: Tensor, generator: torch.Generator) -> Tensor:
        shape = (len(x), 1, *x.shape[2:])
        hit = torch.rand(shape, generator=generator) < self.share                         # (N, 1, H, W)
        return torch.where(hit, torch.rand(shape, generator=generator).round(), x)

    def known(self, seen: Tensor) -> Tensor:
        return torch.zeros_like(seen[:, :1], dtype=torch.bool)

    def expected(self, x: Tensor) -> Tensor:
        return (1 - self.share) * x + self.share / 2

    def log_likelihood(self, seen: Tensor, drawn: Tensor, spread: float) -> Tensor:
        return torch.logaddexp(self._intact(seen, drawn, spread), self._hit(seen))

    def trust(self, seen: Tensor, drawn: Tensor, spread: float) -> Tensor:
        """The probability that the pixel was not hit, by Bayes."""
        return (self._intact(seen, drawn, spread) - self.log_likelihood(seen, drawn, spread)).exp()

    def _intact(self, seen: Tensor, drawn: Tensor, spread: float) -> Tensor:
        return math.log1p(-self.share) + log_clipped_normal(seen, drawn, spread)

    def _hit(self, seen: Tensor) -> Tensor:
        """Only black and white pixels can have been hit; -1e4 is a log probability of nothing that stays finite."""
        extreme = (seen <= HALF_STEP) | (seen >= 1 - HALF_STEP)
        return torch.where(extreme, math.log(self.share / 2), -1e4)


@dataclass(frozen=True, eq=False)
class Hole:
    """The pixels of `mask`, bool (H, W), are gone; where they are is known, and all others are intact."""

    mask: Mask

    def __post_init__(self) -> None:
        if self.mask.ndim != 2 or self.mask.dtype != bool:
            raise ConfigError(f"A mask is bool (H, W), this is {self.mask.dtype} {self.mask.shape}.")
        if not self.mask.any():
            raise ConfigError("The mask is empty, so there is nothing to repair. Mark at least one pixel.")

    def destroy(self, x: Tensor, generator: torch.Generator) -> Tensor:
        return torch.where(self.known(x), x, 0.0)

    def known(self, seen: Tensor) -> Tensor:
        if seen.shape[2:] != self.mask.shape:
            raise ConfigError(f"The mask has {self.mask.shape} pixels, the images have {tuple(seen.shape[2:])}.")
        return ~torch.from_numpy(self.mask).expand(len(seen), 1, *self.mask.shape)

    def expected(self, x: Tensor) -> Tensor:
        return x

    def log_likelihood(self, seen: Tensor, drawn: Tensor, spread: float) -> Tensor:
        return torch.where(self.known(seen), log_clipped_normal(seen, drawn, spread), 0.0)

    def trust(self, seen: Tensor, drawn: Tensor, spread: float) -> Tensor:
        return self.known(seen).float().expand_as(seen)


def square(size: int, side: int, top: int, left: int) -> Mask:
    """A square of side x side pixels, moved inside where it would stand over the edge."""
    if not 0 < side < size:
        raise ConfigError(f"A square of {side} pixels does not fit into {size} x {size}. Allowed: 1 to {size - 1}.")
    top, left = min(max(top, 0), size - side), min(max(left, 0), size - side)
    mask = np.zeros((size, size), bool)
    mask[top:top + side, left:left + side] = True
    return mask


def half(size: int, side: str) -> Mask:
    """The left, right, upper or lower half."""
    mask, middle = np.zeros((size, size), bool), size // 2
    every, first, last = slice(None), slice(None, middle), slice(middle, None)
    parts = {"left": (every, first), "right": (every, last), "top": (first, every), "bottom": (last, every)}
    if side not in parts:
        raise ConfigError(f"There is no half {side!r}. There are: {', '.join(parts)}.")
    mask[parts[side]] = True
    return mask


def log_clipped_normal(seen: Tensor, mean: Tensor, spread: float) -> Tensor:
    """log probability of a byte's value under N(mean, spread^2) cut to 0..1: black and white take the whole tail.

    As in Tobin 1958 (censored regression). Without it a noisy picture, whose dark half was cut away, looks too bright.
    """
    inside = -0.5 * ((seen - mean) / spread).square() + math.log(2 * HALF_STEP / (spread * math.sqrt(2 * math.pi)))
    black = torch.special.log_ndtr((HALF_STEP - mean) / spread)
    white = torch.special.log_ndtr((mean - 1 + HALF_STEP) / spread)
    return torch.where(seen <= HALF_STEP, black, torch.where(seen >= 1 - HALF_STEP, white, inside))
