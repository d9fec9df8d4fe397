"""Watches a model decode one code and writes down, operation by operation, what a browser has to do for any code.

What torch computes from weights alone is a constant by then: scales, casts and transposed weights cost nothing later.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from genmodels.errors import NotPortable
from genmodels.models.base import GenerativeModel
from genmodels.portable.layer import CLASS, CODE, Layer
from genmodels.portable.lower import LOWER
from genmodels.portable.value import Builder, Value, channels_last

OF_THE_CLASS = {"embedding", "view", "clone", "_to_copy"}


def trace(model: GenerativeModel) -> list[Layer]:
    """The layers from the code to the picture, row by row with channels last, in 0..1; the last one writes it.

    Raises NotPortable naming the operation that cannot be carried over.
    """
    device = next(model.parameters()).device
    z = torch.linspace(-1, 1, model.latent_dim, device=device)[None]                     # (1, L)
    y = torch.zeros(1, dtype=torch.int64, device=device) if model.conditional else None
    builder = Builder(model.latent_dim)
    with torch.no_grad(), _Watch(builder) as watch:
        watch.know(z, Value(CODE, torch.arange(model.latent_dim)[None]))
        if y is not None:
            watch.know(y, Value(CLASS, torch.zeros(1, dtype=torch.int64)))
        picture = model.decode(z, y)                                                     # (1, C, H, W)
        drawn = watch.known(picture)
    if picture.ndim != 4:
        raise NotPortable(f"The decoder draws {tuple(picture.shape[1:])} numbers and no pictures.")
    if not isinstance(drawn, Value):
        raise NotPortable("The picture does not depend on the code, so there is nothing to explore.")
    drawn = builder.arranged(drawn, channels_last(*picture.shape[1:]))
    grey = builder.affine(drawn, torch.tensor(0.5), torch.tensor(0.5))                   # [-1, 1] to [0, 1]
    builder.emit("clamp", (grey.buffer,), picture[0].numel(), {"low": 0.0, "high": 1.0})
    return builder.layers


class _Watch(TorchDispatchMode):     # type: ignore[no-untyped-call]
    """Sees every operation below autograd, in this thread alone; those on weights only just happen."""

    def __init__(self, builder: Builder) -> None:
        super().__init__()     # type: ignore[no-untyped-call]
        self.builder = builder
        self.values: dict[int, tuple[Tensor, Value]] = {}     # by identity; the tensor is held, so that none is reused

    def know(self, tensor: Tensor, value: Value) -> None:
        self.values[id(tensor)] = tensor, value

    def known(self, thing: Any) -> Any:
        """The value a tensor stands for, also within lists; what is none comes back as it is."""
        if isinstance(thing, list | tuple):
            return [self.known(part) for part in thing]
        return self.values[id(thing)][1] if isinstance(thing, Tensor) and id(thing) in self.values else thing

    def __torch_dispatch__(self, operation: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = operation(*args, **(kwargs or {}))
        if torch.Tag.nondeterministic_seeded in operation.tags:
            raise NotPortable(f"The decoder draws random numbers ({operation}), so no two pictures would be equal.")
        seen = [self.known(argument) for argument in args]
        if any(isinstance(part, Value) for part in _leaves(seen)):
            lowered = self._lower(operation, seen, kwargs or {})
            tensors = result if isinstance(result, list | tuple) else [result]
            for tensor, value in zip(tensors, lowered if isinstance(lowered, list) else [lowered], strict=False):
                self.know(tensor, value)     # of a normalisation's results only the first is drawn on
        return result

    def _lower(self, operation: Any, args: list[Any], kwargs: dict[str, Any]) -> Value | list[Value]:
        name = operation.overloadpacket.__name__
        lower = LOWER.get(name) or LOWER.get(name.removesuffix("_"))
        if lower is None:
            raise NotPortable(f"The decoder uses {name}, which the browser's decoder does not know. "
                              f"It knows {', '.join(sorted(LOWER))}.")
        if name not in OF_THE_CLASS and any(leaf.buffer == CLASS for leaf in _leaves(args) if isinstance(leaf, Value)):
            raise NotPortable(f"The decoder uses the class in {name}; the browser's only looks up a table by it.")
        return lower(self.builder, operation, *args, **kwargs)


def _leaves(things: list[Any]) -> list[Any]:
    return [leaf for thing in things for leaf in (_leaves(thing) if isinstance(thing, list) else [thing])]
