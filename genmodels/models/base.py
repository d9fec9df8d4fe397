"""What every model is to the loop, the pages and the metrics: players, a prior, a decoder; what else it can, it says.

Letters in shapes: B batch, N images, C channels, H = W size, L size of the code z, K classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple, Protocol, runtime_checkable

import torch
from torch import Tensor, nn

from genmodels.config import ImageSpec, Settings, knob
from genmodels.preprocess import Batch

Terms = dict[str, Tensor]     # "loss" is what the player descends; the others are shown beside it


@dataclass(frozen=True)
class Player:
    """One network with one loss: who learns, from what, how fast, and how many moves it makes in a step."""

    name: str
    module: nn.Module
    loss: Callable[[Batch], Terms]
    learning_rate: float
    betas: tuple[float, float] = (0.9, 0.999)
    moves: int = 1


class Preset(NamedTuple):
    """Settings by intent, with what a viewer should expect."""

    title: str
    summary: str
    seconds: float
    settings: dict[str, Any]


class ModelConfig(Settings):
    """Settings every model has."""

    batch_size: int = knob(128, 2, 4096, help="Images each player sees in one move.")
    schedule: bool = knob(True, help="Lower the learning rates to zero over the run, after a short warm-up.",
                          advanced=True)


def rate(default: float, of: str) -> Any:
    """The field of a learning rate."""
    return knob(default, 0.0, 1.0, help=f"Learning rate of the {of}; 0 makes it stand still.", live=True)


@dataclass(frozen=True)
class Curve:
    """One named line of the Watch page: which logged term, what to call it, in which panel it is drawn."""

    term: str
    title: str
    panel: str
    shown: bool = field(default=True)


class GenerativeModel(nn.Module):
    """A model is built from the image format, the number of classes and its Config, and from nothing else."""

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]           # one sentence for people
    paper: ClassVar[str]             # authors, year, arXiv
    family: ClassVar[str]            # "VAE" or "GAN"
    Config: ClassVar[type[ModelConfig]]
    presets: ClassVar[dict[str, Preset]]
    curves: ClassVar[tuple[Curve, ...]]

    latent_dim: int
    conditional: bool                # does it draw by class?
    average_decay = 0.0              # 0: no average of the weights is kept
    config: ModelConfig

    def __init__(self, image: ImageSpec, classes: int, config: ModelConfig) -> None:
        super().__init__()
        self.image, self.classes, self.config = image, classes, config
        self.conditional = getattr(config, "conditional", False) and classes > 1     # a single class says nothing

    def prepare(self, images: Tensor) -> None:
        """Look once at the training images, uint8 (N, C, H, W), before the first step."""

    def averaged(self) -> nn.Module:
        """The part that draws, whose weights are averaged over the steps when average_decay is above 0."""
        return self

    def players(self) -> tuple[Player, ...]:
        raise NotImplementedError(f"{type(self).__name__} has to say who plays")

    def prior(self, n: int, generator: torch.Generator | None = None) -> Tensor:
        """n codes from N(0, I), on the CPU so that equal seeds give equal codes on every device. -> (n, L)"""
        return torch.randn(n, self.latent_dim, generator=generator)

    def decode(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        """(N, L) -> (N, C, H, W) in [-1, 1]. y (N,) is the class of each code; a conditional model that is given
        none draws its classes in turn, the others ignore it."""
        raise NotImplementedError(f"{type(self).__name__} has to decode")

    def in_turn(self, z: Tensor, y: Tensor | None) -> Tensor | None:
        """The classes `decode` draws: y, or 0, 1, 2, ... in turn, or None when the model knows no classes. -> (N,)"""
        if not self.conditional:
            return None
        return torch.arange(len(z), device=z.device) % self.classes if y is None else y


@runtime_checkable
class Encodes(Protocol):
    """A model with a posterior over codes."""

    def posterior(self, x: Tensor, y: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """(N, C, H, W) -> mean and log-variance, (N, L) each."""


@runtime_checkable
class HasLikelihood(Protocol):
    """A model that bounds the likelihood of an image."""

    def elbo_terms(self, x: Tensor, y: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """(N, C, H, W) -> reconstruction term and KL in nats per image, (N,) and (N, L), one sample of z."""

    def log_likelihood(self, x: Tensor, z: Tensor, y: Tensor | None = None,
                       log_sigma: Tensor | None = None) -> Tensor:
        """log p(x|z) in nats, (N,): images (N, C, H, W) with a code (N, L) each, or one image (1, C, H, W) with many.
        A Gaussian takes the spread it is given, else the best for what it sees, which is no density any more."""

    def log_sigma(self, x: Tensor, y: Tensor | None = None) -> Tensor | None:
        """The spread of a Gaussian likelihood as these images show it, (); None for one without."""


@runtime_checkable
class HasCritic(Protocol):
    """A model with a player that scores images, real ones higher than samples when it does its work."""

    opponent: str     # its name among the players

    def critic_scores(self, x: Tensor, y: Tensor) -> Tensor:
        """(N, C, H, W), (N,) -> (N,), on a scale of its own."""
