"""The weights of a run at one step, on disk: safetensors, JSON and a manifest of checksums. Nothing is pickled."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor

from genmodels.errors import RunError

PARTS = ("model", "average", "optimizer")     # one safetensors file each; a part without tensors has no file


@dataclass(frozen=True)
class Checkpoint:
    """All that a training needs to go on: tensors by part, and `facts` for what JSON can hold."""

    step: int
    model: dict[str, Tensor]
    average: dict[str, Tensor] = field(default_factory=dict)       # the averaged weights that samples are drawn with
    optimizer: dict[str, Tensor] = field(default_factory=dict)     # empty in shipped models: they cannot be resumed
    facts: dict[str, Any] = field(default_factory=dict)

    def parts(self) -> dict[str, dict[str, Tensor]]:
        return {part: getattr(self, part) for part in PARTS if getattr(self, part)}


def copied(checkpoint: Checkpoint) -> Checkpoint:
    """The same apart from the training, which goes on to change its tensors. One with two names stays one."""
    copies: dict[tuple[int, torch.Size], Tensor] = {}
    parts = {part: {name: copies.setdefault((tensor.data_ptr(), tensor.shape), tensor.detach().clone())
                    for name, tensor in tensors.items()} for part, tensors in checkpoint.parts().items()}
    return Checkpoint(checkpoint.step, facts=copy.deepcopy(checkpoint.facts), **parts)


def save(checkpoint: Checkpoint, run_folder: Path, kind: str = "checkpoint") -> Path:
    """Write `<kind>-<step>/` aside, fsync, rename: a reader sees the whole folder or none of it.

    Raises RunError when a number in it is not finite, and OSError when the disk does not take it; either way the
    checkpoints that were there stay.
    """
    _refuse_non_finite(checkpoint)
    final = run_folder / f"{kind}-{checkpoint.step}"
    aside, older = (run_folder / f".{final.name}.{word}" for word in ("part", "old"))
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        _write(checkpoint, aside)
        if final.exists():     # the same step again, after a resume
            final.rename(older)
        aside.rename(final)
        _fsync(run_folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(older, ignore_errors=True)
    return final


def load(folder: Path) -> Checkpoint:
    """Read a checkpoint folder back; raises RunError naming the file that is missing, damaged or not ours."""
    manifest = _read_json(folder / "manifest.json")
    tensors: dict[str, dict[str, Tensor]] = {}
    for part in PARTS:
        name = f"{part}.safetensors"
        if name in manifest.get("sha256", {}):
            tensors[part] = _read_tensors(folder / name, manifest["sha256"][name])
            twins = manifest.get("twins", {}).get(part, {})
            tensors[part] |= {twin: tensors[part][original] for twin, original in twins.items()}
    if "model" not in tensors:
        raise RunError(f"{folder.name} holds no weights: its manifest names no model.safetensors.")
    return Checkpoint(int(manifest["step"]), tensors["model"], tensors.get("average", {}),
                      tensors.get("optimizer", {}), manifest.get("facts", {}))


def halved(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """In float16. A tensor with two names stays one; numbers too large for float16 stay as they are."""
    halves: dict[tuple[int, torch.Size], Tensor] = {}
    for tensor in tensors.values():
        half = tensor.half() if tensor.is_floating_point() else tensor
        fits = not half.is_floating_point() or bool(torch.isfinite(half).all())
        halves.setdefault((tensor.data_ptr(), tensor.shape), half if fits else tensor)
    return {name: halves[tensor.data_ptr(), tensor.shape] for name, tensor in tensors.items()}


def _write(checkpoint: Checkpoint, folder: Path) -> None:
    sums, twins = {}, {}
    for part, tensors in checkpoint.parts().items():
        file = folder / f"{part}.safetensors"
        twins[part] = _twins(tensors)
        payload = safetensors.torch.save({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()
                                          if name not in twins[part]})
        sums[file.name] = hashlib.sha256(payload).hexdigest()
        file.write_bytes(payload)
        _fsync(file)
    manifest = {"step": checkpoint.step, "sha256": sums, "twins": twins, "facts": checkpoint.facts}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, allow_nan=False))
    _fsync(folder / "manifest.json")
    _fsync(folder)


def _twins(tensors: dict[str, Tensor]) -> dict[str, str]:
    """Names of one and the same tensor, as a layer has that stands in two places: it is stored once. -> twin: name"""
    first: dict[tuple[int, tuple[int, ...], tuple[int, ...]], str] = {}
    twins = {}
    for name, tensor in tensors.items():
        place = (tensor.data_ptr(), tuple(tensor.shape), tensor.stride())
        if tensor.numel() and first.setdefault(place, name) != name:
            twins[name] = first[place]
    return twins


def _read_json(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise RunError(f"{file.parent.name} has no {file.name}: the checkpoint is incomplete.") from None
    except ValueError:
        raise RunError(f"{file.parent.name}/{file.name} is damaged: it is not valid JSON.") from None
    if not isinstance(content, dict) or "step" not in content:
        raise RunError(f"{file.parent.name}/{file.name} is damaged: it names no step.")
    return content


def _read_tensors(file: Path, expected: str) -> dict[str, Tensor]:
    try:
        payload = file.read_bytes()
    except FileNotFoundError:
        raise RunError(f"{file.parent.name} has no {file.name}: the checkpoint is incomplete.") from None
    if hashlib.sha256(payload).hexdigest() != expected:
        raise RunError(f"{file.parent.name}/{file.name} is damaged: its SHA-256 is not the one in the manifest.")
    try:
        return safetensors.torch.load(payload)
    except SafetensorError as error:
        raise RunError(f"{file.parent.name}/{file.name} is damaged: {error}.") from None


def _refuse_non_finite(checkpoint: Checkpoint) -> None:
    for part, tensors in checkpoint.parts().items():
        for name, tensor in tensors.items():
            if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
                raise _not_finite(f"{part} weight {name!r}", checkpoint.step)
    try:
        json.dumps(checkpoint.facts, allow_nan=False)
    except ValueError:
        raise _not_finite("a loss", checkpoint.step) from None


def _not_finite(what: str, step: int) -> RunError:
    return RunError(f"{what} is not finite at step {step}; nothing was saved and the previous checkpoint was kept. "
                    "The usual cause is a learning rate that is too high: try a tenth of it.")


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
