"""The loss terms between two readings, summed where they arise."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from genmodels.errors import Diverged
from genmodels.models.base import Terms
from genmodels.rounds import Outcome


class Log:
    """Sums of the terms since the last reading, on the device: reading at every step would make the GPU wait."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}
        self.sums: dict[str, Tensor] = {}     # player -> (T,)
        self.count = 0
        self._notes: Terms = {}               # "player/name" -> (), of the last round

    def add(self, told: Outcome) -> None:
        """One round. Its notes are read before the next one comes."""
        for player, values in told.values.items():
            if player in self.sums:
                self.sums[player] += values
            else:
                self.names[player], self.sums[player] = told.names[player], values.clone()     # it may be overwritten
        self._notes = told.notes
        self.count += 1

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
