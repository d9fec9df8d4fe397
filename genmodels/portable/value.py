"""What a tensor of the traced decoder is in the browser: a buffer, and where in it each of the tensor's numbers lies.

Views, permutations, slices and repetitions then cost nothing: they happen to the table of places alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from genmodels.portable.layer import CODE, Layer


@dataclass(frozen=True)
class Value:
    """`places` has the tensor's shape, with 1 for the batch, and holds int64 places in the buffer."""

    buffer: int
    places: Tensor


def channels_last(channels: int, height: int, width: int) -> Tensor:
    """The places of a map that lies row by row with its channels last. -> (1, C, H, W)"""
    return torch.arange(height * width * channels).view(1, height, width, channels).permute(0, 3, 1, 2)


class Builder:
    """Collects layers and keeps the length of every buffer."""

    def __init__(self, latent_dim: int) -> None:
        self.layers: list[Layer] = []
        self.lengths = {CODE: latent_dim}

    def emit(self, op: str, sources: tuple[int, ...], length: int, facts: dict[str, Any] | None = None,
             arrays: dict[str, Tensor] | None = None) -> int:
        """Add a layer; returns the buffer it writes."""
        target = len(self.lengths)
        self.lengths[target] = length
        self.layers.append(Layer(op, sources, target, length, facts or {}, arrays or {}))
        return target

    def each(self, value: Value, op: str, **facts: Any) -> Value:
        """A function of each number alone: where the numbers lie does not matter."""
        return Value(self.emit(op, (value.buffer,), self.lengths[value.buffer], facts), value.places)

    def affine(self, value: Value, scale: Tensor, shift: Tensor) -> Value:
        """scale * value + shift, both broadcast against the value as torch would."""
        shape = torch.broadcast_shapes(value.places.shape, scale.shape, shift.shape)     # type: ignore[no-untyped-call]
        value = self.whole(Value(value.buffer, value.places.expand(shape)))
        arrays = {"scale": self._laid(scale, value), "shift": self._laid(shift, value)}
        return Value(self.emit("affine", (value.buffer,), value.places.numel(), {}, arrays), value.places)

    def pair(self, op: str, one: Value, other: Value) -> Value:
        """one op other, number by number."""
        shape = torch.broadcast_shapes(one.places.shape, other.places.shape)     # type: ignore[no-untyped-call]
        one = self.whole(Value(one.buffer, one.places.expand(shape)))
        other = self.arranged(Value(other.buffer, other.places.expand(shape)), one.places)
        return Value(self.emit(op, (one.buffer, other.buffer), one.places.numel()), one.places)

    def whole(self, value: Value) -> Value:
        """The same numbers, each once, and nothing else in the buffer."""
        if self._is_permutation(value):
            return value
        return self.arranged(value, torch.arange(value.places.numel()).view(value.places.shape))

    def arranged(self, value: Value, places: Tensor) -> Value:
        """The same numbers lying at `places`, a permutation of the buffer; copied only when they do not."""
        if self.lengths[value.buffer] == places.numel() and torch.equal(value.places, places):
            return value
        index = torch.empty(places.numel(), dtype=torch.int64)
        index[places.flatten()] = value.places.flatten()
        return Value(self.emit("gather", (value.buffer,), len(index), {}, {"index": index}), places)

    def _laid(self, constant: Tensor, value: Value) -> Tensor:
        """A constant in the order of the value's buffer; one number stays one. -> (1,) or (length,)"""
        if constant.numel() == 1:
            return constant.detach().reshape(1).float().cpu()
        laid = torch.empty(value.places.numel())
        laid[value.places.flatten()] = constant.detach().float().cpu().expand(value.places.shape).flatten()
        return laid

    def _is_permutation(self, value: Value) -> bool:
        n = value.places.numel()
        return n == self.lengths[value.buffer] and torch.equal(value.places.flatten().sort().values, torch.arange(n))
