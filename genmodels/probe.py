"""What a training will take, told before it starts: a short throw-away training in this process is measured.

Images are drawn at random in the dataset's format: the network is as fast on them, and nothing has to be downloaded.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
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

Clock = Callable[[], float]     # seconds

WARM_UP = 3          # steps that are not counted
SPAN = 0.4           # seconds that are measured
FEWEST = 3           # steps that are measured, however slow
LEAST = 20           # steps of a training that was given seconds: with fewer there is nothing to see
PICTURES = 3         # snapshots that are measured; the quickest counts, for only a disturbance makes one slower
MOST = 10_000_000    # steps that a config allows
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
    note: str = ""               # a sentence where it takes longer than was asked for


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
    fitting = config.steps or _steps_within(config.seconds or 0.0, steps_per_second, picture)
    steps = config.steps or max(LEAST, fitting)
    seconds = steps / steps_per_second + _pictures(steps) * picture
    return Promise(
        steps_per_second=round(steps_per_second, 3),
        images_per_second=round(steps_per_second * moves * training.batches.size, 1),
        steps=steps, seconds=round(seconds, 2),
        megabytes=round(_megabytes(training, card), 1),
        device=training.device.type, precision=str(training.precision).removeprefix("torch."),
        parameters=sum(parameter.numel() for parameter in training.model.parameters()),
        snapshot_seconds=round(picture, 5), note=_note(config, fitting, seconds))


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
    clock = _clock(training)
    training.snapshot()     # the first one also warms up
    return min(_lasting(training.snapshot, clock) for _ in range(PICTURES))


def _lasting(work: Callable[[], object], clock: Clock) -> float:
    began = clock()
    work()
    return clock() - began


def _speed(training: Training, span: float) -> tuple[float, float]:
    """Steps a second, those that draw a picture left out, and batches a step."""
    from genmodels.events import Stepped
    from genmodels.panel import snapshot_steps
    clock, draws, first = _clock(training), snapshot_steps(ENDLESS), _warm_up(training)
    spent, counted, began, looked = 0.0, 0, 0.0, 0.0
    for event in training.run():
        if not isinstance(event, Stepped):
            continue
        counts = event.step > first and event.step not in draws
        counted += counts
        if not counts or event.step + 1 in draws or time.perf_counter() - looked >= span - spent:
            now, looked = clock(), time.perf_counter()     # not after every step: a GPU is quick when nobody waits
            spent, began = spent + counts * (now - began), now
            if counted >= FEWEST and spent >= span:
                break
    return counted / spent, training.batches.drawn / training.step


def _warm_up(training: Training) -> int:
    """Steps that are not counted; where steps are captured, until each kind of them is."""
    from genmodels import captured
    from genmodels.train import LOG_EVERY
    return 2 * LOG_EVERY * captured.WARM_UP if training.device.type == "cuda" else WARM_UP


def _clock(training: Training) -> Clock:
    """Seconds of this thread on a processor: what others take of a busy machine changes from moment to moment, and a
    promise must not depend on the moment. Work of a device or of more threads is not this thread's: on the wall."""
    from genmodels.device import wait_for
    if training.device.type == "cpu" and training.config.threads == 1:
        return time.thread_time

    def when_done() -> float:
        wait_for(training.device)
        return time.perf_counter()
    return when_done


def _steps_within(seconds: float, steps_per_second: float, picture: float) -> int:
    """The most steps that fit, pictures included, up to what a config allows; 0 when not even one does."""
    fits, too_many = 0, min(round(seconds * steps_per_second), MOST) + 1     # without any picture
    while too_many - fits > 1:
        steps = (fits + too_many) // 2
        if steps / steps_per_second + _pictures(steps) * picture <= seconds:
            fits = steps
        else:
            too_many = steps
    return fits


def _note(config: RunConfig, fitting: int, seconds: float) -> str:
    """Why it takes longer than was asked for; nothing when it does not."""
    if config.steps is not None or fitting >= LEAST:
        return ""
    return (f"{config.seconds:g} seconds are {fitting} steps on this machine, too few to see anything: {LEAST} steps "
            f"are taken, about {seconds:.0f} seconds. A smaller width or batch_size makes steps shorter.")


def _pictures(steps: int) -> int:
    from genmodels.panel import snapshot_steps
    return len(snapshot_steps(steps))


def _megabytes(training: Training, card: Dataset) -> float:
    """What the process holds, with the dataset it will hold instead of the noise."""
    from genmodels.device import megabytes
    each = training.batches.images[0].nbytes
    dataset = sum(card.sizes.values()) * each - training.batches.images.nbytes
    return megabytes(training.device) + dataset / 1e6


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
