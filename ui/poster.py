"""The pictures of several runs as one file, for the download on Compare."""

from __future__ import annotations

import io
from math import ceil

import numpy as np
from PIL import Image

from genmodels.compare.poster import Panel, poster
from genmodels.errors import ConfigError, RunError
from genmodels.pictures import Pixels, png
from genmodels.runs import Run
from ui.run_marks import LETTERS
from ui.store import store
from ui.story import KINDS

MOST_DIGITS = 12


def compose(runs: str, steps: str, kind: str) -> bytes:
    """A PNG of the runs `a,b` at their steps `10,20`, each under its title. Raises ConfigError for an address that does
    not fit, RunError for a run or a picture that is not there."""
    names, moments = runs.split(","), steps.split(",")
    if len(names) != len(moments) or len(names) > len(LETTERS) or kind not in KINDS:
        raise ConfigError(f"runs = names with commas, at most {len(LETTERS)}; steps = as many; "
                          f"kind = {' or '.join(KINDS)}.")
    if not all(step.isascii() and step.isdigit() and len(step) <= MOST_DIGITS for step in moments):
        raise ConfigError("steps = steps with a picture, whole numbers with commas.")
    panels = [_panel(store().get(name), int(step), kind) for name, step in zip(names, moments, strict=True)]
    return png(poster(panels, ceil(len(panels) / 2) if len(panels) > 3 else len(panels)))


def _panel(run: Run, step: int, kind: str) -> Panel:
    file = run.snapshot(step).get(kind)
    if file is None or not file.is_file():
        raise RunError(f"Run {run.id!r} has no picture of {kind} at step {step}.")
    try:
        picture = _pixels(file.read_bytes())
    except OSError as error:     # pillow's for what is no picture
        raise RunError(f"The picture of {kind} at step {step} of run {run.id!r} is damaged.") from error
    return Panel(picture, (run.title, f"step {step:,} - {run.id}"))


def _pixels(content: bytes) -> Pixels:
    picture = Image.open(io.BytesIO(content))
    return np.asarray(picture if picture.mode in ("L", "RGB") else picture.convert("RGB"))
