"""Fewer layers that draw the same: scales, shifts and reorderings go into the weights of the layer before them."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from genmodels.portable.layer import Layer

WEIGHTED = ("linear", "conv", "conv_transpose")


def fold(layers: list[Layer]) -> list[Layer]:
    """The last layer is the picture, before and after."""
    while len(fewer := _pass(layers)) < len(layers):     # two that were merged may cancel each other
        layers = fewer
    return layers


def _pass(layers: list[Layer]) -> list[Layer]:
    reads = [source for layer in layers for source in layer.sources]
    kept: list[Layer] = []
    for layer in layers:
        place = next((i for i, before in enumerate(kept) if layer.sources == (before.target,)), None)
        alone = place is not None and reads.count(kept[place].target) == 1
        merged = _merged(kept[place], layer) if place is not None and alone else None
        if place is None or merged is None:
            kept.append(layer)
        else:
            kept[place] = replace(merged, target=layer.target)
    return kept


def _merged(before: Layer, layer: Layer) -> Layer | None:
    """One layer that does both, or None."""
    if layer.op == "affine" and _is_identity(layer):
        return before
    if layer.op == "affine" and before.op == "affine":
        return _one_affine(before, layer)
    if layer.op == "affine" and before.op in WEIGHTED:
        return _scaled(before, layer)
    if layer.op == "gather" and before.op == "linear":
        return _reordered(before, layer)
    return None


def _is_identity(layer: Layer) -> bool:
    return bool((layer.arrays["scale"] == 1).all() and (layer.arrays["shift"] == 0).all())


def _one_affine(before: Layer, layer: Layer) -> Layer:
    scale, shift = layer.arrays["scale"], layer.arrays["shift"]
    return replace(before, arrays={"scale": before.arrays["scale"] * scale,
                                   "shift": before.arrays["shift"] * scale + shift})


def _scaled(before: Layer, layer: Layer) -> Layer | None:
    """The weights' last axis are the outputs; a scale that differs within a map's channel cannot be folded."""
    weight, bias = before.arrays["weight"], before.arrays["bias"]
    outputs = weight.shape[-1]
    scale = _by_output(layer.arrays["scale"], outputs)
    if scale is None:
        return None
    shift = layer.arrays["shift"]
    few = _by_output(shift, outputs)     # a shift may differ from pixel to pixel: the bias is as long as it must be
    shift = shift if few is None else few
    bias = bias if len(bias) == len(shift) or len(bias) > outputs else bias.repeat(len(shift) // outputs)
    scale_of_bias = scale.repeat(len(bias) // outputs)
    wide = shift if len(shift) == len(bias) else shift.repeat(len(bias) // len(shift))
    return replace(before, arrays={"weight": weight * scale, "bias": bias * scale_of_bias + wide})


def _reordered(before: Layer, layer: Layer) -> Layer:
    index = layer.arrays["index"]
    return replace(before, length=layer.length, arrays={"weight": before.arrays["weight"][:, index],
                                                        "bias": before.arrays["bias"][index]})


def _by_output(numbers: Tensor, outputs: int) -> Tensor | None:
    """One number for each output, where that is all there is to know; else None."""
    if len(numbers) == 1:
        return numbers.expand(outputs)
    by_place = numbers.view(-1, outputs)
    return by_place[0] if torch.equal(by_place, by_place[:1].expand_as(by_place)) else None
