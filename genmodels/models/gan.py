"""The article's generative adversarial network, a multilayer perceptron pair. Goodfellow et al. 2014, arXiv:1406.2661."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Curve, GenerativeModel, ModelConfig, Player, Preset, Terms
from genmodels.preprocess import Batch

GAN_CURVES = (
    Curve("discriminator/loss", "Discriminator", "Loss"),
    Curve("generator/loss", "Generator", "Loss"),
    Curve("discriminator/real", "on real images", "Discriminator's belief"),
    Curve("discriminator/fake", "on samples", "Discriminator's belief"),
)


class GAN(GenerativeModel):
    """Generator 100-128-128-784 and discriminator 784-128-1, exactly as in the article: the teaching case."""

    name = "gan"
    title = "GAN (the article's)"
    summary = "Two small perceptrons in a contest; it learns, wobbles and drops digits, which is the lesson."
    paper = "Goodfellow et al. 2014, arXiv:1406.2661"
    family = "GAN"
    curves = GAN_CURVES

    class Config(ModelConfig):
        batch_size: int = knob(64, 2, 4096, help="Images each player sees in one move.")
        schedule: bool = knob(False, help="Lower the learning rates to zero over the run.", advanced=True)
        latent_dim: int = knob(100, 2, 256, help="Size of the code z the generator starts from.")
        width: int = knob(128, 16, 1024, help="Units in each hidden layer of both players.", advanced=True)
        generator_rate: float = knob(1e-4, 1e-6, 1e-1, help="Learning rate of the generator.")
        discriminator_rate: float = knob(1e-4, 1e-6, 1e-1, help="Learning rate of the discriminator.")
        average: float = knob(0.999, 0.0, 0.99999, help="Decay of the averaged generator that is shown.", advanced=True)

    presets = {
        "30 seconds": Preset("30 seconds", "First blobs with the shape of digits.", 30, {}),
        "5 minutes": Preset("5 minutes", "Readable but rough digits; look which classes are missing.", 300, {}),
        "best": Preset("Best", "As far as this network goes.", 900, {}),
        "collapse on purpose": Preset(
            "Collapse on purpose", "A generator fifty times faster than its critic finds one picture and repeats it.",
            30, {"generator_rate": 5e-3, "discriminator_rate": 1e-4}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        self.config: GAN.Config = config
        self.latent_dim, self.average_decay = config.latent_dim, config.average
        pixels, width = image.channels * image.size**2, config.width
        self.generator = nn.Sequential(
            nn.Linear(config.latent_dim, width), nn.ReLU(),
            nn.Linear(width, width), nn.ReLU(),
            nn.Linear(width, pixels), nn.Tanh(),
            nn.Unflatten(1, (image.channels, image.size, image.size)))     # (B, L) -> (B, C, H, W)
        self.discriminator = nn.Sequential(
            nn.Flatten(),                                                  # (B, C, H, W) -> (B, C*H*W)
            nn.Linear(pixels, width), nn.ReLU(),
            nn.Linear(width, 1), nn.Flatten(0))                            # (B,) logits

    def averaged(self) -> nn.Module:
        return self.generator

    def players(self) -> tuple[Player, ...]:
        return (Player("discriminator", self.discriminator, self.discriminator_loss, self.config.discriminator_rate),
                Player("generator", self.generator, self.generator_loss, self.config.generator_rate))

    def discriminator_loss(self, batch: Batch) -> Terms:
        with torch.no_grad():
            samples = self.generator(self._codes(batch))
        real, fake = self.discriminator(torch.cat([batch.x, samples.to(batch.x.dtype)])).float().chunk(2)     # (B,) each
        loss = F.softplus(-real).mean() + F.softplus(fake).mean()     # -log D(x) - log(1 - D(G(z))), eq. 1
        return {"loss": loss, "real": real.sigmoid().mean(), "fake": fake.sigmoid().mean()}

    def generator_loss(self, batch: Batch) -> Terms:
        fake = self.discriminator(self.generator(self._codes(batch))).float()     # (B,)
        return {"loss": F.softplus(-fake).mean()}     # -log D(G(z)), the non-saturating form, sec. 3

    def decode(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        return self.generator(z)     # type: ignore[no-any-return]

    def _codes(self, batch: Batch) -> Tensor:
        return torch.randn(len(batch.x), self.latent_dim, device=batch.x.device)     # (B, L)
