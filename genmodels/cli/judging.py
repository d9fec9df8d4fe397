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
    from genmodels.judge import background, make_judge
    seed = _natural("seed", given.seed, 0)
    if given.detach:
        print(background.start(given.dataset, seed))
        return 0
    import torch
    torch.set_num_threads(1)     # equal seeds, equal judges
    card = make_judge(given.dataset, seed=seed, folder=given.output, on_progress=background.Told(),
                      steps=None if given.steps is None else _natural("steps", given.steps, 1))
    print(json.dumps(asdict(card), indent=1) if given.json else _words(card))
    for failure in card.failures:
        print(f"genmodels: not passed: {failure}", file=sys.stderr)
    return 0 if card.passed else 1


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
