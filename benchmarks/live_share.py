"""What live numbers cost a training: its steps in a second with and without them, taking turns.

    python -m benchmarks.live_share [--model dcgan] [--dataset mnist] [--share 0.03] [--seconds 30] [--rounds 3]

Each turn is `--seconds` of the same training in this process, once beside the measuring thread and once alone; the
median ratio over the rounds counts. Needs a quiet machine with a second core. Exit code 1 when the training loses more
than the share, or when fewer than three moments were measured in a turn.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Any

import torch

from genmodels import data
from genmodels.config import RunConfig
from genmodels.configure import configure
from genmodels.device import describe, wait_for
from genmodels.errors import UserError
from genmodels.events import Stepped
from genmodels.judge import judge_for
from genmodels.models import MODELS
from genmodels.train import Training
from genmodels.worker.gauge import Gauge

LOOK = 0.1      # seconds between two looks, as in a worker
MOMENTS = 3     # that a turn should show at least


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    try:
        report = measure(options)
    except UserError as error:
        print(f"benchmarks.live_share: {error}", file=sys.stderr)
        return 2
    print(json.dumps(report, indent=1) if options.json else _table(report))
    return 0 if report["holds"] else 1


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Interleaved turns after a short one that warms up and fills the cache of real statistics."""
    config = configure(options.model, options.dataset, steps=10_000_000, device=options.device,
                       live_share=options.share)
    _turn(config, min(5.0, options.seconds), live=True)
    turns = [(_turn(config, options.seconds, live=True), _turn(config, options.seconds, live=False))
             for _ in range(options.rounds)]
    ratios = [beside["rate"] / alone["rate"] for beside, alone in turns]
    moments = min(beside["moments"] for beside, _ in turns)
    ratio, floor = statistics.median(ratios), 1 - options.share
    return {"model": options.model, "dataset": options.dataset, "share": options.share, "seconds": options.seconds,
            "rounds": options.rounds, "device": describe(torch.device(options.device)), "threads": config.threads,
            "torch": str(torch.__version__), "steps_per_second": statistics.median(alone["rate"] for _, alone in turns),
            "ratio": ratio, "lowest": min(ratios), "highest": max(ratios), "floor": floor, "moments": moments,
            "images": turns[-1][0]["images"], "cost": statistics.median(beside["cost"] for beside, _ in turns),
            "holds": ratio >= floor and moments >= MOMENTS}


def _turn(config: RunConfig, seconds: float, *, live: bool) -> dict[str, float]:
    """Steps in a second of wall-clock time; with `live`, how many moments were measured and what one cost."""
    images = data.load(config.dataset), data.load(config.dataset, "held-out")
    training = Training(config, *images)
    gauge = Gauge(training, *images, judge_for(config.dataset))
    began = looked = time.perf_counter()
    costs: list[float] = []
    for event in training.run():
        now = time.perf_counter()
        if now - began >= seconds:
            break
        if isinstance(event, Stepped) and live and now - looked >= LOOK:
            looked = now
            if moment := gauge.landed():
                costs.append(moment.cost)
            if gauge.due(now - began, seconds):
                gauge.start(now - began)
    wait_for(training.device)
    rate = training.step / (time.perf_counter() - began)
    gauge.close()
    return {"rate": rate, "moments": len(costs), "cost": statistics.median(costs) if costs else 0.0,
            "images": gauge.images}


def _table(report: dict[str, Any]) -> str:
    verdict = "holds" if report["holds"] else "MISSED"
    return "\n".join([
        f"{report['model']} on {report['dataset']}, {report['device']}, threads {report['threads']}, torch "
        f"{report['torch']}, {report['rounds']} rounds of {report['seconds']:g} s each way",
        f"alone {report['steps_per_second']:.1f} steps/s; beside live numbers {report['ratio']:.3f} of that, lowest "
        f"{report['lowest']:.3f}, highest {report['highest']:.3f}, floor {report['floor']:.2f}",
        f"at least {report['moments']} moments in a turn (limit {MOMENTS}), the last of {report['images']:,} images "
        f"for {report['cost']:.2f} processor seconds: {verdict}"])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    about = (__doc__ or "").split("\n\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live_share", description=about)
    parser.add_argument("--model", default="dcgan", choices=list(MODELS))
    parser.add_argument("--dataset", default=data.best_at_hand(), choices=list(data.DATASETS))
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--share", type=float, default=0.03, help="of the training's time, as in --live-share")
    parser.add_argument("--seconds", type=float, default=30.0, help="of each turn")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or options.seconds <= 0:
        parser.error("--rounds and --seconds are positive numbers.")
    return options


if __name__ == "__main__":
    sys.exit(main())
