"""A judge trained by a process of its own, which outlives the page or the terminal that asked for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from genmodels.data import cache
from genmodels.errors import DataError, UserError
from genmodels.judge.make import make_judge, refuse_unjudgeable

HOME = Path(__file__).parents[2]
NICENESS = 10


def start(dataset: str, seed: int = 0) -> Path:
    """Begin at once, one thread and at low priority; returns the log, whose last line says how it went.

    Raises DataError for a dataset that cannot have a judge, and when the log cannot be written.
    """
    refuse_unjudgeable(dataset)
    log = log_of(dataset)
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as stream:
            subprocess.Popen([sys.executable, "-m", "genmodels.judge.background", dataset, str(seed)], cwd=HOME,
                             stdout=stream, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
                             env=os.environ | {"OMP_NUM_THREADS": "1"})
    except OSError as error:
        raise DataError(f"A judge of {dataset!r} cannot be trained in the background: {error.strerror or error}. Make "
                        f"room in {log.parent}, or name another folder in GENMODELS_CACHE.") from error
    return log


def log_of(dataset: str) -> Path:
    """What the background process says, line by line: "<percent> <words>", and at the end one sentence."""
    return cache.root() / "judges" / f"{dataset}.log"


class Told:
    """A Progress that writes a plain line at every tenth of the way."""

    def __init__(self) -> None:
        self.tenth = -1

    def __call__(self, share: float, words: str) -> None:
        if int(10 * share) > self.tenth:
            self.tenth = int(10 * share)
            print(f"{share:4.0%} {words}", file=sys.stderr, flush=True)


def _train(dataset: str, seed: int) -> int:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        card = make_judge(dataset, seed=seed, on_progress=Told())
    except UserError as error:
        print(error, flush=True)
        return 2
    print(f"Right on {card.accuracy:.2%} of {card.tested_on:,} held-out images; " + (
        "the proof is passed." if card.passed else f"the proof is not passed: {'; '.join(card.failures)}."), flush=True)
    return 0 if card.passed else 1


if __name__ == "__main__":
    sys.exit(_train(sys.argv[1], int(sys.argv[2])))
