"""A direction's label: the measured attribute that goes along with it best, and how well. Never an invented name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from torch import Tensor

from genmodels.latent.direction import Direction
from genmodels.latent.rank import spearman


def labelled(direction: Direction, places: Tensor, measured: Mapping[str, Tensor], n: int | None = None) -> Direction:
    """With the attribute of the largest |Spearman|, and turned so that it grows; its name in the title only where the
    correlation is high enough. Places along the direction and attributes of the same pictures, (N,) each; n where
    fewer of them are independent."""
    ranked = {name: spearman(places, values) for name, values in measured.items()}
    if not ranked or len(places) < 2:
        return direction
    best = max(ranked, key=lambda name: abs(ranked[name]))
    found = replace(direction, rank=ranked[best], n=n or len(places), attribute=best)
    if ranked[best] < 0:
        found = found.turned()
    return replace(found, title=f"{found.title}: {best}") if found.named else found
