"""What all generative adversarial networks share: two players, codes, an averaged generator. Goodfellow et al. 2014."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Curve, GenerativeModel, ModelConfig, Player, Terms, rate
from genmodels.preprocess import Batch

BELIEF_CURVES = (
    Curve("discriminator/loss", "Discriminator", "Loss"),
    Curve("generator/loss", "Generator", "Loss"),
    Curve("discriminator/real", "on real images", "Discriminator's belief"),
    Curve("discriminator/fake", "on samples", "Discriminator's belief"),
)
CONDITIONAL_HELP = ("Draw by class, where the dataset has several: both players are told which one each image is. "
                    "The same seconds go much further.")


class ContestConfig(ModelConfig):
    """Settings of all GANs."""

    batch_size: int = knob(64, 2, 4096, help="Images each player sees in one move.")
    schedule: bool = knob(False, help="Lower the learning rates to zero over the run.", advanced=True)
    latent_dim: int = knob(64, 2, 256, help="Size of the code z the generator starts from.")
    generator_rate: float = rate(1e-3, "generator")
    discriminator_rate: float = rate(1e-3, "discriminator")
    generator_moves: int = knob(1, 1, 10, help="Moves of the generator in each step.", advanced=True, live=True)
    discriminator_moves: int = knob(1, 1, 10, help="Moves of the discriminator in each step.", advanced=True, live=True)
    average: float = knob(0.998, 0.0, 0.99999, help="Decay of the averaged generator that is shown.", advanced=True)


class Contest(GenerativeModel):
    """A subclass builds `generator` (B, L), (B,) -> (B, C, H, W) and `discriminator` (B, C, H, W), (B,) -> (B,), and
    says what each descends."""

    family = "GAN"
    generator: nn.Module
    discriminator: nn.Module
    opponent = "discriminator"     # what the field calls the second player
    betas: tuple[float, float] = (0.9, 0.999)

    def __init__(self, image: ImageSpec, classes: int, config: ContestConfig) -> None:
        super().__init__(image, classes, config)
        self.config: ContestConfig = config
        self.latent_dim, self.average_decay = config.latent_dim, config.average
        self._drawn: tuple[Batch, Tensor] | None = None

    def averaged(self) -> nn.Module:
        return self.generator

    def players(self) -> tuple[Player, ...]:
        config = self.config
        return (Player(self.opponent, self.discriminator, self.discriminator_loss, config.discriminator_rate,
                       self.betas, config.discriminator_moves),
                Player("generator", self.generator, self.generator_loss, config.generator_rate, self.betas,
                       config.generator_moves))

    def discriminator_loss(self, batch: Batch) -> Terms:
        raise NotImplementedError(f"{type(self).__name__} has to say what its discriminator descends")

    def generator_loss(self, batch: Batch) -> Terms:
        raise NotImplementedError(f"{type(self).__name__} has to say what its generator descends")

    def decode(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        return self.generator(z, self.in_turn(z, y))     # type: ignore[no-any-return]

    def critic_scores(self, x: Tensor, y: Tensor) -> Tensor:
        return self.discriminator(x, y)     # type: ignore[no-any-return]

    def shown(self, batch: Batch) -> Tensor:
        """Samples for the discriminator to judge: as many as images, of the same classes. -> (B, C, H, W)"""
        self._drawn = batch, self._draw(batch)
        return self._drawn[1].detach()

    def answered(self, batch: Batch) -> Tensor:
        """Samples for the generator to learn from: those just shown with this batch, which spares a pass."""
        drawn, self._drawn = self._drawn, None
        return drawn[1] if drawn is not None and drawn[0] is batch else self._draw(batch)

    def _draw(self, batch: Batch) -> Tensor:
        z = torch.randn(len(batch.x), self.latent_dim, device=batch.x.device)     # (B, L)
        return self.generator(z, batch.y)     # type: ignore[no-any-return]


class Sloped(nn.Module):
    """A discriminator that gives its gradient with its scores, which is faster than differentiating twice."""

    def with_gradient(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """Scores and d score / d x. (B, C, H, W), (B,) -> (B,), (B, C, H, W)"""
        raise NotImplementedError(f"{type(self).__name__} has to give its gradient")


def side_by_side(real: Tensor, fake: Tensor) -> Tensor:
    """Both in one batch, in the number format the networks compute with, which spares two casts. -> (2B, C, H, W)"""
    return torch.cat([real.to(fake.dtype), fake])
