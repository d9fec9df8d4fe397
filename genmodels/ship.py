"""Making a finished run small enough to be part of the repository: weights only, in half precision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from genmodels.checkpoint import Checkpoint, load, save
from genmodels.errors import RunError
from genmodels.runs import Run, write_card
from genmodels.runs.files import read_json, write_json
from genmodels.runs.kept import by_preference, checkpoint_folder, checkpoint_steps, drop_checkpoint

KEPT_FACTS = ("steps", "threads", "torch", "seconds")     # what a reader may want; the rest is for resuming
LEFT_OUT = ("log.txt", "commands.jsonl", "commands.lock", "lock")


def prune(run: Run, title: str) -> int:
    """Keep the best (or last) weights only, averaged ones in their place, in float16; mark the run as shipped.

    Returns the bytes that are left. Raises RunError for a run that is not finished.
    """
    if run.state != "finished":
        raise RunError(f"{run.id} is {run.state}; only a finished run can be shipped.")
    step = by_preference(run.folder)[0]
    facts = load(checkpoint_folder(run.folder, step)).facts
    kept = {name: facts[name] for name in KEPT_FACTS if name in facts}
    save(Checkpoint(step, _half(run.model(step).state_dict()), facts=kept), run.folder)
    for other in checkpoint_steps(run.folder):
        if other != step:
            drop_checkpoint(run.folder, other)
    _forget_this_machine(run.folder)
    write_card(run.folder, replace(run.card, title=title, shipped=True))
    return sum(file.stat().st_size for file in run.folder.rglob("*") if file.is_file())


def _half(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """A tensor with two names stays one; numbers too large for float16 stay as they are."""
    halves: dict[tuple[int, torch.Size], Tensor] = {}
    for tensor in tensors.values():
        half = tensor.half() if tensor.is_floating_point() else tensor
        fits = not half.is_floating_point() or bool(torch.isfinite(half).all())
        halves.setdefault((tensor.data_ptr(), tensor.shape), half if fits else tensor)
    return {name: halves[tensor.data_ptr(), tensor.shape] for name, tensor in tensors.items()}


def _forget_this_machine(folder: Path) -> None:
    """Process ids, host names and locks mean nothing elsewhere; pictures and numbers stay."""
    for name in LEFT_OUT:
        (folder / name).unlink(missing_ok=True)
    write_json(folder / "status.json", read_json(folder / "status.json") | {"pid": None, "host": ""})
