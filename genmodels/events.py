"""What a training says about itself: small frozen events, each with its step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Stepped:
    """One round of all players is done and said; the moment between two steps, when pausing and saving are safe."""

    step: int


@dataclass(frozen=True)
class Scalars:
    """Means of every named loss term since the last Scalars, as "player/term", plus its learning rate."""

    step: int
    values: dict[str, float]


@dataclass(frozen=True)
class Snapshot:
    """What the model draws from the fixed codes at this step; for models that encode, also fixed inputs redrawn."""

    step: int
    samples: Tensor                     # uint8 (N, C, H, W)
    originals: Tensor | None = None     # uint8 (M, C, H, W), held-out images
    reconstructions: Tensor | None = None     # uint8 (M, C, H, W)


Event = Stepped | Scalars | Snapshot
