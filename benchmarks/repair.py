"""How well a model repairs destroyed images, beside methods that need none: PSNR on what was missing, held-out images.

    python -m benchmarks.repair [--run conv-vae-mnist] [-n 1000] [--seed 0] [--json]

Every method sees the same destroyed picture and knows the kind and the strength of the damage. Each cell is the mean
over the images with its 95 % interval; the last column is the best model repair minus the best baseline, paired image
by image. Images come from the held-out split of the run's dataset, chosen by the seed; the nearest image is looked for
in the whole training split. Exit code 1 when the model does not win at strong noise (sigma 0.5).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from genmodels import data, repair
from genmodels.data.base import ImageSet
from genmodels.repair import METHODS, Comparison, Damage, Hole, Noise, Repairer, SaltAndPepper
from genmodels.runs import RunStore

ROOT = Path(__file__).parents[1] / "checkpoints"
STRONG = "noise 0.5"
BATCH = 100     # images repaired at once


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    torch.set_num_threads(1)
    run = RunStore(options.root).get(options.run)
    name = options.dataset or run.config.dataset
    train, held_out = data.load(name), data.load(name, "held-out")
    rows = np.random.default_rng(options.seed).permutation(len(held_out))[:options.n]
    tool = repair.repairer(run.model(), train.images, torch.from_numpy(train.labels))
    images, labels = held_out.images[rows], held_out.labels[rows]
    report: dict[str, Any] = {"run": run.id, "dataset": name, "n": len(rows), "seed": options.seed, "train": len(train),
                              "spread": round(tool.spread, 4), "damages": {}}
    for title, damage in damages(run.config.image.size).items():
        began = time.perf_counter()
        scores = _scores(tool, train, images, labels, damage, options.seed)
        report["damages"][title] = _measured(scores)
        _tell(f"{title}: {time.perf_counter() - began:.0f} s")
    report["holds"] = report["damages"][STRONG]["gain"][0] > report["damages"][STRONG]["gain"][1]
    print(json.dumps(report, indent=1) if options.json else _table(report))
    return 0 if report["holds"] else 1


def damages(size: int) -> dict[str, Damage]:
    """Weak and strong ones of each kind; squares in the middle, of a quarter and half of the side."""
    quarter, middle = size // 4, size // 2
    return {
        "noise 0.1": Noise(0.1), "noise 0.25": Noise(0.25), STRONG: Noise(0.5),
        "salt and pepper 5 %": SaltAndPepper(0.05), "salt and pepper 20 %": SaltAndPepper(0.2),
        "salt and pepper 50 %": SaltAndPepper(0.5),
        f"square {quarter} px": Hole(repair.square(size, quarter, (size - quarter) // 2, (size - quarter) // 2)),
        f"square {middle} px": Hole(repair.square(size, middle, (size - middle) // 2, (size - middle) // 2)),
        "lower half": Hole(repair.half(size, "bottom"))}


def _scores(tool: Repairer, train: ImageSet, images: npt.NDArray[np.uint8], labels: npt.NDArray[np.int64],
            damage: Damage, seed: int) -> dict[str, npt.NDArray[np.float64]]:
    """PSNR of every method, (n,) each."""
    parts: list[Comparison] = []
    for start in range(0, len(images), BATCH):
        here = slice(start, start + BATCH)
        parts.append(repair.compare(tool, train.images, images[here], damage, seed + start, labels[here]))
    return {name: np.concatenate([part.psnr[name] for part in parts]).clip(max=60) for name in ("destroyed", *METHODS)}


def _measured(scores: dict[str, npt.NDArray[np.float64]]) -> dict[str, Any]:
    means = {name: _interval(values) for name, values in scores.items()}
    best = {by: max((name for name in METHODS if METHODS[name].by == by), key=lambda name: means[name][0])
            for by in ("model", "baseline")}
    gains = scores[best["model"]] - scores[best["baseline"]]
    return {"psnr": means, "best": best, "gain": _interval(gains), "wins": round(float((gains > 0).mean()), 3)}


def _interval(values: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Mean and half of its 95 % interval."""
    return round(float(values.mean()), 2), round(float(1.96 * values.std(ddof=1) / len(values)**0.5), 2)


def _table(report: dict[str, Any]) -> str:
    names = ("destroyed", *METHODS)
    lines = [f"{report['run']} on {report['dataset']}, held-out, n {report['n']}, seed {report['seed']}; nearest among "
             f"{report['train']:,} training images; PSNR in dB on what was missing, 95 % intervals",
             f"{'damage':22}" + "".join(f"{name:>15}" for name in names) + "   model - baseline  model wins on"]
    for title, row in report["damages"].items():
        cells = "".join(f"{mean:9.2f} ±{half:4.2f}{_star(name, row)}" for name, (mean, half) in row["psnr"].items())
        gain, half = row["gain"]
        lines.append(f"{title:22}{cells}   {gain:+7.2f} ±{half:4.2f}    {row['wins']:6.0%}")
    lines.append(f"* best of its kind. At {STRONG} the model {'wins' if report['holds'] else 'DOES NOT WIN'}.")
    return "\n".join(lines)


def _star(name: str, row: dict[str, Any]) -> str:
    return "*" if name in row["best"].values() else " "


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.repair", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--run", default="conv-vae-mnist", help="a run of a model that encodes")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder of runs")
    parser.add_argument("--dataset", help="real images; those of the run when left out")
    parser.add_argument("-n", type=int, default=1000, help="held-out images")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
