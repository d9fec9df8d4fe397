"""One step of a portable decoder: what it does, from which buffers to which, with which arrays.

A buffer is a flat row of numbers; a map lies in it row by row with its channels last. Buffer CODE holds the code z;
every layer writes a buffer of its own.

op               facts                            arrays
linear                                            weight (inputs, outputs), bias (outputs)
conv             input, output, kernel, stride,   weight (kernel, kernel, inputs, outputs), bias (outputs)
conv_transpose   padding                          weight (inputs, kernel, kernel, outputs), bias (outputs)
rows                                              table (classes, length): the row of the class
gather                                            index (length): one place of the source for each number
affine                                            scale, shift (1 or length): scale * x + shift
add, mul, concat                                  of two sources, or more
relu, silu, sigmoid, tanh
leaky_relu       slope
clamp            low, high (None: no limit)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import Any

from torch import Tensor

CODE = 0       # the buffer with the code
CLASS = -1     # stands for the class, which is a number and no buffer


@dataclass(frozen=True)
class Layer:
    op: str
    sources: tuple[int, ...]
    target: int
    length: int                                                # numbers it writes
    facts: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, Tensor] = field(default_factory=dict)

    @property
    def work(self) -> int:
        """Multiply-adds for one picture, where they count."""
        weight = self.arrays["weight"].numel() if "weight" in self.arrays else 0
        pixels = {"conv": "output", "conv_transpose": "input"}.get(self.op)
        return weight * (prod(self.facts[pixels][:2]) if pixels else 1)
