"""Pictures of what a run drew at its steps: one PNG of samples, and one of reconstructions under their originals."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from genmodels.pictures import grid, png
from genmodels.runs.files import Stamp, stamp_of, write_bytes

Pixels = NDArray[np.uint8]
COLUMNS = 8
REMEMBERED = 64     # folders whose listing is kept
SETTLED = 0.5       # seconds since a folder changed, from which its listing is kept
NAME = re.compile(r"(\d{8})-(samples|reconstructions)\.png")


def write_snapshot(folder: Path, step: int, samples: Pixels, originals: Pixels | None, redrawn: Pixels | None) -> None:
    """samples (N, C, H, W), originals and redrawn (M, C, H, W), all uint8."""
    place = folder / "snapshots"
    place.mkdir(exist_ok=True)
    if originals is not None and redrawn is not None:
        pairs = np.concatenate([originals, redrawn])                         # (2M, C, H, W): two rows of M
        write_bytes(place / f"{step:08d}-reconstructions.png", png(grid(pairs, len(originals)), quick=True))
    write_bytes(place / f"{step:08d}-samples.png", png(grid(samples, min(COLUMNS, len(samples))), quick=True))


def steps_with_snapshot(folder: Path) -> list[int]:
    """Steps in order; samples are written last, so a step listed here is complete."""
    return sorted(step for step, kind, _ in _files(folder) if kind == "samples")


def snapshot_files(folder: Path, step: int) -> dict[str, Path]:
    """"samples" and, for a model that encodes, "reconstructions": a row of originals above a row of redrawn ones."""
    return {kind: file for at, kind, file in _files(folder) if at == step}


def snapshot_pictures(folder: Path, kind: str) -> dict[int, Path]:
    """Every picture of a kind by its step, in order; of the samples only, no step is listed before it is complete."""
    return {step: file for step, found, file in sorted(_files(folder)) if found == kind}


def forget_snapshots_after(folder: Path, step: int) -> None:
    for at, _, file in _files(folder):
        if at > step:
            file.unlink(missing_ok=True)


def _files(folder: Path) -> list[tuple[int, str, Path]]:
    """Listed once for as long as the folder rests: many watchers ask about one run, every second."""
    place = folder / "snapshots"
    stamp = stamp_of(place)
    if stamp is None:
        return []
    known = _known.get(place)
    if known is not None and known[0] == stamp:
        return known[1]
    found = [(NAME.fullmatch(file.name), file) for file in place.iterdir()]
    files = [(int(match[1]), match[2], file) for match, file in found if match]
    if time.time() - stamp[1] / 1e9 > SETTLED:     # a change in the same tick of the clock would leave the same stamp
        if len(_known) >= REMEMBERED:
            _known.clear()
        _known[place] = (stamp, files)
    return files


_known: dict[Path, tuple[Stamp, list[tuple[int, str, Path]]]] = {}
