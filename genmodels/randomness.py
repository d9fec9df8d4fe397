"""The state of every random generator a training draws from, as text for a checkpoint's manifest."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import torch


def random_state(device: torch.device) -> dict[str, str]:
    """By device: the CPU's always, and that of the GPU the training runs on."""
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
