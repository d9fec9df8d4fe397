"""Images per second of every model, beside the textbook loop with equal networks, batch and updates.

    python -m benchmarks.throughput [--device cuda] [--models vae gan] [--rounds 5] [--json]

Both loops take turns in one process on one thread, so that a busy neighbour hurts them alike; the ratio is the median
over the rounds. Exit code 1 when a ratio is below its floor on a processor with bfloat16 or on an NVIDIA GPU, for which
the floors hold; 2 when there is nothing to measure on.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch

from benchmarks.textbook import textbook
from genmodels import data
from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from genmodels.device import describe, has_fast_bfloat16, wait_for
from genmodels.events import Remark, Stepped
from genmodels.models import MODELS, make_model
from genmodels.train import Training

FLOORS = {     # times the textbook loop on the same device
    "cpu": {"vae": 2.8, "gan": 4.0, "dcgan": 2.0, "wgan_gp": 3.3},     # measured, one thread with bfloat16
    "cuda": {"vae": 20.0, "gan": 20.0, "conv_vae": 5.0, "dcgan": 5.0, "wgan_gp": 5.0, "r3gan": 5.0}}     # an aim so far


@dataclass(frozen=True)
class Row:
    """One model: images each second, ours and theirs, the median ratio with its extremes, its floor if it has one."""

    model: str
    ours: float
    textbook: float
    ratio: float
    lowest: float
    highest: float
    floor: float | None
    precision: str
    batch: int
    ms: float


def measure(name: str, dataset: str, device: str, rounds: int, seconds: float) -> Row:
    """Interleave both loops, `seconds` each per round."""
    card, images = data.find(dataset), data.load(dataset)
    config = RunConfig(model=name, dataset=dataset, image=card.image, classes=card.classes, steps=10_000_000,
                       device=device)
    training = Training(config, images, images)
    ours, theirs = _ours(training), _theirs(training, images)
    pairs = []
    for number in range(rounds + 1):
        pair = _rate(ours, seconds, training), _rate(theirs, seconds, training)
        if number:     # the first round warms up: libraries choose their kernels, a GPU's steps are captured
            pairs.append(pair)
    ratios = [mine / other for mine, other in pairs]
    batch = training.model.config.batch_size
    mine = statistics.median(pair[0] for pair in pairs)
    return Row(name, batch * mine, batch * statistics.median(pair[1] for pair in pairs), statistics.median(ratios),
               min(ratios), max(ratios), FLOORS[device].get(name), str(training.precision).removeprefix("torch."),
               batch, 1e3 / mine)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    if options.device == "cuda" and not torch.cuda.is_available():
        print("Nothing was measured: torch finds no NVIDIA GPU on this machine. Run this where there is one, or with "
              "--device cpu.", file=sys.stderr)
        return 2
    torch.set_num_threads(1)
    rows = []
    for name in options.models:
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows.append(measure(name, options.dataset, options.device, options.rounds, options.seconds))
    bfloat16 = has_fast_bfloat16(torch.device(options.device))
    held = options.device == "cuda" or bfloat16
    missed = [row.model for row in rows if row.floor and row.ratio < row.floor]
    if options.json:
        print(json.dumps({"rows": [asdict(row) for row in rows], "bfloat16": bfloat16, "floors_hold_here": held,
                          "missed": missed, **_conditions(options)}, indent=1))
    else:
        _print(rows, options, held)
    return 1 if held and missed else 0


def _ours(training: Training) -> Callable[[], Any]:
    events = training.run()

    def step() -> None:
        while not isinstance(event := next(events), Stepped):     # scalars and snapshots are part of our cost
            if isinstance(event, Remark):
                print(event.words, file=sys.stderr)
    return step


def _theirs(training: Training, images: ImageSet) -> Callable[[], Any]:
    config = training.config
    model = make_model(config.model, config.image, len(config.classes), config.settings)
    return textbook(model, images, training.device)


def _rate(step: Callable[[], Any], seconds: float, training: Training) -> float:
    """Steps per second. On the CPU the process's own seconds count, so that a neighbour's are not ours; a GPU has done
    all it was asked for when the clock starts and when it stops."""
    clock = time.perf_counter if training.device.type == "cuda" else time.process_time
    wait_for(training.device)
    began, steps = clock(), 0
    while clock() - began < seconds or steps < 2:
        step()
        steps += 1
    wait_for(training.device)
    return steps / (clock() - began)


def _conditions(options: argparse.Namespace) -> dict[str, Any]:
    device = torch.device(options.device)
    return {"device": describe(device), "threads": 1, "dataset": options.dataset, "rounds": options.rounds,
            "seconds_per_round": options.seconds, "torch": str(torch.__version__)}


def _print(rows: Sequence[Row], options: argparse.Namespace, held: bool) -> None:
    print(f"{'model':10}{'precision':>10}{'batch':>7}{'ms/step':>9}{'images/s':>11}{'textbook':>11}"
          f"{'ratio':>8}{'lowest':>8}{'highest':>9}{'floor':>7}")
    for row in rows:
        verdict = "" if row.floor is None else f"{row.floor:7.1f} {'holds' if row.ratio >= row.floor else 'MISSED'}"
        print(f"{row.model:10}{row.precision:>10}{row.batch:7}{row.ms:9.2f}{row.ours:11.0f}{row.textbook:11.0f}"
              f"{row.ratio:8.2f}{row.lowest:8.2f}{row.highest:9.2f}{verdict}")
    print(", ".join(f"{key} {value}" for key, value in _conditions(options).items()))
    if not held:
        print("The floors are for one CPU thread with bfloat16 in hardware, or a GPU; here they are shown only.")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    about = (__doc__ or "").split("\n\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=about)
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--dataset", default=data.best_at_hand(), choices=list(data.DATASETS))
    parser.add_argument("--models", nargs="+", default=list(MODELS), choices=list(MODELS))
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds after one to warm up")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each loop in each round")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    options = parser.parse_args(arguments)
    if options.rounds < 1:
        parser.error(f"--rounds {options.rounds} does not fit: at least 1.")
    return options


if __name__ == "__main__":
    sys.exit(main())
