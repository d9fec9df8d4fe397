"""What a person is told when a training ends badly."""

from __future__ import annotations

import errno

from genmodels.config import RunConfig
from genmodels.errors import UserError
from genmodels.worker.recorder import FULL


def sentence(error: BaseException, config: RunConfig, step: int) -> str:
    """One sentence: what happened, and what to do about it."""
    if isinstance(error, UserError):
        return str(error)
    if out_of_memory(error):
        size = config.settings.get("batch_size", "its default")
        return (f"Out of memory at step {step}. Halve batch_size (now {size}), choose a smaller network, or end other "
                "programs; the last checkpoint is kept.")
    if isinstance(error, OSError) and error.errno in FULL:
        return disk_full(step, "ended")
    if isinstance(error, OSError) and error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"{error.filename or 'The folder of the run'} cannot be written: {error.strerror}. Make it writable."
    words = " ".join(str(error).split())
    return f"An error of GenLab itself at step {step}: {type(error).__name__}: {words[:300]}. The log has the details."


def disk_full(step: int, became: str = "paused") -> str:
    return (f"The disk is full, so the run {became} at step {step}; what was saved before is kept. "
            "Free some space, then resume it.")


def out_of_memory(error: BaseException) -> bool:
    """MemoryError and CUDA's own error say so by type; torch's CPU allocator says so only in words."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    words = str(error).lower()
    return isinstance(error, RuntimeError) and ("can't allocate memory" in words or "out of memory" in words
                                                or "not enough memory" in words)
