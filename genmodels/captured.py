"""A round captured once and replayed step after step, which spares the processor what it spends on every kernel.

What changes from step to step is written into memory that stays where it is. All else is frozen in the capture, so a
live setting that changes leads to a new one. https://docs.pytorch.org/docs/2.13/notes/cuda.html#cuda-graphs
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

import torch

from genmodels.models.base import Player
from genmodels.preprocess import Batches
from genmodels.rounds import Outcome, Round, Turn, deals

WARM_UP = 3     # rounds of a kind that are played as they stand: libraries set themselves up and choose their kernels


class Graph(Protocol):
    """Work that is captured once and replayed at will, on the same memory."""

    def warm_up(self, work: Callable[[], None]) -> None:
        """Do the work as it stands, where it will be captured."""

    def capture(self, work: Callable[[], None]) -> None:
        """Take the work down without doing it; raises what forbids it."""

    def replay(self) -> None:
        """Do the captured work; returns before the device has done it."""


class Captured:
    """Plays rounds by replay, or as they stand once a capture has failed, which is told in one sentence.

    Rounds that are looked at do other work, so there are two kinds, each with its own graph and memory.
    """

    def __init__(self, round: Round, batches: Batches, graph: Callable[[], Graph], tell: Callable[[str], None]) -> None:
        self.round, self.batches, self.graph, self.tell = round, batches, graph, tell
        self.gave_up = False
        self._players: tuple[Player, ...] | None = None
        self._inputs: _Inputs
        self._kinds: dict[bool, _Kind]

    def play(self, turn: Turn) -> Outcome:
        """What it tells is overwritten by the next round."""
        if turn.players is not self._players:     # they are made anew when a live setting changes
            self._begin(turn)
        self._inputs.write(turn)
        kind = self._kinds[turn.looks]
        if self.gave_up:
            return kind.as_it_stands()
        if kind.warm and not kind.captured:
            self._capture(kind)
        return kind.as_it_stands() if self.gave_up else kind.play()

    def _begin(self, turn: Turn) -> None:
        self._players, self._inputs = turn.players, _Inputs(turn, self.batches)
        self._kinds = {looks: _Kind(self.graph(), partial(_played, self.round, self.batches, self._inputs, looks))
                       for looks in (False, True)}

    def _capture(self, kind: _Kind) -> None:
        try:
            kind.capture()
        except Exception as error:     # whatever a model does that no graph can hold: the training goes on without
            self.gave_up = True
            self.round.break_off()
            first = error.__context__ or error     # the end of a broken capture raises too, and says less
            words = str(first).partition("\n")[0].rstrip(".")
            self.tell("The steps cannot be captured as a CUDA graph, so they are done one by one, slower and with the "
                      f"same numbers ({type(first).__name__}: {words}).")


def _played(round: Round, batches: Batches, inputs: _Inputs, looks: bool) -> Outcome:
    """The work of every step: it depends on what lies in `inputs` and on nothing else that changes."""
    dealt = iter(inputs.rows)
    return round.play(inputs.turn(looks), lambda: batches.at(next(dealt)))


class _Inputs:
    """What a step writes and a graph reads."""

    def __init__(self, turn: Turn, batches: Batches) -> None:
        device = batches.images.device
        self.batches, self.players = batches, turn.players
        self.rows = [torch.zeros(batches.size, dtype=torch.int64, device=device) for _ in range(deals(turn.players))]
        self.rates, self.pull = [_Dial(device) for _ in turn.players], _Dial(device)

    def write(self, turn: Turn) -> None:
        for dial, rate in zip(self.rates, turn.rates, strict=True):
            dial.write(float(rate))
        self.pull.write(float(turn.pull))
        for place in self.rows:
            place.copy_(self.batches.rows())

    def turn(self, looks: bool) -> Turn:
        """The same for every step."""
        return Turn(self.players, [dial.number for dial in self.rates], self.pull.number, looks)


class _Dial:
    """A number on the device, () float32; writing it makes nobody wait, and one that stays costs nothing."""

    def __init__(self, device: torch.device) -> None:
        self.number, self._last = torch.zeros((), device=device), 0.0

    def write(self, value: float) -> None:
        if value != self._last:
            self.number.fill_(value)
            self._last = value


class _Kind:
    """One kind of round: played as it stands a few times, then captured, then replayed."""

    def __init__(self, graph: Graph, work: Callable[[], Outcome]) -> None:
        self.graph, self.work, self.captured, self._played = graph, work, False, 0
        self._outcome: Outcome

    @property
    def warm(self) -> bool:
        return self._played >= WARM_UP

    def play(self) -> Outcome:
        if self.captured:
            self.graph.replay()
        else:
            self.graph.warm_up(self._do)
            self._played += 1
        return self._outcome

    def capture(self) -> None:
        self.graph.capture(self._do)
        self.captured = True

    def as_it_stands(self) -> Outcome:
        return self.work()

    def _do(self) -> None:
        self._outcome = self.work()
