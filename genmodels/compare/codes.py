"""Which runs drew their snapshots from the same codes: those of equal seed and equal size of the code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from genmodels.compare.settings import complete
from genmodels.config import RunConfig


class Codes(NamedTuple):
    """What the fixed codes of a run's snapshots (genmodels/panel.py) depend on."""

    seed: int
    size: int        # of a code
    points: bool     # a plane holds more of them than a grid of images


def codes_of(config: RunConfig) -> Codes:
    """Runs that agree in this show the same code at the same place of their grids."""
    return Codes(config.seed, int(complete(config).get("latent_dim", 0)), config.image.points)


def sharing(configs: Sequence[RunConfig]) -> dict[Codes, list[int]]:
    """The places of the runs by their codes, in order."""
    groups: dict[Codes, list[int]] = {}
    for i, config in enumerate(configs):
        groups.setdefault(codes_of(config), []).append(i)
    return groups
