"""What may be typed after `python -m genmodels`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from genmodels.cli import changing, judging, lists, products, sweeping, training
from genmodels.config import Device, Precision
from genmodels.runs import default_root

Act = Callable[[argparse.Namespace], int]
CODES = "exit status: 0 done or finished, 1 the training failed, 2 bad usage, 130 stopped before the end"


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser("python -m genmodels", description="Train, watch and use small generative models.",
                                  epilog=CODES)
    root = argparse.ArgumentParser(add_help=False)
    for place, default in ((top, default_root()), (root, argparse.SUPPRESS)):     # before or after the command
        place.add_argument("--root", type=Path, default=default, metavar="DIR", help="folder of runs (checkpoints/)")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, act: Act, help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help, parents=[root], epilog=CODES)
        sub.set_defaults(act=act)
        return sub

    for name, act, help in (("models", lists.models, "list the models with their presets and settings"),
                            ("datasets", lists.datasets, "list the datasets"), ("runs", lists.runs, "list the runs")):
        _json(command(name, act, help))
    _train(command("train", training.train, "train a model on a dataset; Ctrl-C stops with a checkpoint"))
    _sweep(command("sweep", sweeping.sweep, "train one or two settings over a few values and seeds"))
    _sweeps(command("sweeps", sweeping.sweeps, "list the sweeps, or show one"))
    _resume(command("resume", training.resume, "go on with a run that is paused, stopped, lost or failed"))
    for name, act, help in (("pause", training.pause, "save and pause a run, which frees its slot"),
                            ("stop", training.stop, "save and stop a run"),
                            ("delete", training.delete, "delete a run")):
        command(name, act, help).add_argument("run", metavar="RUN")
    live = command("set", changing.set_live, "change settings of a run while it trains, such as beta=2")
    live.add_argument("run", metavar="RUN")
    live.add_argument("assignments", nargs="+", metavar="KEY=VALUE", help="a live setting and its new value")
    _branch(command("branch", changing.branch, "go on from a kept checkpoint as a new run with other settings"))
    _run_json(command("show", lists.show, "all about one run"))
    _sample(command("sample", products.sample, "draw samples into a .png or .npz file"))
    _evaluate(command("evaluate", products.evaluate, "measure a run on held-out images and keep the numbers"))
    _report(command("report", products.report, "all about a run as one HTML file, at most 5 MB, to be read offline"))
    _judge(command("judge", judging.judge, "train the judge of a dataset and prove that it can judge"))
    ship = command("ship", products.ship, "make a finished run small and mark it as shipped (for maintainers)")
    ship.add_argument("run", metavar="RUN")
    ship.add_argument("--title", required=True, help="what people read in the gallery")
    ship.add_argument("--name", help="the run's new id")
    return top


def _train(sub: argparse.ArgumentParser) -> None:
    _what(sub, "training time, turned into steps by a short probe")
    sub.add_argument("--seed", type=int, default=0, metavar="N")
    _detach(sub)


def _sweep(sub: argparse.ArgumentParser) -> None:
    _what(sub, "training time of each run (30)")
    sub.add_argument("--over", action="append", required=True, metavar="KEY=V,V,...",
                     help="a setting and 2 to 8 values for it; once or twice")
    sub.add_argument("--seeds", type=int, default=3, metavar="N", help="trainings for each value, 1 to 5 (3)")
    _json(sub)
    _detach(sub)


def _sweeps(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("sweep", metavar="SWEEP", nargs="?")
    do = sub.add_mutually_exclusive_group()
    do.add_argument("--stop", action="store_true", help="stop what is left of it")
    do.add_argument("--resume", action="store_true", help="go on with what was stopped or lost, and wait for it")
    _json(sub)


def _what(sub: argparse.ArgumentParser, seconds: str) -> None:
    sub.add_argument("model", metavar="MODEL")
    sub.add_argument("dataset", metavar="DATASET")
    sub.add_argument("--preset", metavar="P", help="settings by intent; see `models`")
    budget = sub.add_mutually_exclusive_group()
    budget.add_argument("--steps", type=int, metavar="N", help="rounds of all players")
    budget.add_argument("--seconds", type=float, metavar="S", help=seconds)
    sub.add_argument("--device", default="auto", metavar="D", help=", ".join(get_args(Device)))
    sub.add_argument("--threads", type=int, default=1, metavar="N", help="CPU threads; one is fastest on shared cores")
    sub.add_argument("--live-share", type=float, default=0.03, metavar="S",
                     help="share of the training time for numbers taken while it runs (0.03); 0 takes none")
    sub.add_argument("--precision", default="auto", metavar="P", help=", ".join(get_args(Precision)))
    sub.add_argument("--set", action="append", default=[], metavar="KEY=VALUE",
                     help="a setting of the model, repeatable")


def _resume(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("run", metavar="RUN")
    sub.add_argument("--steps", type=int, metavar="N", help="go on to this step; needed for a finished run")
    _detach(sub)


def _branch(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("run", metavar="RUN")
    sub.add_argument("--step", type=int, metavar="N", help="of a checkpoint that it keeps; the last one when open")
    sub.add_argument("--steps", type=int, metavar="M", help="go on to this step; as far as its parent when open")
    sub.add_argument("--set", action="append", default=[], metavar="KEY=VALUE",
                     help="a setting of the model, repeatable")
    _detach(sub)


def _sample(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("run", metavar="RUN")
    sub.add_argument("-n", type=int, default=64, metavar="N", help="how many (64)")
    sub.add_argument("--seed", type=int, default=0, metavar="N")
    sub.add_argument("-o", "--output", type=Path, required=True, metavar="FILE",
                     help=".png: a grid; .npz: images, uint8 (N, H, W, C), and codes")


def _evaluate(sub: argparse.ArgumentParser) -> None:
    _run_json(sub)
    sub.add_argument("--metric", action="append", metavar="NAME", help="only this one; repeatable")
    sub.add_argument("--again", action="store_true", help="also what the run's results hold already")
    sub.add_argument("-n", type=int, default=10_000, metavar="N", help="images at most (10000)")
    sub.add_argument("--seed", type=int, default=0, metavar="N")


def _report(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("run", metavar="RUN")
    sub.add_argument("-o", "--out", "--output", dest="output", type=Path, metavar="FILE",
                     help="genlab-RUN.html in this folder when open; a file of that name is replaced")


def _judge(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("dataset", metavar="DATASET")
    sub.add_argument("--seed", type=int, default=0, metavar="N")
    sub.add_argument("--steps", type=int, metavar="N", help="batches it learns from; by the number of images when open")
    sub.add_argument("--output", type=Path, metavar="DIR", help="put it there and not into the cache (for maintainers)")
    sub.add_argument("--detach", action="store_true", help="train in the background and return at once")
    _json(sub)


def _run_json(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("run", metavar="RUN")
    _json(sub)


def _json(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--json", action="store_true", help="for programs")


def _detach(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--detach", action="store_true", help="train in the background and return at once")
