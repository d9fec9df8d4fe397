"""How good after how long: the default VAE's bound and the default GAN's samples after seconds of one thread.

    python -m benchmarks.quality [--dataset mnist] [--seeds 0 1 2] [--gan-seconds 60] [--skip vae|gan] [--json]

The VAE's number is the mean negative ELBO on held-out digits, pixel intensities as Bernoulli targets, one sample. The
GAN's samples are counted by a classifier trained in the same run on real digits. Seconds are those of the training
thread alone (its CPU time), so that neighbours and measuring do not count. Exit code 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from benchmarks.judge import accuracy, train_judge
from genmodels import data
from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from genmodels.events import Stepped
from genmodels.models import DEFAULT_GAN, MODELS, find_model
from genmodels.models.base import HasLikelihood
from genmodels.preprocess import to_float
from genmodels.train import Training

LIMITS = {20: 105.0, 45: 99.0}     # seconds -> nats; a run of each length, its schedule ending there
SAMPLES = 2000
PROBE = 60                         # steps that tell how many fit into the seconds


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    torch.set_num_threads(1)
    train, held_out = data.load(options.dataset), data.load(options.dataset, "held-out")
    report: dict[str, Any] = {"dataset": options.dataset, "threads": 1, "torch": str(torch.__version__)}
    if options.skip != "vae":
        report["vae"] = [_vae(options, seconds, seed, train, held_out)
                         for seconds in options.vae_seconds for seed in options.seeds]
    if options.skip != "gan":
        report["gan"] = _gan(options, train, held_out)
    missed = [row for row in report.get("vae", []) if not row["holds"]]
    missed += [report["gan"]] if "gan" in report and not report["gan"]["holds"] else []
    print(json.dumps(report | {"holds": not missed}, indent=1) if options.json else _table(report))
    return 1 if missed else 0


def _vae(options: argparse.Namespace, seconds: float, seed: int, train: ImageSet,
         held_out: ImageSet) -> dict[str, Any]:
    began = time.perf_counter()
    training, spent = _trained("vae", options.dataset, seconds, seed, train, held_out)
    nats, error = _negative_elbo(training, held_out, seed)
    limit = LIMITS.get(int(seconds), math.inf)
    row = {"seconds": round(spent, 1), "wall": round(time.perf_counter() - began, 1), "seed": seed,
           "steps": training.step, "negative_elbo": round(nats, 2), "plus_minus": round(error, 2), "n": len(held_out),
           "limit": limit if math.isfinite(limit) else None, "holds": nats <= limit}
    _tell(f"vae {seconds:g} s, seed {seed}: {nats:.2f} nats after {training.step} steps")
    return row


def _gan(options: argparse.Namespace, train: ImageSet, held_out: ImageSet) -> dict[str, Any]:
    _tell("training the judge on real images")
    judge = train_judge(train)
    right = accuracy(judge, held_out)
    seed = options.seeds[0]
    training, spent = _trained(options.gan, options.dataset, options.gan_seconds, seed, train, held_out)
    model = training.average.eval()
    with torch.no_grad():
        codes = model.prior(SAMPLES, torch.Generator().manual_seed(seed))
        classes, confidence = judge.classify(torch.cat([model.decode(part) for part in codes.split(250)]))
    _, real = judge.classify(to_float(torch.tensor(held_out.images[:SAMPLES])))
    histogram = torch.bincount(classes, minlength=10).tolist()
    return {"model": options.gan, "seconds": round(spent, 1), "steps": training.step, "seed": seed, "n": SAMPLES,
            "judge_accuracy": round(right, 4), "histogram": histogram, "classes_present": sum(n > 0 for n in histogram),
            "confidence": round(float(confidence.mean()), 4), "confidence_real": round(float(real.mean()), 4),
            "clear": round(float((confidence > 0.9).float().mean()), 4),
            "clear_real": round(float((real > 0.9).float().mean()), 4), "holds": min(histogram) > 0}


def _trained(name: str, dataset: str, seconds: float, seed: int, train: ImageSet,
             held_out: ImageSet) -> tuple[Training, float]:
    """The default preset for this many seconds of the thread's time; a short probe turns seconds into steps."""
    kind, card = find_model(name), data.find(dataset)
    preset = next(iter(kind.presets.values()))

    def fresh(steps: int) -> Training:
        config = RunConfig(model=name, dataset=dataset, image=card.image, classes=card.classes, steps=steps, seed=seed,
                           settings=preset.settings)
        return Training(config, train, held_out)

    *_, (_, probed) = _timed(fresh(PROBE))
    spent = 0.0
    training = fresh(max(1, int(seconds / probed * PROBE)))
    for step, spent in _timed(training):
        if step % 200 == 0:
            _tell(f"{name} {seconds:g} s, seed {seed}: step {step} of {training.steps}")
        if spent > seconds:     # a noisy machine: what is not done in time does not count
            break
    return training, spent


def _timed(training: Training) -> Iterator[tuple[int, float]]:
    """Step and the thread's seconds so far, after every step."""
    began = time.process_time()
    for event in training.run():
        if isinstance(event, Stepped):
            yield event.step, time.process_time() - began


def _negative_elbo(training: Training, held_out: ImageSet, seed: int) -> tuple[float, float]:
    """Mean over the held-out images and half its 95 % interval, in nats per image."""
    model, values = training.average.eval(), []
    assert isinstance(model, HasLikelihood)
    torch.manual_seed(seed)
    with torch.no_grad():
        for first in range(0, len(held_out), 1000):
            x = to_float(torch.tensor(held_out.images[first:first + 1000]))
            reconstruction, kl = model.elbo_terms(x, torch.tensor(held_out.labels[first:first + 1000]))
            values += (reconstruction + kl.sum(1)).tolist()
    return statistics.fmean(values), 1.96 * statistics.stdev(values) / math.sqrt(len(values))


def _table(report: dict[str, Any]) -> str:
    lines = [f"dataset {report['dataset']}, threads 1, torch {report['torch']}"]
    for row in report.get("vae", []):
        limit = f"limit {row['limit']:g}: {'holds' if row['holds'] else 'MISSED'}" if row["limit"] else "no limit"
        lines.append(f"vae   {row['seconds']:5.1f} s  seed {row['seed']}  {row['steps']:6} steps  -ELBO "
                     f"{row['negative_elbo']:7.2f} +- {row['plus_minus']:.2f} nats (n {row['n']})  {limit}")
    if "gan" in report:
        gan = report["gan"]
        lines += [f"{gan['model']}  {gan['seconds']:.1f} s  seed {gan['seed']}  {gan['steps']} steps; "
                  f"judge right on {gan['judge_accuracy']:.2%} of real held-out images",
                  f"  classes of {gan['n']} samples {gan['histogram']}: {gan['classes_present']} of 10 present",
                  f"  mean confidence {gan['confidence']:.3f} (real {gan['confidence_real']:.3f}); "
                  f"surer than 0.9: {gan['clear']:.1%} (real {gan['clear_real']:.1%})"]
    return "\n".join(lines)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    gans = [name for name, kind in MODELS.items() if kind.family == "GAN"]
    about = (__doc__ or "").split("\n\n")[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=about)
    parser.add_argument("--dataset", default=data.best_at_hand(), choices=["mnist", "mnist-5k"])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--vae-seconds", type=float, nargs="+", default=list(LIMITS))
    parser.add_argument("--gan", default=DEFAULT_GAN, choices=gans)
    parser.add_argument("--gan-seconds", type=float, default=60.0)
    parser.add_argument("--skip", choices=["vae", "gan"], help="leave one part out")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
