"""Many pictures of a run in one answer, so that a browser has them all before somebody moves through the training."""

from __future__ import annotations

from typing import Any

import numpy as np

from genmodels.errors import ConfigError
from genmodels.runs import Run
from ui.packed import pack
from ui.story import KINDS

MOST = 1_000_000     # bytes of pictures in an answer, unless one alone is larger: the first of many come soon


def film(run: Run, kind: str, first: int, last: int) -> bytes:
    """Packed (ui/packed.py): header {"steps", "ends"}, pictures uint8 (bytes of all PNGs); picture i ends at ends[i].

    The pictures from step `first` to `last`, as many of them as go into one answer; none left when the answer is empty.
    Raises ConfigError for a kind that is none.
    """
    if kind not in KINDS:
        raise ConfigError(f"There are no pictures of the kind {kind[:40]!r}. There are: {', '.join(KINDS)}.")
    steps, parts, size = [], [], 0
    for step, file in run.pictures(kind).items():
        if not first <= step <= last:
            continue
        part = np.frombuffer(file.read_bytes(), np.uint8)
        if parts and size + len(part) > MOST:
            break
        steps.append(step)
        parts.append(part)
        size += len(part)
    header: dict[str, Any] = {"steps": steps, "ends": np.cumsum([len(part) for part in parts]).tolist()}
    return pack(header, {"pictures": np.concatenate([np.zeros(0, np.uint8), *parts])})
