"""How good the recipes of the GANs are: the default one and that of the shipped R3GAN, beside a strong reference.

    python -m benchmarks.recipes [--seconds 300] [--seeds 0 1 2] [--arms default r3gan] [--select] [--json]

All arms of a seed are trained side by side, turn by turn in one process, for equal seconds of one processor thread, and
judged with the shipped judge of MNIST at n = 10,000 against the test set. `--select` is for looking for recipes: it
trains on the first 50,000 training images and judges against the last 10,000, so that the test set chooses nothing
(half of these the judge has seen, so the floor is only a hint). Exit code 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from benchmarks.lanes import Lane, take_turns
from genmodels import data, metrics
from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from genmodels.judge import judge_for
from genmodels.models import DEFAULT_GAN, find_model
from genmodels.runs import RunStore

DATASET, N, PRESET = "mnist", 10_000, "5 minutes"
SHIPPED = Path(__file__).parents[1] / "checkpoints"
NAMES = ("fd", "kid", "coverage", "density", "classes")
FEWEST_CLASSES, LEAST_COVERAGE = 9.9, 0.85
FITTED = 50_000     # training images that are trained on while recipes are chosen

# The best recipe of the study that came before this code: 23 trainings of nine kinds of GAN at up to 350 seconds.
REFERENCE = ("dcgan", {"conditional": False, "batch_size": 64, "latent_dim": 64, "width": 24, "generator_rate": 2e-3,
                       "discriminator_rate": 1e-3, "generator_moves": 1, "discriminator_moves": 1, "average": 0.998,
                       "schedule": False})
Recipe = tuple[str, dict[str, Any]]     # a model and its settings


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    torch.set_num_threads(1)
    train, held_out = _images(options.select)
    recipes = {"reference": REFERENCE} | {name: _recipes()[name] for name in options.arms}
    rows: list[dict[str, Any]] = []
    for seed in options.seeds:
        lanes = [_lane(name, recipe, seed, options.seconds, train, held_out) for name, recipe in recipes.items()]
        take_turns(lanes, _tell)
        rows += _held_to_limits([_row(lane, seed, train, held_out) for lane in lanes])
    report = {"dataset": DATASET, "against": "the last training images" if options.select else "the test set",
              "n": N, "seconds": options.seconds, "threads": 1, "torch": str(torch.__version__), "rows": rows,
              "holds": all(row["holds"] for row in rows)}
    print(json.dumps(report, indent=1) if options.json else _table(report))
    return 0 if report["holds"] else 1


def _recipes() -> dict[str, Recipe]:
    """What is held to the limits: the default GAN as its preset says, R3GAN with the settings of the shipped run."""
    shipped = RunStore(SHIPPED).get("r3gan-mnist").config
    return {"default": (DEFAULT_GAN, find_model(DEFAULT_GAN).presets[PRESET].settings),
            "r3gan": (shipped.model, shipped.settings)}


def _images(select: bool) -> tuple[ImageSet, ImageSet]:
    train = data.load(DATASET)
    if not select:
        return train, data.load(DATASET, "held-out")
    return _part(train, slice(FITTED)), _part(train, slice(FITTED, None))


def _part(images: ImageSet, rows: slice) -> ImageSet:
    return ImageSet(images.images[rows], images.labels[rows], images.classes)


def _lane(name: str, recipe: Recipe, seed: int, seconds: float, train: ImageSet, held_out: ImageSet) -> Lane:
    card, (model, settings) = data.find(DATASET), recipe
    config = RunConfig(model=model, dataset=DATASET, image=card.image, classes=card.classes, settings=settings,
                       seconds=seconds, seed=seed)
    return Lane(name, config, train, held_out, seconds)


def _row(lane: Lane, seed: int, train: ImageSet, held_out: ImageSet) -> dict[str, Any]:
    """What the judge says of the averaged weights."""
    print(f"judging {lane.name}", file=sys.stderr, flush=True)
    model = lane.training.average.eval().requires_grad_(False)
    evidence = metrics.Evidence(model, train, held_out, N, judged=judge_for(DATASET), most=N)
    found = {name: metrics.measure(metrics.METRICS[name], evidence, lane.training.step) for name in NAMES}
    return {"arm": lane.name, "seed": seed, "steps": lane.training.step, "seconds": round(lane.spent, 1),
            "judge": evidence.judge_id, "metrics": found}


def _held_to_limits(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of one seed, the reference first, which is held to none."""
    reference, *others = rows
    for row in others:
        row["missed"] = _missed(row["metrics"], reference["metrics"])
    return [row | {"holds": not row.get("missed")} for row in rows]


def _missed(found: dict[str, metrics.Result], reference: dict[str, metrics.Result]) -> list[str]:
    missed = []
    if found["fd"]["high"] >= reference["fd"]["low"]:
        missed.append("a Fréchet distance clearly below the reference's: the intervals touch")
    if found["classes"]["value"] < FEWEST_CLASSES:
        missed.append(f"{FEWEST_CLASSES:g} effective classes")
    if found["coverage"]["value"] <= LEAST_COVERAGE:
        missed.append(f"coverage above {LEAST_COVERAGE:g}")
    return missed


def _table(report: dict[str, Any]) -> str:
    lines = [f"{report['dataset']}, {report['seconds']:g} processor seconds each, one thread, n = {report['n']:,} "
             f"against {report['against']}, torch {report['torch']}, judge {report['rows'][0]['judge'][:12]}"]
    for row in report["rows"]:
        verdict = "" if row["arm"] == "reference" else "  holds" if row["holds"] else f"  MISSED {row['missed']}"
        lines.append(f"{row['arm']:10} seed {row['seed']}  {row['steps']:6} steps{verdict}")
        lines += [f"    {name:9} {found['value']:8.4f} [{found['low']:.4f}, {found['high']:.4f}]  "
                  f"real images {found['floor']:.4f}" for name, found in row["metrics"].items()]
    lines.append(f"limits for each seed: Fréchet intervals apart, effective classes >= {FEWEST_CLASSES:g}, "
                 f"coverage > {LEAST_COVERAGE:g}: {'hold' if report['holds'] else 'MISSED'}")
    return "\n".join(lines)


def _tell(lane: Lane) -> None:
    print(f"{time.strftime('%H:%M:%S')} {lane.name}: {lane.spent:.0f} of {lane.seconds:.0f} s, "
          f"step {lane.training.step}", file=sys.stderr, flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    about = (__doc__ or "").split("\n\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recipes", description=about)
    parser.add_argument("--seconds", type=float, default=300.0, help="of one processor thread, for each training")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--arms", nargs="+", default=["default", "r3gan"], choices=["default", "r3gan"])
    parser.add_argument("--select", action="store_true", help="judge against training images that are kept aside")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
