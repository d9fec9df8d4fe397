"""What a doctor knows of a run besides its numbers: what the model can do, how large everything is, what is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from genmodels.config import Knob, RunConfig, knobs
from genmodels.models.base import Encodes, GenerativeModel, HasCritic, HasLikelihood


@dataclass(frozen=True)
class Patient:
    """Capabilities, never names: rules ask what a model can, not what it is called."""

    players: tuple[str, ...]
    critic: str | None              # the player that scores, where there is one
    likelihood: bool                # has it a posterior and a bound on the likelihood?
    conditional: bool
    points: bool
    steps: int
    images: int                     # to learn from
    parameters: int
    batch_size: int
    settings: Mapping[str, Any]     # the model's, as they are now
    knobs: Mapping[str, Knob]

    @property
    def painter(self) -> str:
        """The player whose network draws."""
        return next(name for name in reversed(self.players) if name != self.critic)

    @property
    def things(self) -> str:
        return "points" if self.points else "images"

    def rate_of(self, player: str) -> str:
        """The name of the setting that holds a player's learning rate."""
        if self.critic is None:
            return "learning_rate"
        return "discriminator_rate" if player == self.critic else "generator_rate"

    def with_settings(self, changes: Mapping[str, Any]) -> Patient:
        return replace(self, settings={**self.settings, **changes})


def patient_of(config: RunConfig, model: GenerativeModel, images: int) -> Patient:
    """The patient for a run with that many training images."""
    assert config.steps is not None, "a run that trains knows its steps"
    return Patient(
        players=tuple(player.name for player in model.players()),
        critic=model.opponent if isinstance(model, HasCritic) else None,
        likelihood=isinstance(model, HasLikelihood) and isinstance(model, Encodes),
        conditional=model.conditional, points=model.image.points, steps=config.steps, images=images,
        parameters=sum(parameter.numel() for parameter in model.parameters()), batch_size=model.config.batch_size,
        settings=model.config.model_dump(), knobs={knob.name: knob for knob in knobs(type(model.config))})
