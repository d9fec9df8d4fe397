"""What a training will take, told before it starts: a short throw-away training in this process is measured.

Images are drawn at random in the dataset's format: the network is as fast on them, and nothing has to be downloaded.
"""

from __future__ import annotations

import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from genmodels import data
from genmodels.config import RunConfig, build
from genmodels.errors import UserError
from genmodels.runs.files import in_words, read_json, write_json

if TYPE_CHECKING:
    from genmodels.data.base import Dataset, ImageSet
    from genmodels.train import Training

WARM_UP = 3          # steps that are not counted
SPAN = 0.4           # seconds that are measured
FEWEST = 3           # steps that are measured, however slow
ENDLESS = 1_000_000  # steps of the throw-away training; it is left long before


@dataclass(frozen=True)
class Promise:
    """The measured speed on this device, and what follows from it for the run."""

    steps_per_second: float
    images_per_second: float
    steps: int
    seconds: float               # training time for `steps`, snapshots included
    megabytes: float             # of the training process; on a GPU, of its memory
    device: str
    precision: str
    parameters: int
    snapshot_seconds: float = 0.0


def probe(config: RunConfig, span: float = SPAN) -> Promise:
    """Measure `span` seconds of training; the process's random numbers and thread count are left as they were.

    Raises UserError when the model cannot be built or cannot train on such images.
    """
    import torch
    threads, state = torch.get_num_threads(), torch.get_rng_state()
    try:
        return _measure(config, data.find(config.dataset), span)
    finally:
        torch.set_num_threads(threads)
        torch.set_rng_state(state)


def settle(config: RunConfig, promise: Promise) -> RunConfig:
    """The config with its steps filled in; steps that were given stay."""
    return build(RunConfig, config.model_dump() | {"steps": promise.steps})


def _measure(config: RunConfig, card: Dataset, span: float) -> Promise:
    from genmodels.train import Training
    training = Training(build(RunConfig, config.model_dump() | {"steps": ENDLESS}), _noise(config, card, "train"),
                        _noise(config, card, "held-out"))
    picture = _seconds_of_snapshot(training)
    steps_per_second, moves = _speed(training, span)
    steps = config.steps or _steps_within(config.seconds or 0.0, steps_per_second, picture)
    return Promise(
        steps_per_second=round(steps_per_second, 3),
        images_per_second=round(steps_per_second * moves * training.batches.size, 1),
        steps=steps, seconds=round(steps / steps_per_second + _pictures(steps) * picture, 2),
        megabytes=round(_megabytes(training, card), 1),
        device=training.device.type, precision=str(training.precision).removeprefix("torch."),
        parameters=sum(parameter.numel() for parameter in training.model.parameters()),
        snapshot_seconds=round(picture, 5))


def _noise(config: RunConfig, card: Dataset, split: str) -> ImageSet:
    """A few images of the right format; never more than there are, so that too large a batch is refused here too."""
    import numpy as np

    from genmodels.data.base import ImageSet
    from genmodels.data.plane import point_set
    there = card.sizes["train" if split == "train" else "held-out"]
    n = min(there, max(1024, int(config.settings.get("batch_size", 0))))
    rng = np.random.default_rng(0)
    size = (n, config.image.channels, config.image.size, config.image.size)
    labels = rng.integers(0, max(1, len(config.classes)), n, np.int64)
    if config.image.points:
        return point_set(rng.uniform(-1, 1, (n, 2)).astype(np.float32), labels, config.classes)
    return ImageSet(rng.integers(0, 256, size, np.uint8), labels, config.classes)


def _seconds_of_snapshot(training: Training) -> float:
    training.snapshot()     # the first one also warms up
    began = time.perf_counter()
    training.snapshot()
    return time.perf_counter() - began


def _speed(training: Training, span: float) -> tuple[float, float]:
    """Steps a second without snapshots, and batches a step."""
    from genmodels.events import Snapshot, Stepped
    spent, counted, drawn, began = 0.0, 0, 0, time.perf_counter()
    for event in training.run():
        if isinstance(event, Stepped):
            _wait_for_device(training)
            if event.step > WARM_UP:
                spent, counted = spent + time.perf_counter() - began, counted + 1
            else:
                drawn = training.batches.drawn
            if counted >= FEWEST and spent >= span:
                break
        if isinstance(event, Snapshot | Stepped):
            began = time.perf_counter()
    return counted / spent, (training.batches.drawn - drawn) / counted


def _wait_for_device(training: Training) -> None:
    import torch
    if training.device.type == "cuda":
        torch.cuda.synchronize(training.device)
    if training.device.type == "mps":
        torch.mps.synchronize()


def _steps_within(seconds: float, steps_per_second: float, picture: float) -> int:
    """The steps that fit, pictures included; at least one, at most what a config allows."""
    steps = max(1, round(seconds * steps_per_second))
    for _ in range(3):     # the number of pictures hardly depends on the steps: this settles at once
        steps = max(1, round((seconds - _pictures(steps) * picture) * steps_per_second))
    return min(steps, 10_000_000)


def _pictures(steps: int) -> int:
    from genmodels.panel import snapshot_steps
    return len(snapshot_steps(steps))


def _megabytes(training: Training, card: Dataset) -> float:
    """What the process holds, with the dataset it will hold instead of the noise."""
    import psutil
    import torch
    each = training.batches.images[0].nbytes
    dataset = sum(card.sizes.values()) * each - training.batches.images.nbytes
    if training.device.type == "cuda":
        return (torch.cuda.max_memory_allocated(training.device) + dataset) / 1e6
    return (float(psutil.Process().memory_info().rss) + dataset) / 1e6


def answer(question: Path) -> None:
    """Read a config from `question`, and write the promise, or the sentence why there is none, beside it."""
    failure: Exception | None = None
    try:
        reply: dict[str, object] = {"promise": asdict(probe(build(RunConfig, read_json(question))))}
    except UserError as error:
        reply = {"error": str(error)}
    except Exception as error:
        failure, reply = error, {"error": f"The speed could not be measured: {type(error).__name__}: {error}"}
    if question.exists():     # the one who asked still waits
        with in_words("The speed could not be told"):
            write_json(question.with_suffix(".answer"), reply)
    if failure:
        raise failure     # our own bug: its traceback goes to the launcher's log


if __name__ == "__main__":
    answer(Path(sys.argv[1]))
