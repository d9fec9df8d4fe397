"""`judge`: trains the judge of a dataset, and says how good it is."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from genmodels.errors import ConfigError

if TYPE_CHECKING:
    from genmodels.judge import Card


def judge(given: Namespace) -> int:
    """0 when it passed its proof, 1 when it did not, which is told on stderr."""
    from genmodels.errands import judging as background
    from genmodels.judge import make_judge
    seed = _natural("seed", given.seed, 0)
    if given.detach:
        print(background.start(given.dataset, seed).file)
        return 0
    import torch
    torch.set_num_threads(1)     # equal seeds, equal judges
    card = make_judge(given.dataset, seed=seed, folder=given.output, on_progress=_Told(),
                      steps=None if given.steps is None else _natural("steps", given.steps, 1))
    print(json.dumps(asdict(card), indent=1) if given.json else _words(card))
    for failure in card.failures:
        print(f"genmodels: not passed: {failure}", file=sys.stderr)
    return 0 if card.passed else 1


class _Told:
    """A Progress that writes a plain line at every tenth of the way."""

    def __init__(self) -> None:
        self.tenth = -1

    def __call__(self, share: float, words: str) -> None:
        if int(10 * share) > self.tenth:
            self.tenth = int(10 * share)
            print(f"{share:4.0%} {words}", file=sys.stderr, flush=True)


def _words(card: Card) -> str:
    proof = card.proof
    lines = [f"judge {card.id[:12]} of {card.dataset}: {card.parameters:,} parameters, {card.steps} steps on "
             f"{card.images:,} images ({card.learned_from}), {card.seconds:.0f} s",
             f"right on {card.accuracy:.2%} of {card.tested_on:,} held-out images",
             f"Fréchet distances at n = {proof.n:,}: real against real {proof.floor:.3g}, which is "
             f"{proof.floor / proof.variance:.2%} of the total variance {proof.variance:.3g}"]
    lines += [f"  {kind:10} {'  '.join(f'{value:.3g}' for value in values)}"
              for kind, values in proof.distances.items()]
    return "\n".join([*lines, f"proof {'passed' if card.passed else 'NOT passed'}"])


def _natural(name: str, value: int, low: int) -> int:
    if not low <= value <= 2**31 - 1:
        raise ConfigError(f"{name} = {value} does not fit. Allowed: {low} to {2**31 - 1}.")
    return value
