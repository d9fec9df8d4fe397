"""What a resumed training needs besides the weights, as plain tensors and text: Adam's moments and random states."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

Optimizers = Mapping[str, torch.optim.Adam]     # one for each player, by name


def moments(optimizers: Optimizers) -> dict[str, Tensor]:
    """Adam's tensors under "player/parameter number/name"; empty before the first step."""
    return {f"{player}/{number}/{name}": tensor
            for player, optimizer in optimizers.items()
            for number, parameter in enumerate(optimizer.param_groups[0]["params"])
            for name, tensor in optimizer.state.get(parameter, {}).items()}


def restore_moments(optimizers: Optimizers, tensors: Mapping[str, Tensor]) -> None:
    """Put them back, in the memory layout of their weights: the fused kernel walks both side by side."""
    for optimizer in optimizers.values():
        optimizer.state.clear()
    for key, tensor in tensors.items():
        player, number, name = key.split("/")
        optimizer = optimizers[player]
        weight = optimizer.param_groups[0]["params"][int(number)]
        like = weight if tensor.shape == weight.shape else tensor
        optimizer.state[weight][name] = torch.empty_like(like, dtype=tensor.dtype, device=weight.device).copy_(tensor)


def random_state(device: torch.device) -> dict[str, str]:
    """The state of every random generator a training on `device` draws from, as text."""
    states = {"cpu": torch.get_rng_state()}
    if device.type == "cuda":
        states["cuda"] = torch.cuda.get_rng_state(device)
    if device.type == "mps":
        states["mps"] = torch.mps.get_rng_state()
    return {name: base64.b64encode(state.numpy().tobytes()).decode() for name, state in states.items()}


def restore_random_state(states: Mapping[str, str], device: torch.device) -> None:
    """Put them back; a state of a device that is not used now is left out, as its numbers cannot be continued."""
    setters: dict[str, Any] = {"cpu": torch.set_rng_state}
    if device.type == "cuda":
        setters["cuda"] = lambda state: torch.cuda.set_rng_state(state, device)
    if device.type == "mps":
        setters["mps"] = torch.mps.set_rng_state
    for name in setters.keys() & states.keys():
        setters[name](torch.frombuffer(bytearray(base64.b64decode(states[name])), dtype=torch.uint8))
