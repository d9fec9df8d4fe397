"""Trains the judge of a dataset and has it prove itself: `python -m genmodels.errands.judging DATASET SEED`."""

from __future__ import annotations

import sys

from genmodels.data import cache
from genmodels.data.base import Progress
from genmodels.errands.errand import Errand


def judging(dataset: str, seed: int = 0) -> Errand:
    return Errand(cache.root() / "judges" / f"{dataset}-training", "genmodels.errands.judging", [dataset, str(seed)])


def start(dataset: str, seed: int = 0) -> Errand:
    """Raises DataError for a dataset that cannot have a judge, RunError when one is being trained."""
    from genmodels.judge.make import refuse_unjudgeable
    refuse_unjudgeable(dataset)
    errand = judging(dataset, seed)
    errand.start()
    return errand


def _train(dataset: str, seed: int, say: Progress) -> str:
    import torch

    from genmodels.judge import make_judge
    torch.set_num_threads(1)     # equal seeds, equal judges
    card = make_judge(dataset, seed=seed, on_progress=say)
    right = f"Right on {card.accuracy:.2%} of {card.tested_on:,} held-out images; "
    return right + ("the proof is passed." if card.passed else "the proof is not passed.")


def main(dataset: str, seed: int) -> int:
    return judging(dataset, seed).carry_out(lambda say: _train(dataset, seed, say))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
