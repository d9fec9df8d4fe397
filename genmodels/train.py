"""The one loop. It knows players, not models; it yields events and touches no disk, no screen and no clock."""

from __future__ import annotations

import base64
import copy
import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from genmodels.checkpoint import Checkpoint
from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from genmodels.device import choose_device, choose_precision
from genmodels.errors import ConfigError, Diverged
from genmodels.events import Event, Scalars, Snapshot, Stepped
from genmodels.models import make_model
from genmodels.models.base import Encodes, Player, Terms
from genmodels.preprocess import Batches, to_float, to_uint8

LOG_EVERY = 10     # steps; also how late a non-finite value may be noticed
SNAPSHOTS = 60     # evenly spread over the run, besides those at steps 1, 2, 4, 8, ...
GRID = 64          # samples in a snapshot
REDRAWN = 16       # held-out images a model that encodes draws again


def train(config: RunConfig, data: ImageSet, held_out: ImageSet, resume: Checkpoint | None = None) -> Iterator[Event]:
    """Train from the start, or from a checkpoint, to `config.steps`. Yields Stepped after every step."""
    training = Training(config, data, held_out)
    if resume is not None:
        training.restore(resume)
    yield from training.run()


class Training:
    """A training between two steps: model, averaged weights, optimisers, stream of batches, step."""

    def __init__(self, config: RunConfig, data: ImageSet, held_out: ImageSet) -> None:
        self.config, self.steps, self.step = config, _budget(config), 0
        torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        self.device = choose_device(config.device)
        self.precision = choose_precision(config.precision, self.device)
        self.model = make_model(config.model, config.image, len(config.classes), config.settings).to(self.device)
        self.players = self.model.players()
        self.learning_rates = {player.name: player.learning_rate for player in self.players}
        self.optimizers = {player.name: _adam(player) for player in self.players}
        self.batches = Batches(data, self.model.config.batch_size, config.seed, self.device)
        self.model.prepare(self.batches.images)
        self.average = copy.deepcopy(self.model) if self.model.average_decay > 0 else self.model
        self._panel = _Panel(self, held_out)
        self._sums: dict[str, Tensor] = {}
        self._names: dict[str, list[str]] = {}

    def run(self) -> Iterator[Event]:
        """The loop: every player moves, the average follows, the terms are logged."""
        due = snapshot_steps(self.steps)
        if self.step == 0:
            yield self.snapshot()
        while self.step < self.steps:
            self.step += 1
            self.model.train()
            for player in self.players:
                self._choose_rate(player)
                self._free_only(player)
                for _ in range(player.moves):
                    terms = self._move(player)
                self._log(player, terms)
            self._follow()
            if self.step % LOG_EVERY == 0 or self.step in (1, self.steps):
                yield Scalars(self.step, self._means())
            if self.step in due:
                yield self.snapshot()
            yield Stepped(self.step)     # last: whoever saves here has heard all that this step says

    def snapshot(self) -> Snapshot:
        """What the averaged weights draw now; takes nothing from the training's random numbers."""
        return self._panel.draw(self.step)

    def set_learning_rate(self, player: str, rate: float) -> None:
        """Change a player's rate from the next step on; raises ConfigError for a stranger or a rate out of range."""
        if player not in self.learning_rates:
            raise ConfigError(f"There is no player {player!r} in this run. Players: {', '.join(self.learning_rates)}.")
        if not (math.isfinite(rate) and 0 <= rate <= 1):
            raise ConfigError(f"learning rate {rate!r} does not fit. Allowed: 0 to 1.")
        self.learning_rates[player] = rate

    def checkpoint(self) -> Checkpoint:
        """Everything needed to go on bit for bit; tensors are shared with the training, so save before the next step."""
        averaged = self.average.averaged() if self.average is not self.model else None
        facts = {"drawn": self.batches.drawn, "learning_rates": self.learning_rates, "steps": self.steps,
                 "sums": {player: sums.tolist() for player, sums in self._sums.items()},
                 "threads": torch.get_num_threads(), "torch": str(torch.__version__), "random": _random_state(self.device)}
        return Checkpoint(self.step, self.model.state_dict(), averaged.state_dict() if averaged else {},
                          _flatten(self.optimizers), facts)

    def restore(self, checkpoint: Checkpoint) -> None:
        """Take up a checkpoint of the same model and settings; raises ConfigError when it cannot be resumed."""
        if not checkpoint.optimizer:
            raise ConfigError("This checkpoint holds weights only (it was shipped without its optimiser), so it cannot be "
                              "resumed. Start a new run with the same settings instead.")
        self.model.load_state_dict(checkpoint.model)
        if checkpoint.average:
            self.average.load_state_dict(checkpoint.model)
            self.average.averaged().load_state_dict(checkpoint.average)
        _unflatten(self.optimizers, checkpoint.optimizer)
        self.step, self.batches.drawn = checkpoint.step, int(checkpoint.facts["drawn"])
        self.learning_rates = {name: float(rate) for name, rate in checkpoint.facts["learning_rates"].items()}
        self._sums = {player: torch.tensor(sums, device=self.device) for player, sums in checkpoint.facts["sums"].items()}
        _restore_random_state(checkpoint.facts["random"], self.device)

    def _move(self, player: Player) -> Terms:
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.precision == torch.bfloat16):
            terms = player.loss(self.batches.next())
        optimizer = self.optimizers[player.name]
        optimizer.zero_grad()
        terms["loss"].backward()     # type: ignore[no-untyped-call]
        optimizer.step()
        return terms

    def _free_only(self, player: Player) -> None:
        """No gradient is computed for a player that does not move."""
        if len(self.players) > 1:
            self.model.requires_grad_(False)
            player.module.requires_grad_(True)

    def _choose_rate(self, player: Player) -> None:
        rate = self.learning_rates[player.name] * self._share()
        for group in self.optimizers[player.name].param_groups:
            group["lr"] = rate

    def _share(self) -> float:
        """1, or with a schedule: up from 0 over the first twentieth of the run, then straight down to 0."""
        if not self.model.config.schedule:
            return 1.0
        warm_up = max(1, self.steps // 20)
        return min(self.step / warm_up, (self.steps - self.step + 1) / (self.steps - warm_up + 1))

    @torch.no_grad()
    def _follow(self) -> None:
        if self.average is self.model:
            return
        decay = min(self.model.average_decay, (1 + self.step) / (10 + self.step))     # young averages forget fast
        source, target = self.model.averaged(), self.average.averaged()
        torch._foreach_lerp_(list(target.parameters()), list(source.parameters()), 1 - decay)
        for mine, theirs in zip(target.buffers(), source.buffers(), strict=True):
            mine.copy_(theirs)

    def _log(self, player: Player, terms: Terms) -> None:
        """Sum on the device: reading a number here would make the processor wait for the GPU at every step."""
        values = torch.stack([term.detach().float() for term in terms.values()])     # (T,)
        self._names[player.name] = list(terms)
        self._sums[player.name] = self._sums[player.name] + values if player.name in self._sums else values

    def _means(self) -> dict[str, float]:
        count = 1 if self.step == 1 else (self.step - 1) % LOG_EVERY + 1
        if self.step == LOG_EVERY:
            count -= 1     # step 1 was logged alone
        means: dict[str, float] = {}
        for player, sums in self._sums.items():
            values = (sums / count).tolist()
            means |= {f"{player}/{term}": value for term, value in zip(self._names[player], values, strict=True)}
        self._sums.clear()
        _refuse_non_finite(means, self)
        return means


def snapshot_steps(steps: int) -> frozenset[int]:
    """Powers of two for the quick beginning, then evenly to the end; every step when there are few."""
    powers = {2**k for k in range(steps.bit_length()) if 2**k <= steps}
    even = {round(i * steps / SNAPSHOTS) for i in range(1, SNAPSHOTS + 1)}
    return frozenset((powers | even) - {0})


class _Panel:
    """The fixed codes and held-out images every snapshot is drawn from."""

    def __init__(self, training: Training, held_out: ImageSet) -> None:
        self.training = training
        model, config = training.model, training.config
        generator = torch.Generator().manual_seed(config.seed)
        self.codes = model.prior(GRID, generator).to(training.device)                           # (GRID, L)
        self.labels = torch.arange(GRID, device=training.device) % max(1, len(config.classes))  # (GRID,)
        rows = torch.linspace(0, len(held_out) - 1, min(REDRAWN, len(held_out))).long().numpy()
        self.originals = torch.tensor(held_out.images[rows])                                    # (M, C, H, W) uint8
        self.original_labels = torch.tensor(held_out.labels[rows], device=training.device)      # (M,)

    @torch.no_grad()
    def draw(self, step: int) -> Snapshot:
        model = self.training.average.eval()
        samples = to_uint8(model.decode(self.codes, self.labels))
        if not isinstance(model, Encodes):
            return Snapshot(step, samples)
        mean, _ = model.posterior(to_float(self.originals.to(self.training.device)), self.original_labels)
        return Snapshot(step, samples, self.originals, to_uint8(model.decode(mean, self.original_labels)))


def _budget(config: RunConfig) -> int:
    if config.steps is None:
        raise ConfigError("The loop counts steps: turn seconds into steps with genmodels.probe.settle first.")
    return config.steps


def _adam(player: Player) -> torch.optim.Adam:
    return torch.optim.Adam(player.module.parameters(), lr=player.learning_rate, betas=player.betas, fused=True)


def _refuse_non_finite(means: dict[str, float], training: Training) -> None:
    for term, value in means.items():
        if not math.isfinite(value):
            rates = ", ".join(f"{name} {rate:g}" for name, rate in training.learning_rates.items())
            raise Diverged(f"{term} became {value} at or before step {training.step}. The usual cause is a learning rate "
                           f"that is too high (now {rates}): try a tenth of it, or precision = float32.")


def _flatten(optimizers: dict[str, torch.optim.Adam]) -> dict[str, Tensor]:
    """Adam's tensors under "player/parameter number/name"."""
    return {f"{player}/{number}/{name}": tensor
            for player, optimizer in optimizers.items()
            for number, state in optimizer.state_dict()["state"].items() for name, tensor in state.items()}


def _unflatten(optimizers: dict[str, torch.optim.Adam], tensors: dict[str, Tensor]) -> None:
    for player, optimizer in optimizers.items():
        state: dict[int, dict[str, Tensor]] = {}
        for key, tensor in tensors.items():
            owner, number, name = key.split("/")
            if owner == player:
                state.setdefault(int(number), {})[name] = tensor
        optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})


def _random_state(device: torch.device) -> dict[str, str]:
    states = {"cpu": torch.get_rng_state()}
    if device.type == "cuda":
        states["cuda"] = torch.cuda.get_rng_state(device)
    if device.type == "mps":
        states["mps"] = torch.mps.get_rng_state()
    return {name: base64.b64encode(state.numpy().tobytes()).decode() for name, state in states.items()}


def _restore_random_state(states: dict[str, Any], device: torch.device) -> None:
    setters = {"cpu": torch.set_rng_state, "cuda": lambda state: torch.cuda.set_rng_state(state, device),
               "mps": torch.mps.set_rng_state}
    for name, text in states.items():
        setters[name](torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.uint8))


