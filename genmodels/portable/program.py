"""A portable decoder: traced from a model, folded, rounded to float16, and held to the model before it leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from genmodels.errors import NotPortable
from genmodels.models.base import GenerativeModel
from genmodels.portable.fold import fold
from genmodels.portable.layer import Layer
from genmodels.portable.replay import replay
from genmodels.portable.trace import trace

TOLERANCE = 0.01     # of the grey range, between the program's picture and the model's
PROBES = 4           # codes the two are compared at
MOST_WORK = 100      # million multiply-adds a picture: half a frame of a laptop's browser


@dataclass(frozen=True)
class Program:
    """Layers in the order they run; the last one writes the picture, row by row with channels last, in 0..1."""

    latent: int
    classes: int             # 0: the class changes nothing
    channels: int
    size: int
    layers: tuple[Layer, ...]

    def header(self) -> dict[str, Any]:
        """All but the arrays, as JSON can carry it; each layer names its arrays."""
        layers = [{"op": layer.op, "sources": list(layer.sources), "target": layer.target, "length": layer.length,
                   **layer.facts, **{name: f"{i}.{name}" for name in layer.arrays}}
                  for i, layer in enumerate(self.layers)]
        return {"latent": self.latent, "classes": self.classes, "channels": self.channels, "size": self.size,
                "layers": layers}

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """By the names of the header: float16 or float32, places int32."""
        return {f"{i}.{name}": np.ascontiguousarray(array.numpy())
                for i, layer in enumerate(self.layers) for name, array in layer.arrays.items()}


def program(model: GenerativeModel) -> Program:
    """The decoder of a model in eval mode. Raises NotPortable naming what the browser cannot carry out."""
    layers = tuple(fold(trace(model)))
    work = sum(layer.work for layer in layers) / 1e6
    if work > MOST_WORK:
        raise NotPortable(f"The decoder takes {work:.0f} million multiply-adds a picture; a page keeps up with "
                          f"{MOST_WORK} million. It decodes in the server instead.")
    drawn = Program(model.latent_dim, model.classes if model.conditional else 0, model.image.channels,
                    model.image.size, layers)
    for light in (torch.float16, torch.float32):
        rounded = replace(drawn, layers=tuple(_rounded(layer, light) for layer in layers))
        apart = _apart(model, rounded)
        if apart <= TOLERANCE:
            return rounded
    raise NotPortable(f"The decoder carried over draws pictures that differ by {apart:.3f} of the grey range; "
                      f"allowed are {TOLERANCE}. It decodes in the server instead.")


def _apart(model: GenerativeModel, drawn: Program) -> float:
    """The largest difference at some codes of the prior, of as many classes."""
    device = next(model.parameters()).device
    z = model.prior(PROBES, torch.Generator().manual_seed(0))                                  # (PROBES, L)
    y = torch.arange(PROBES) % max(1, drawn.classes)
    with torch.no_grad():
        pictures = model.decode(z.to(device), y.to(device) if drawn.classes else None).float().cpu()     # (N, C, H, W)
    expected = pictures.permute(0, 2, 3, 1).add(1).div(2).clamp(0, 1)                          # (N, H, W, C)
    found = torch.stack([replay(drawn, code, int(label)) for code, label in zip(z, y, strict=True)])
    return float((found - expected).abs().nan_to_num(torch.inf).max())


def _rounded(layer: Layer, light: torch.dtype) -> Layer:
    return replace(layer, arrays={name: _light(array, light) for name, array in layer.arrays.items()})


def _light(array: Tensor, light: torch.dtype) -> Tensor:
    """Places become int32; numbers that float16 cannot hold stay float32."""
    if not array.is_floating_point():
        return array.int()
    rounded = array.to(light)
    return rounded if bool(rounded.isfinite().all()) else array
