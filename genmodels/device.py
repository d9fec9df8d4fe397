"""Where and in which number format to train: CUDA or MPS when present, bfloat16 when the processor computes with it."""

from __future__ import annotations

import psutil
import torch

from genmodels.config import Device, Precision
from genmodels.errors import ConfigError


def choose_device(wish: Device) -> torch.device:
    """`auto` takes CUDA, then MPS, then the CPU; a device asked for by name must be there."""
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wish == "auto":
        return torch.device(next(name for name in ("cuda", "mps", "cpu") if present[name]))
    if not present[wish]:
        there = ", ".join(name for name, here in present.items() if here)
        raise ConfigError(f"device = {wish!r} is not on this machine. Present: {there}. Choose one of them, or auto.")
    return torch.device(wish)


def choose_precision(wish: Precision, device: torch.device) -> torch.dtype:
    """`auto` takes bfloat16 where it is computed in hardware; emulated it would be slower than float32."""
    if wish == "auto":
        return torch.bfloat16 if has_fast_bfloat16(device) else torch.float32
    return torch.bfloat16 if wish == "bfloat16" else torch.float32


def has_fast_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device)[0] >= 8     # Ampere and later
    return device.type == "cpu" and bool(torch.cpu._is_avx512_bf16_supported())


def describe(device: torch.device) -> str:
    """What people call it."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else device.type.upper()


def wait_for(device: torch.device) -> None:
    """Until all that was asked of it is done: a GPU works behind, and a clock that does not wait shows the asking."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    if device.type == "mps":
        torch.mps.synchronize()


def megabytes(device: torch.device) -> float:
    """The memory this process holds: on an NVIDIA GPU the most it held of the GPU's, elsewhere of the machine's now."""
    held = torch.cuda.max_memory_reserved(device) if device.type == "cuda" else psutil.Process().memory_info().rss
    return float(held) / 1e6
