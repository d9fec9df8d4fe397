"""From torch's operations to layers: one line of a table for each, and the few that need more thought.

Letters in shapes: C channels, H, W sizes of a map, K inputs, O outputs, k kernel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from genmodels.errors import NotPortable
from genmodels.portable.layer import CLASS
from genmodels.portable.value import Builder, Value, channels_last

Lowered = Callable[..., Value | list[Value]]
Number = float | int | Tensor


def _linear(builder: Builder, operation: Any, bias: Tensor, x: Value, weight: Tensor, *, beta: float = 1,
            alpha: float = 1) -> Value:
    """bias + x @ weight (K, O); rows of the weight go where the buffer holds their number."""
    _constants(operation, bias, weight)
    rows, numbers = x.places.flatten(), builder.lengths[x.buffer]
    laid = torch.zeros(numbers, weight.shape[1]).index_add_(0, rows, _plain(weight) * alpha)     # (buffer, O)
    arrays = {"weight": laid, "bias": (_plain(bias) * beta).expand(weight.shape[1])}
    outputs = weight.shape[1]
    return Value(builder.emit("linear", (x.buffer,), outputs, {}, arrays), torch.arange(outputs)[None])


def _matmul(builder: Builder, operation: Any, x: Value, weight: Tensor) -> Value:
    return _linear(builder, operation, torch.zeros(()), x, weight)


def _convolution(builder: Builder, operation: Any, x: Value, weight: Tensor, bias: Tensor | None, stride: list[int],
                 padding: list[int], dilation: list[int], transposed: bool, extra: list[int], groups: int) -> Value:
    """Kernels are made dense, whatever their groups and dilation; `extra` only makes the transposed map larger."""
    _constants(operation, weight, bias)
    if x.places.ndim != 4:
        raise NotPortable(f"The decoder convolves over {x.places.ndim - 2} directions; the browser's knows two.")
    _, channels, height, width = x.places.shape
    kernel = _dense(_plain(weight), groups, dilation, transposed)     # (O, C, k, k), transposed (C, O, k, k)
    outputs, k = kernel.shape[int(transposed)], kernel.shape[2:]
    there = [(n - 1) * s - 2 * p + size + e if transposed else (n + 2 * p - size) // s + 1
             for n, s, p, size, e in zip((height, width), stride, padding, k, extra, strict=True)]
    x = builder.arranged(x, channels_last(channels, height, width))
    facts = {"input": [height, width, channels], "output": [*there, outputs], "kernel": list(k),
             "stride": list(stride), "padding": list(padding)}
    arrays = {"weight": kernel.permute(0, 2, 3, 1) if transposed else kernel.permute(2, 3, 1, 0),
              "bias": torch.zeros(outputs) if bias is None else _plain(bias)}
    op = "conv_transpose" if transposed else "conv"
    return Value(builder.emit(op, (x.buffer,), there[0] * there[1] * outputs, facts, arrays),
                 channels_last(outputs, *there))


def _batch_norm(builder: Builder, operation: Any, x: Value, weight: Tensor | None, bias: Tensor | None, mean: Tensor,
                variance: Tensor, training: bool, momentum: float, eps: float) -> Value:
    """With the statistics the training left behind it is a scale and a shift for each channel."""
    _constants(operation, weight, bias, mean, variance)
    if training:
        raise NotPortable("The decoder normalises by the batch at hand. Put the model into eval mode first.")
    shape = [1, -1, *[1] * (x.places.ndim - 2)]
    scale = (1 if weight is None else _plain(weight)) / (_plain(variance) + eps).sqrt()          # (C,)
    shift = (0 if bias is None else _plain(bias)) - _plain(mean) * scale                         # (C,)
    return builder.affine(x, scale.view(shape), shift.view(shape))


def _embedding(builder: Builder, operation: Any, table: Tensor, y: Value, *_: Any) -> Value:
    _constants(operation, table)
    if y.buffer != CLASS:
        raise NotPortable("The decoder looks up a table by something that is not the class.")
    width = table.shape[1]
    return Value(builder.emit("rows", (), width, {}, {"table": _plain(table)}), torch.arange(width)[None])


def _cat(builder: Builder, operation: Any, parts: list[Any], dim: int = 0) -> Value:
    if not all(isinstance(part, Value) for part in parts):
        raise NotPortable("The decoder puts a constant beside its numbers, which the browser's does not know.")
    places, length = [], 0
    for part in parts:
        places.append(part.places + length)
        length += builder.lengths[part.buffer]
    return Value(builder.emit("concat", tuple(part.buffer for part in parts), length), torch.cat(places, dim))


def _add(builder: Builder, operation: Any, one: Any, other: Any, *, alpha: float = 1) -> Value:
    if isinstance(one, Value) and isinstance(other, Value):
        return builder.pair("add", one, other if alpha == 1 else _affine(builder, other, alpha, 0))
    if isinstance(one, Value):
        return _affine(builder, one, 1, _number(other) * alpha)
    return _affine(builder, other, alpha, one)


def _subtract(builder: Builder, operation: Any, one: Any, other: Any, *, alpha: float = 1) -> Value:
    return _add(builder, operation, one, other, alpha=-alpha)


def _subtract_from(builder: Builder, operation: Any, one: Any, other: Any, alpha: float = 1) -> Value:
    return _add(builder, operation, other, one, alpha=-alpha)


def _multiply(builder: Builder, operation: Any, one: Any, other: Any) -> Value:
    if isinstance(one, Value) and isinstance(other, Value):
        return builder.pair("mul", one, other)
    return _affine(builder, one, other, 0) if isinstance(one, Value) else _affine(builder, other, one, 0)


def _divide(builder: Builder, operation: Any, one: Value, other: Any) -> Value:
    if isinstance(other, Value):
        raise NotPortable("The decoder divides by a number it computes, which the browser's does not know.")
    return _affine(builder, one, 1 / _number(other), 0)


def _negate(builder: Builder, operation: Any, x: Value) -> Value:
    return _affine(builder, x, -1, 0)


def _clamp(builder: Builder, operation: Any, x: Value, low: float | None = None, high: float | None = None) -> Value:
    return builder.each(x, "clamp", low=low, high=high)


def _hardtanh(builder: Builder, operation: Any, x: Value, low: float = -1, high: float = 1) -> Value:
    return _clamp(builder, operation, x, low, high)


def _leaky(builder: Builder, operation: Any, x: Value, slope: float = 0.01) -> Value:
    return builder.each(x, "leaky_relu", slope=slope)


def _each(op: str) -> Lowered:
    return lambda builder, operation, x: builder.each(x, op)


def _moved(builder: Builder, operation: Any, x: Value, *args: Any, **kwargs: Any) -> Value | list[Value]:
    """The operation itself, done to the table of places; as doubles, for nearest upsampling knows no integers."""
    moved = operation(x.places.double(), *args, **kwargs)
    if isinstance(moved, Tensor):
        return Value(x.buffer, moved.long())
    return [Value(x.buffer, part.long()) for part in moved]


def _same(builder: Builder, operation: Any, x: Value, *args: Any, **kwargs: Any) -> Value:
    return x


def _viewed(builder: Builder, operation: Any, x: Value, shape: list[int]) -> Value:
    return Value(x.buffer, x.places.reshape(shape))


MOVES = ("permute", "transpose", "t", "squeeze", "unsqueeze", "expand", "slice", "select", "repeat", "flip", "split",
         "split_with_sizes", "unbind", "pixel_shuffle", "upsample_nearest2d", "_upsample_nearest_exact2d")
LOWER: dict[str, Lowered] = {
    "addmm": _linear, "mm": _matmul, "convolution": _convolution, "native_batch_norm": _batch_norm,
    "embedding": _embedding, "cat": _cat, "add": _add, "sub": _subtract, "rsub": _subtract_from, "mul": _multiply,
    "div": _divide, "neg": _negate, "clamp": _clamp, "hardtanh": _hardtanh, "leaky_relu": _leaky,
    "view": _viewed, "_unsafe_view": _viewed,
    "clone": _same, "alias": _same, "detach": _same, "_to_copy": _same,
    **{name: _each(name) for name in ("relu", "silu", "sigmoid", "tanh")}, **dict.fromkeys(MOVES, _moved)}


def _affine(builder: Builder, x: Value, scale: Number, shift: Number) -> Value:
    return builder.affine(x, _number(scale), _number(shift))


def _number(constant: Number) -> Tensor:
    return _plain(constant) if isinstance(constant, Tensor) else torch.tensor(float(constant))


def _plain(constant: Tensor) -> Tensor:
    return constant.detach().float().cpu()


def _dense(weight: Tensor, groups: int, dilation: list[int], transposed: bool) -> Tensor:
    """One kernel over all channels, zero between groups and in the holes of a dilation."""
    k = [(size - 1) * step + 1 for size, step in zip(weight.shape[2:], dilation, strict=True)]
    spread = torch.zeros(*weight.shape[:2], *k)
    spread[:, :, ::dilation[0], ::dilation[1]] = weight
    if groups == 1:
        return spread
    rows, columns = weight.shape[0], weight.shape[1]
    dense = torch.zeros(rows, columns * groups, *k)
    for group in range(groups):     # along the first axis lie the outputs, of a transposed kernel the inputs
        here = slice(group * rows // groups, (group + 1) * rows // groups)
        dense[here, group * columns:(group + 1) * columns] = spread[here]
    return dense


def _constants(operation: Any, *things: Any) -> None:
    if any(isinstance(thing, Value) for thing in things):
        raise NotPortable(f"The decoder computes the weights of {operation} from the code; the browser's cannot.")
