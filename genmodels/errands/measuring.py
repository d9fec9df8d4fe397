"""Measures several runs one after the other: `python -m genmodels.errands.measuring ROOT RUN RUN ...`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from genmodels.data.base import Progress
from genmodels.errands import evaluating
from genmodels.errands.errand import Errand
from genmodels.errors import RunError
from genmodels.runs import Run, RunStore


def measuring(root: Path, ids: Sequence[str] = ()) -> Errand:
    """One at a time for all runs below `root`: each run's own evaluation tells how far that one is."""
    return Errand(root / ".measuring", "genmodels.errands.measuring", [str(root), *ids])


def start(root: Path, ids: Sequence[str]) -> None:
    """Raises RunError when none of them has weights, or when runs are being measured already."""
    store = RunStore(root)
    ready = [id for id in ids if store.get(id).checkpoints()]
    if not ready:
        raise RunError("None of these runs has weights to measure yet: the first come within seconds of a start.")
    measuring(root, ready).start()


def _measure_all(root: Path, ids: Sequence[str], say: Progress) -> str:
    store, failed = RunStore(root), []
    for i, id in enumerate(ids):
        run = store.get(id)
        own = evaluating.evaluation(run)
        if own.carry_out(partial(_measure, run, partial(_of_all, say, i, len(ids), run.title))):
            failed.append(f"{run.title}: {own.word().words}")
    if failed:
        raise RunError(" ".join(failed))
    return f"{len(ids)} runs measured."


def _measure(run: Run, tell_all: Progress, tell_own: Progress) -> str:
    def say(share: float, words: str) -> None:
        tell_own(share, words)
        tell_all(share, words)
    return evaluating.measure(run, say)


def _of_all(say: Progress, done: int, of: int, title: str, share: float, words: str) -> None:
    say((done + share) / of, f"{title}: {words}")


def main(root: Path, ids: Sequence[str]) -> int:
    return measuring(root).carry_out(lambda say: _measure_all(root, ids, say))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
