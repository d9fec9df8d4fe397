"""The one loop. It knows players, not models; it yields events and touches no disk, no screen and no clock."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch

from genmodels.adam import Adam
from genmodels.captured import Captured, Graph
from genmodels.checkpoint import Checkpoint
from genmodels.config import RunConfig
from genmodels.cuda_graph import graph_for
from genmodels.data.base import ImageSet
from genmodels.device import choose_device, choose_precision, describe
from genmodels.errors import ConfigError, Diverged, RunError
from genmodels.events import Event, Remark, Scalars, Snapshot, Stepped
from genmodels.followers import Followers
from genmodels.live_settings import changed, kept_values, live_values
from genmodels.log import Log
from genmodels.models import make_model
from genmodels.panel import panel_for, snapshot_steps
from genmodels.preprocess import Batches
from genmodels.randomness import random_state, restore_random_state
from genmodels.rounds import Outcome, Round, Turn
from genmodels.signs import Signs, sign_steps

LOG_EVERY = 10     # steps; also how late a non-finite value may be noticed


def train(config: RunConfig, data: ImageSet, held_out: ImageSet, resume: Checkpoint | None = None) -> Iterator[Event]:
    """Train from the start, or from a checkpoint, to `config.steps`. Yields Stepped after every step."""
    training = Training(config, data, held_out)
    if resume is not None:
        training.restore(resume)
    yield from training.run()


class Training:
    """A training between two steps: model, averaged weights, optimisers, stream of batches, step.

    `graph` captures the work of a step to replay it; if none is given, as the device can.
    """

    def __init__(self, config: RunConfig, data: ImageSet, held_out: ImageSet,
                 graph: Callable[[], Graph] | None = None) -> None:
        self.config, self.steps, self.step = config, _budget(config), 0
        torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        self.device = choose_device(config.device)
        self.precision = choose_precision(config.precision, self.device)
        with memory_in_words(config):
            self._build(data, held_out)
        self._remarks: list[str] = []
        self.round, self._play = self._rounds(graph or graph_for(self.device))

    def _build(self, data: ImageSet, held_out: ImageSet) -> None:
        config = self.config
        model = make_model(config.model, config.image, len(config.classes), config.settings)
        self.model = model.to(self.device).to(memory_format=torch.channels_last)     # type: ignore[call-overload]     # faster
        self.players = self.model.players()
        self.optimizers = {player.name: Adam(player.module.parameters(), player.betas)
                           for player in self.players}
        self.batches = Batches(data, self.model.config.batch_size, config.seed, self.device)
        self.model.prepare(self.batches.images)
        self.average = copy.deepcopy(self.model) if self.model.average_decay > 0 else self.model
        self._followers = Followers(self.model.averaged(), self.average.averaged())
        self._panel = panel_for(config, self.model, held_out, self.device)
        self._signs = Signs(self.model, data, held_out, config.seed, self.device)
        self._sign_steps = sign_steps(snapshot_steps(self.steps))
        self._log = Log()

    def _rounds(self, graph: Callable[[], Graph] | None) -> tuple[Round, Callable[[Turn], Outcome]]:
        round = Round(self.optimizers, self._followers, self.device, self.precision)
        if graph is None:
            return round, partial(round.play, deal=self.batches.next)
        return round, Captured(round, self.batches, graph, self._remarks.append).play

    def run(self) -> Iterator[Event]:
        """The loop: every player moves, the average follows, the terms are logged."""
        due = snapshot_steps(self.steps)
        if self.step == 0:
            yield self.snapshot()
        while self.step < self.steps:
            with memory_in_words(self.config):
                self._round()
            while self._remarks:
                yield Remark(self.step, self._remarks.pop(0))
            if self._is_logged():
                yield Scalars(self.step, _finite(self._log.means(), self))
            if self.step in due:
                yield self.snapshot()
            yield Stepped(self.step)     # last: whoever saves here has heard all that this step says

    def snapshot(self) -> Snapshot:
        """What the averaged weights draw now; takes nothing from the training's random numbers."""
        with memory_in_words(self.config):
            drawn = self._panel.draw(self.average, self.step)
            return self._signs.added(drawn, self.model, self.average) if self.step in self._sign_steps else drawn

    def set(self, name: str, value: Any) -> tuple[Any, Any]:
        """Change a live setting from the next step on; returns its value before and after.

        Raises ConfigError for a stranger, a setting that is fixed, and a value out of range.
        """
        before = self.model.config
        self.model.config = self.average.config = changed(before, name, value)
        self.players = self.model.players()     # they carry rates and moves
        return getattr(before, name), getattr(self.model.config, name)

    def checkpoint(self) -> Checkpoint:
        """All that is needed to go on bit for bit; tensors are shared with the training: save before the next step."""
        averaged = self.average.averaged().state_dict() if self.average is not self.model else {}
        facts = {"drawn": self.batches.drawn, "live": live_values(self.model.config), "steps": self.steps,
                 "threads": torch.get_num_threads(), "torch": str(torch.__version__),
                 "random": random_state(self.device), "log": self._log.state()}
        optimizer = {f"{player}/{name}": tensor for player, adam in self.optimizers.items()
                     for name, tensor in adam.state().items()}
        return Checkpoint(self.step, self.model.state_dict(), averaged, optimizer, facts)

    def restore(self, checkpoint: Checkpoint) -> None:
        """Take up a checkpoint of the same model and settings; raises ConfigError when it cannot be resumed."""
        if not checkpoint.optimizer:
            raise ConfigError("This checkpoint holds weights only (it was shipped without its optimiser), so it cannot "
                              "be resumed. Start a new run with the same settings instead.")
        self.model.load_state_dict(checkpoint.model)
        self.average.load_state_dict(checkpoint.model)     # its own weights too where no average was kept
        if checkpoint.average and self.average is not self.model:
            self.average.averaged().load_state_dict(checkpoint.average)
        for player, adam in self.optimizers.items():
            adam.restore({name: checkpoint.optimizer[f"{player}/{name}"] for name in adam.state()})
        self.step, self.batches.drawn = checkpoint.step, int(checkpoint.facts["drawn"])
        for name, value in kept_values(checkpoint.facts).items():
            self.set(name, value)
        self._log.restore(checkpoint.facts.get("log", {}), self.device)
        restore_random_state(checkpoint.facts["random"], self.device)

    def _round(self) -> None:
        self.step += 1
        if not self.model.training:
            self.model.train()     # a snapshot may have left it in evaluation mode
        self._log.add(self._play(self._turn()))

    def _turn(self) -> Turn:
        share, young = self._share(), (1 + self.step) / (10 + self.step)     # a young average forgets fast
        looks = self._is_logged() and self.step % (2 * LOG_EVERY) in (0, 1)     # it costs a few passes
        return Turn(self.players, [player.learning_rate * share for player in self.players],
                    1 - min(self.model.average_decay, young), looks)

    def _is_logged(self) -> bool:
        return self.step % LOG_EVERY == 0 or self.step in (1, self.steps)

    def _share(self) -> float:
        """1, or with a schedule: up from 0 over the first twentieth of the run, then straight down to 0."""
        if not self.model.config.schedule:
            return 1.0
        warm_up = max(1, self.steps // 20)
        return min(self.step / warm_up, (self.steps - self.step + 1) / (self.steps - warm_up + 1))


@contextmanager
def memory_in_words(config: RunConfig) -> Iterator[None]:
    """Turn torch's and numpy's ways of running out of memory into one sentence; everything else passes through."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not _is_out_of_memory(error):
            raise
        batch = config.settings.get("batch_size")
        now = f" (now {batch})" if batch else ""
        where = describe(choose_device(config.device))
        raise RunError(f"{where} ran out of memory. Try half the batch_size{now}, a smaller width, or end other runs "
                       "on the same device.") from error


def _is_out_of_memory(error: Exception) -> bool:
    words = str(error).lower()
    return (isinstance(error, MemoryError | torch.OutOfMemoryError)
            or "out of memory" in words or "can't allocate memory" in words)


def _budget(config: RunConfig) -> int:
    if config.steps is None:
        raise ConfigError("The loop counts steps: turn seconds into steps with genmodels.probe.settle first.")
    return config.steps


def _finite(means: dict[str, float], training: Training) -> dict[str, float]:
    for term, value in means.items():
        if not math.isfinite(value):
            rates = ", ".join(f"{player.name} {player.learning_rate:g}" for player in training.players)
            raise Diverged(f"{term} became {value} at or before step {training.step}. The usual cause is a learning "
                           f"rate that is too high (now {rates}): try a tenth of it, or precision = float32.")
    return means
