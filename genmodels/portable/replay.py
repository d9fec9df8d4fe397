"""A portable decoder carried out in torch: what the browser's decoder has to draw, layer by layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F
from torch import Tensor

from genmodels.portable.layer import CODE, Layer

if TYPE_CHECKING:
    from genmodels.portable.program import Program


def replay(program: Program, z: Tensor, y: int = 0) -> Tensor:
    """One code (L,) of class y -> (H, W, C) in 0..1."""
    buffers = {CODE: z.float()}
    for layer in program.layers:
        sources = [buffers[source] for source in layer.sources]
        buffers[layer.target] = _OPS[layer.op](layer, y, *sources)
    return buffers[program.layers[-1].target].view(program.size, program.size, program.channels)


def _linear(layer: Layer, y: int, x: Tensor) -> Tensor:
    return layer.arrays["bias"].float() + x @ layer.arrays["weight"].float()


def _conv(layer: Layer, y: int, x: Tensor) -> Tensor:
    weight = layer.arrays["weight"].float().permute(3, 2, 0, 1)                                # (O, C, k, k)
    maps = F.conv2d(_map(layer, x), weight, None, layer.facts["stride"], layer.facts["padding"])
    return _flat(layer, maps)


def _conv_transpose(layer: Layer, y: int, x: Tensor) -> Tensor:
    weight, facts = layer.arrays["weight"].float().permute(0, 3, 1, 2), layer.facts            # (C, O, k, k)
    extra = [there - ((here - 1) * s - 2 * p + k) for here, there, s, p, k in zip(
        facts["input"], facts["output"], facts["stride"], facts["padding"], facts["kernel"], strict=False)]
    return _flat(layer, F.conv_transpose2d(_map(layer, x), weight, None, facts["stride"], facts["padding"], extra))


def _map(layer: Layer, x: Tensor) -> Tensor:
    return x.view(1, *layer.facts["input"]).permute(0, 3, 1, 2)                                # (1, C, H, W)


def _flat(layer: Layer, maps: Tensor) -> Tensor:
    bias, numbers = layer.arrays["bias"].float(), maps.permute(0, 2, 3, 1).flatten()
    return numbers + bias.repeat(len(numbers) // len(bias))


def _affine(layer: Layer, y: int, x: Tensor) -> Tensor:
    return layer.arrays["scale"].float() * x + layer.arrays["shift"].float()


_OPS: dict[str, Callable[..., Tensor]] = {
    "linear": _linear, "conv": _conv, "conv_transpose": _conv_transpose, "affine": _affine,
    "rows": lambda layer, y: layer.arrays["table"][y].float(),
    "gather": lambda layer, y, x: x[layer.arrays["index"].long()],
    "concat": lambda layer, y, *parts: torch.cat(parts),
    "add": lambda layer, y, one, other: one + other,
    "mul": lambda layer, y, one, other: one * other,
    "relu": lambda layer, y, x: x.relu(),
    "leaky_relu": lambda layer, y, x: F.leaky_relu(x, layer.facts["slope"]),
    "silu": lambda layer, y, x: F.silu(x),
    "sigmoid": lambda layer, y, x: x.sigmoid(),
    "tanh": lambda layer, y, x: x.tanh(),
    "clamp": lambda layer, y, x: x.clamp(layer.facts["low"], layer.facts["high"])}
