"""The energy counter of an NVIDIA GPU, asked through the library that comes with the driver: no package is needed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

OK = 0     # NVML_SUCCESS
LIBRARY = "libnvidia-ml.so.1"


def counter(uuid: str) -> Callable[[], float | None]:
    """Joules of the device since its driver was loaded; None at every reading where the device counts none.

    By the device's own name and not by its number, which CUDA_VISIBLE_DEVICES changes.
    """
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:     # no NVIDIA driver, or another system
        return lambda: None
    handle = _handle(library, uuid if uuid.startswith("GPU-") else f"GPU-{uuid}")
    return lambda: None if handle is None else _joules(library, handle)


def _handle(library: ctypes.CDLL, uuid: str) -> ctypes.c_void_p | None:
    handle = ctypes.c_void_p()
    if library.nvmlInit_v2() != OK:
        return None
    found = library.nvmlDeviceGetHandleByUUID(uuid.encode(), ctypes.byref(handle))
    return handle if found == OK else None


def _joules(library: ctypes.CDLL, handle: ctypes.c_void_p) -> float | None:
    millijoules = ctypes.c_ulonglong()
    asked = library.nvmlDeviceGetTotalEnergyConsumption(handle, ctypes.byref(millijoules))
    return millijoules.value / 1e3 if asked == OK else None
