"""The loss terms between two readings, summed where they arise."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from genmodels.errors import Diverged
from genmodels.models.base import Terms


class Log:
    """Sums of the terms since the last reading, on the device: reading at every step would make the GPU wait."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}
        self.sums: dict[str, Tensor] = {}     # player -> (T,)
        self.count = 0
        self._notes: dict[str, Tensor] = {}   # "player/name" -> (), of the step that is read next

    def add(self, player: str, terms: Terms) -> None:
        with torch.no_grad():
            values = torch.stack(list(terms.values()))     # (T,) float32
            if player in self.sums:
                self.sums[player] += values
            else:
                self.names[player], self.sums[player] = list(terms), values
        self.count += player == next(iter(self.names))     # once a round

    def note(self, player: str, values: Terms) -> None:
        """Single values of the step that is about to be read; a later note of the same name replaces an earlier."""
        self._notes |= {f"{player}/{name}": value for name, value in values.items()}

    def means(self) -> dict[str, float]:
        """Mean of every "player/term" since the last call, with what was noted, and begin anew."""
        means = {f"{player}/{term}": value for player, sums in self.sums.items()
                 for term, value in zip(self.names[player], (sums / max(1, self.count)).tolist(), strict=True)}
        noted = dict(zip(self._notes, torch.stack(list(self._notes.values())).tolist() if self._notes else [],
                         strict=True))
        self.sums, self._notes, self.count = {}, {}, 0
        return means | noted

    def state(self) -> dict[str, Any]:
        sums = {player: sums.tolist() for player, sums in self.sums.items()}
        if not all(math.isfinite(value) for values in sums.values() for value in values):
            raise Diverged("The losses are no longer finite: nothing was saved and the previous checkpoint was kept.")
        return {"names": self.names, "sums": sums, "count": self.count}

    def restore(self, state: dict[str, Any], device: torch.device) -> None:
        self.names = dict(state.get("names", {}))
        self.sums = {player: torch.tensor(sums, device=device) for player, sums in state.get("sums", {}).items()}
        self.count = int(state.get("count", 0))
