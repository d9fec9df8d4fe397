"""How long the numbers take: all image metrics for 10,000 samples, and the live ones at n = 1000.

    python -m benchmarks.evaluation [--run r3gan-mnist] [-n 10000] [--threads 2] [--repeats 3] [--json]

The first pass fills the cache with what concerns real images only, and is told apart; the passes after it are what
every further run costs, drawing included. The best of the repeats counts, as neighbours on the machine only add. Needs
a quiet machine. Exit code 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from genmodels import data, metrics
from genmodels.data.base import ImageSet
from genmodels.errors import UserError
from genmodels.judge import Judged, judge_for, why_none
from genmodels.metrics.held_out import HeldOut
from genmodels.metrics.live import Live, N
from genmodels.models.base import GenerativeModel
from genmodels.runs import RunStore, default_root

LIMITS = {"all": 25.0, "live": 1.5}     # seconds on two cores, real statistics kept


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    torch.set_num_threads(options.threads)
    try:
        report = _report(options)
    except UserError as error:
        print(f"benchmarks.evaluation: {error}", file=sys.stderr)
        return 2
    print(json.dumps(report, indent=1) if options.json else _table(report))
    return 0 if all(part["holds"] for part in report["parts"]) else 1


def _report(options: argparse.Namespace) -> dict[str, Any]:
    run = RunStore(options.root).get(options.run)
    model, judged = run.model(), judge_for(run.config.dataset)
    if judged is None:
        raise UserError(why_none(run.config.dataset))
    train, held_out = data.load(run.config.dataset), data.load(run.config.dataset, "held-out")
    n = min(options.n, len(train), len(held_out))

    def everything() -> list[metrics.Result]:
        return _everything(model, train, held_out, judged, n)

    def now() -> list[metrics.Result]:
        return Live(model, train, held_out, judged, n=min(N, n)).measure(model, 0)
    return {"run": run.id, "threads": options.threads, "torch": str(torch.__version__), "parts": [
        _timed("all", n, everything, options.repeats), _timed("live", min(N, n), now, options.repeats)]}


def _everything(model: GenerativeModel, train: ImageSet, held_out: ImageSet, judged: Judged,
                n: int) -> list[metrics.Result]:
    """By all metrics that look at samples; those that look at likelihoods have their own time."""
    evidence = metrics.Evidence(model, train, held_out, n, judged=judged, most=n)
    results = []
    for metric in metrics.suits(model):
        if not isinstance(metric, HeldOut):
            try:
                size = metric.size(n, train, held_out)
            except metrics.TooFew:
                continue
            results.append(metrics.measure(metric, evidence.first(size), 0))
    return results


def _timed(part: str, n: int, act: Callable[[], list[metrics.Result]], repeats: int) -> dict[str, Any]:
    """The first pass alone, then the best of the others; the seconds of each metric are those of the last pass."""
    first, _, results = _once(act)
    passes = [_once(act) for _ in range(repeats)]
    wall, processor, results = min(passes, key=lambda each: each[0])
    return {"part": part, "n": n, "first": first, "seconds": wall, "processor": processor, "limit": LIMITS[part],
            "holds": wall <= LIMITS[part], "metrics": {result["metric"]: result["seconds"] for result in results}}


def _once(act: Callable[[], list[metrics.Result]]) -> tuple[float, float, list[metrics.Result]]:
    began, busy = time.perf_counter(), time.process_time()
    results = act()
    return round(time.perf_counter() - began, 2), round(time.process_time() - busy, 2), results


def _table(report: dict[str, Any]) -> str:
    lines = [f"{report['run']}, threads {report['threads']}, torch {report['torch']}"]
    for part in report["parts"]:
        lines.append(f"{part['part']:5} n = {part['n']:6,}  {part['seconds']:6.2f} s (processor "
                     f"{part['processor']:.2f} s, first pass {part['first']:.2f} s)  limit {part['limit']:g} s: "
                     f"{'holds' if part['holds'] else 'MISSED'}")
        lines += [f"      {name:14} {seconds:6.2f} s" for name, seconds in part["metrics"].items()]
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    about = (__doc__ or "").split("\n\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluation", description=about)
    parser.add_argument("--root", type=Path, default=default_root(), help="folder of runs")
    parser.add_argument("--run", default="r3gan-mnist")
    parser.add_argument("-n", type=int, default=10_000, help="samples at most")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
