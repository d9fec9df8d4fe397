"""Measures every finished run of a sweep by one metric: `python -m genmodels.errands.sweeping ROOT SWEEP METRIC`."""

from __future__ import annotations

import sys
from pathlib import Path

from genmodels.data.base import Progress
from genmodels.errands.errand import Errand
from genmodels.errors import RunError, UserError
from genmodels.runs import Run, RunStore
from genmodels.sweep import SweepStore, outcomes


def measuring(root: Path, sweep: str) -> Errand:
    """One at a time for a sweep, whatever the metric."""
    return _errand(root, sweep, "")


def start(root: Path, sweep: str, metric: str) -> None:
    """Raises RunError when the sweep is being measured."""
    _errand(root, sweep, metric).start()


def _errand(root: Path, sweep: str, metric: str) -> Errand:
    place = SweepStore(root).folder / f".{sweep}-measuring"     # no sweep itself, so it is hidden
    return Errand(place, "genmodels.errands.sweeping", [str(root), sweep, metric])


def _measure(root: Path, sweep: str, metric: str, say: Progress) -> str:
    import torch
    torch.set_num_threads(1)
    store = RunStore(root)
    runs = [one.run for one in outcomes(store, SweepStore(root).get(sweep)) if one.run and one.state == "finished"]
    fresh, refused = 0, list[str]()
    for i, run in enumerate(runs):
        try:
            fresh += _one(run, metric, lambda share, words, done=i: say((done + share) / len(runs), words))     # type: ignore[misc]
        except UserError as error:     # the others can be measured all the same
            refused.append(str(error))
    if refused and len(refused) == len(runs):
        raise RunError(refused[0])
    known = len(runs) - fresh - len(refused)
    return " ".join([f"{fresh} runs measured, {known} had been before.", *dict.fromkeys(refused)])


def _one(run: Run, metric: str, say: Progress) -> bool:
    """Was there something to measure?"""
    from genmodels import metrics
    before = len(run.results())
    metrics.evaluate(run, [metric], on_progress=say, keep=lambda result: run.add_result(dict(result)))
    return len(run.results()) > before


def main(root: Path, sweep: str, metric: str) -> int:
    return measuring(root, sweep).carry_out(lambda say: _measure(root, sweep, metric, say))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
