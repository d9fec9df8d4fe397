"""All methods on the same destroyed images, with the PSNR of each on what was missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from genmodels.pictures import Pixels
from genmodels.repair import baselines
from genmodels.repair.by_model import Repairer, iterated, iterations, one_pass, optimised
from genmodels.repair.damage import Damage
from genmodels.repair.psnr import psnr
from genmodels.repair.total_variation import total_variation
from genmodels.sample import Labels, labels

Repair = Callable[["Case"], Tensor]


@dataclass(frozen=True)
class Case:
    """What every method is given."""

    repairer: Repairer
    train: Pixels                # (T, C, H, W)
    seen: Tensor                 # (N, C, H, W) in 0..1
    damage: Damage
    y: Tensor | None             # (N,) for a conditional model
    seed: int


@dataclass(frozen=True)
class Method:
    """One way to repair, and who it is by."""

    title: str
    by: Literal["model", "baseline"]
    repair: Repair


METHODS: dict[str, Method] = {
    "one-pass": Method("One pass", "model", lambda at: one_pass(at.repairer, at.seen, at.damage, at.y)),
    "iterated": Method("Iterated, clamped", "model",
                       lambda at: iterated(at.repairer, at.seen, at.damage, at.y, at.seed)),
    "optimised": Method("Code optimised", "model",
                        lambda at: optimised(at.repairer, at.seen, at.damage, at.y, at.seed)),
    "median": Method("Median filter", "baseline", lambda at: baselines.median(at.seen, at.damage)),
    "nearest": Method("Nearest training image", "baseline",
                      lambda at: baselines.nearest(at.seen, at.damage, at.train)),
    "tv": Method("Total variation", "baseline", lambda at: total_variation(at.seen, at.damage)),
}


@dataclass(frozen=True)
class Comparison:
    """N destroyed images, each repaired by every method."""

    destroyed: Pixels                                   # (N, C, H, W)
    missing: npt.NDArray[np.bool_]                      # (N, 1, H, W), where PSNR is taken
    repaired: dict[str, Pixels]                         # method -> (N, C, H, W)
    psnr: dict[str, npt.NDArray[np.float64]]            # method, and "destroyed" -> (N,) in dB

    def best(self, by: Literal["model", "baseline"]) -> str:
        """The method of that kind with the highest mean PSNR."""
        return max((name for name, method in METHODS.items() if method.by == by),
                   key=lambda name: float(self.psnr[name].mean()))


def destroy(images: Pixels, damage: Damage, seed: int) -> Pixels:
    """What is left of uint8 (N, C, H, W): a picture again, in bytes; equal for equal seeds."""
    return _pixels(damage.destroy(_grey(images), torch.Generator().manual_seed(seed)))


def compare(repairer: Repairer, train: Pixels, images: Pixels, damage: Damage, seed: int = 0,
            y: Labels = None) -> Comparison:
    """Destroy `images`, uint8 (N, C, H, W), and repair them by all METHODS; what is known stays as it was."""
    destroyed = destroy(images, damage, seed)
    seen = _grey(destroyed)
    known = damage.known(seen)
    case = Case(repairer, train, seen, damage, labels(repairer.model, len(images), y), seed)
    repaired = {name: _pixels(torch.where(known, seen, method.repair(case))) for name, method in METHODS.items()}
    missing = (~known).numpy()
    scores = {name: psnr(pixels, images, missing) for name, pixels in {"destroyed": destroyed, **repaired}.items()}
    return Comparison(destroyed, missing, repaired, scores)


def chain(repairer: Repairer, images: Pixels, damage: Damage, seed: int = 0,
          y: Labels = None) -> Iterator[tuple[int, Pixels]]:
    """Number and pictures of each clamped iteration on the way to the repair of the same images and seed."""
    seen = _grey(destroy(images, damage, seed))
    classes = labels(repairer.model, len(images), y)
    for step, x in enumerate(iterations(repairer, seen, damage, classes, seed)):
        yield step, _pixels(x)


def _grey(images: Pixels) -> Tensor:
    return torch.from_numpy(images).float() / 255


def _pixels(x: Tensor) -> Pixels:
    return np.asarray(x.mul(255).round().clamp(0, 255).to(torch.uint8).numpy())
