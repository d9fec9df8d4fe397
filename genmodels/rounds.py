"""One round of all players, as the device does it: no number is read back, and no decision waits for one.

So the same work can be done as it stands, or be captured once and replayed (genmodels/captured.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from genmodels.adam import Adam
from genmodels.followers import Followers
from genmodels.models.base import Player, Terms
from genmodels.moved import moved
from genmodels.preprocess import Batch

Number = float | Tensor     # a tensor, (), on the device where the work is to be replayed with another value


class Turn(NamedTuple):
    """What a step decides before the device works."""

    players: tuple[Player, ...]
    rates: Sequence[Number]     # of each player in this step
    pull: Number                # how far the averaged weights follow, 0 to 1
    looks: bool                 # does one look at how far each player goes?


class Outcome(NamedTuple):
    """What is told of a round, on the device."""

    names: dict[str, list[str]]     # player -> T terms
    values: dict[str, Tensor]       # player -> (T,) float32
    notes: Terms                    # "player/name" -> ()


class Round:
    """Every player moves, then the average follows."""

    def __init__(self, optimizers: Mapping[str, Adam], followers: Followers, device: torch.device,
                 precision: torch.dtype) -> None:
        self.optimizers, self.followers, self.device, self.precision = optimizers, followers, device, precision

    def play(self, turn: Turn, deal: Callable[[], Batch]) -> Outcome:
        """`deal` gives the next batch."""
        outcome, batch = Outcome({}, {}, {}), None
        for player, rate in zip(turn.players, turn.rates, strict=True):
            for move in range(player.moves):
                if batch is None or move > 0:     # the next player begins with the batch the last one ended with
                    batch = deal()
                terms, notes = self.move(player, batch, rate, looks=turn.looks)
            with torch.no_grad():
                outcome.names[player.name] = list(terms)
                outcome.values[player.name] = torch.stack(list(terms.values()))
            outcome.notes.update({f"{player.name}/{name}": value for name, value in notes.items()})
        self.followers.follow(turn.pull)
        return outcome

    def move(self, player: Player, batch: Batch, rate: Number, *, looks: bool = False) -> tuple[Terms, Terms]:
        """The terms of its loss, and how far it went where one looks."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.precision == torch.bfloat16,
                            cache_enabled=self.device.type != "cuda"):     # a graph may keep nothing beyond its capture
            terms = player.loss(batch)
        adam = self.optimizers[player.name]
        # naming the inputs spares every gradient of the players that do not move
        terms["loss"].backward(inputs=adam.parameters)     # type: ignore[no-untyped-call]
        if looks:
            return terms, moved(adam, rate)
        adam.step(rate)
        return terms, {}

    def break_off(self) -> None:
        """Forget the gradients of a round that was not played to its end."""
        for adam in self.optimizers.values():
            adam.let_go()


def deals(players: Sequence[Player]) -> int:
    """How many batches a round takes."""
    return 1 + sum(player.moves - 1 for player in players)
