"""What is measured on the last weights of a case, each number under its name, n = 500 and seed 0 everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from genmodels.data.base import ImageSet
from genmodels.metrics import METRICS, Evidence, gather
from genmodels.metrics import measure as take
from genmodels.models.base import GenerativeModel
from genmodels.preprocess import to_float
from genmodels.runs import Run

N, SEED = 500, 0
EXTREME = 0.98      # of the range from -1 to 1: black or white for the eye
SECTORS = 8         # of the plane, around its middle

Measured = dict[str, float]


def measure(run: Run, names: Iterable[str]) -> Measured:
    """Raises UserError when the run kept no weights, or when a number cannot be had."""
    wanted = [name for name in names if name in WAYS]
    if not wanted:
        return {}
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        evidence = gather(run, run.model(run.checkpoints()[-1] if run.checkpoints() else None), n=N, seed=SEED)
        return {name: value for way in wanted for name, value in WAYS[way](run, evidence).items()}
    finally:
        torch.set_num_threads(threads)


def spots(run: Run) -> tuple[tuple[int, float], ...]:
    """Of a run on the plane, at every snapshot of its second half: the sector with the most samples and its share.

    Read from the pictures, where samples are orange: what is judged is what was seen.
    """
    steps = run.snapshots()
    found = []
    for step in steps[len(steps) // 2:]:
        with Image.open(run.snapshot(step)["samples"]) as picture:
            pixels = np.asarray(picture.convert("RGB")).astype(np.int64)                  # (H, W, 3)
        down, right = np.nonzero(pixels[..., 0] > pixels[..., 2])                         # orange: more red than blue
        if len(down) == 0:
            continue
        middle = (pixels.shape[0] - 1) / 2
        angles = np.arctan2(middle - down, right - middle)
        sectors = np.rint(angles / (2 * np.pi / SECTORS)).astype(np.int64) % SECTORS
        counts = np.bincount(sectors, minlength=SECTORS)
        found.append((int(counts.argmax()), float(counts.max() / counts.sum())))
    return tuple(found)


def _metric(name: str) -> Callable[[Run, Evidence], Measured]:
    def way(run: Run, evidence: Evidence) -> Measured:
        return {name: float(take(METRICS[name], evidence, run.status.step)["value"])}
    return way


def _extremes(run: Run, evidence: Evidence) -> Measured:
    """Share of pixels that are black or white: in samples, and in real images."""
    samples = _samples(evidence.model)
    return {"extremes": _share(samples), "real_extremes": _share(to_float(torch.tensor(evidence.held_out.images[:N])))}


def _beliefs(run: Run, evidence: Evidence) -> Measured:
    """Mean logit of the critic: on images it learned from, on real ones it never saw, on samples."""
    model = evidence.model
    critic = getattr(model, "discriminator")     # noqa: B009     # only models with one have a case that asks
    critic.eval()

    def on(x: Tensor) -> float:
        with torch.inference_mode():
            return float(critic(x, torch.zeros(len(x), dtype=torch.int64)).float().mean())
    return {"known": on(_images(evidence.train)), "unseen": on(_images(evidence.held_out)),
            "fake": on(_samples(model))}


def _images(images: ImageSet) -> Tensor:
    return to_float(torch.tensor(images.images[:N]))                                      # (N, C, H, W)


def _samples(model: GenerativeModel) -> Tensor:
    with torch.inference_mode():
        return model.decode(model.prior(N, torch.Generator().manual_seed(SEED)))          # (N, C, H, W)


def _share(x: Tensor) -> float:
    return float((x.abs() > EXTREME).float().mean())


WAYS: dict[str, Callable[[Run, Evidence], Measured]] = {
    "diversity": _metric("diversity"), "held_out": _metric("test_nll_elbo"), "extremes": _extremes,
    "beliefs": _beliefs}
