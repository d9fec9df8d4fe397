"""What a training says about itself: small frozen events, each with its step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Stepped:
    """One round of all players is done and said; the moment between two steps, when pausing and saving are safe."""

    step: int


@dataclass(frozen=True)
class Scalars:
    """Means of every named loss term since the last Scalars, as "player/term", and how each player was moved in this
    step: "player/gradient", "player/update", "player/weights" (genmodels/moved.py)."""

    step: int
    values: dict[str, float]


@dataclass(frozen=True)
class Snapshot:
    """What the model draws from the fixed codes at this step; for models that encode, also fixed inputs redrawn."""

    step: int
    samples: Tensor                     # uint8 (N, C, H, W)
    originals: Tensor | None = None     # uint8 (M, C, H, W), held-out images
    reconstructions: Tensor | None = None     # uint8 (M, C, H, W)
    signs: Mapping[str, float] = field(default_factory=dict)     # what a doctor reads off it (genmodels/signs.py)


@dataclass(frozen=True)
class Remark:
    """Something the person should know about how this training is done, for its log."""

    step: int
    words: str


Event = Stepped | Scalars | Snapshot | Remark
