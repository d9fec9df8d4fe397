"""The article's GAN, a pair of multilayer perceptrons. Goodfellow et al. 2014, arXiv:1406.2661."""

from __future__ import annotations

from typing import ClassVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Preset, Terms, rate
from genmodels.models.blocks import full
from genmodels.models.contest import BELIEF_CURVES, Contest, ContestConfig, side_by_side
from genmodels.preprocess import Batch

# What most presets start from. At twice these rates the discriminator gave up after 20,000 steps (mnist, seed 0).
_STEADY = {"batch_size": 64, "generator_rate": 2e-4, "discriminator_rate": 2e-4, "average": 0.999, "dropout": 0.3}


class NonSaturating(Contest):
    """The losses of Goodfellow et al. 2014, sec. 3, with the generator's non-saturating form."""

    curves = BELIEF_CURVES

    def discriminator_loss(self, batch: Batch) -> Terms:
        samples = self.shown(batch)
        logits = self.scores(batch.x, samples, batch.y)                            # (2B,)
        right = torch.ones_like(logits)
        right[len(batch.x):].fill_(-1)                                             # 1 for real, -1 for samples
        loss = 2 * F.softplus(-right * logits).mean()                              # -log D(x) - log(1 - D(G(z))), eq. 1
        real, fake = logits.detach().sigmoid().view(2, -1).mean(1).unbind()
        right_real, right_fake = (right * logits.detach() > 0).float().view(2, -1).mean(1).unbind()
        return {"loss": loss, "real": real, "fake": fake, "right_real": right_real, "right_fake": right_fake}

    def generator_loss(self, batch: Batch) -> Terms:
        logits = self.discriminator(self.answered(batch), batch.y)                 # (B,)
        return {"loss": F.softplus(-logits).mean()}                                # -log D(G(z)), sec. 3

    def scores(self, real: Tensor, fake: Tensor, y: Tensor) -> Tensor:
        """Logits of the real images, then of the samples, in one pass, which is faster. -> (2B,)"""
        return self.discriminator(side_by_side(real, fake), y)     # type: ignore[no-any-return]


class GAN(NonSaturating):
    """Generator 100-128-128-784 and discriminator 784-128-1, as in the article: the teaching case. Left as it is, it
    drops most digits; the presets give it what Goodfellow et al. had besides, dropout in the discriminator."""

    name = "gan"
    title = "GAN (the article's)"
    summary = "Two small perceptrons in a contest; it learns, wobbles and stays rough, which is the lesson."
    paper = "Goodfellow et al. 2014, arXiv:1406.2661"

    class Config(ContestConfig):
        batch_size: int = knob(256, 2, 4096, help="Images each player sees in one move.")
        latent_dim: int = knob(100, 2, 256, help="Size of the code z the generator starts from.")
        width: int = knob(128, 16, 1024, help="Units in each hidden layer of both players.", advanced=True)
        generator_rate: float = rate(1e-4, "generator")
        discriminator_rate: float = rate(1e-4, "discriminator")
        momentum: float = knob(0.5, 0.0, 0.99, help="Adam's beta1; with the usual 0.9 this pair learns nothing.",
                               advanced=True)
        average: float = knob(0.99, 0.0, 0.99999, help="Decay of the averaged generator that is shown.", advanced=True)
        dropout: float = knob(0.0, 0.0, 0.9, help="Share of the discriminator's hidden units that each look leaves "
                              "out. The paper had it, tutorials rarely do; it keeps the classes.", advanced=True)

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "First digits, rough and noisy.", 30,
                             _STEADY | {"generator_rate": 5e-4, "discriminator_rate": 5e-4, "average": 0.998}),
        "5 minutes": Preset("5 minutes", "All ten digits, with frayed edges.", 300, _STEADY),
        "best": Preset("Best", "Longer, and a steadier average: as far as this network goes.", 600,
                       _STEADY | {"average": 0.9995}),
        "collapse on purpose": Preset(
            "Collapse on purpose", "A generator fifty times faster than its critic finds one picture and repeats it.",
            30, {"generator_rate": 5e-3, "discriminator_rate": 1e-4}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        self.config: GAN.Config = config
        self.betas = (config.momentum, 0.999)
        self.generator = _Generator(config.latent_dim, config.width, image)
        self.discriminator = _Discriminator(config.width, config.dropout, image)


class _Generator(nn.Module):
    def __init__(self, latent_dim: int, width: int, image: ImageSpec) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(latent_dim, width), nn.ReLU(),
            nn.Linear(width, width), nn.ReLU(),
            nn.Linear(width, image.channels * image.size**2), nn.Tanh(),
            nn.Unflatten(1, (image.channels, image.size, image.size)))     # (B, L) -> (B, C, H, W)

    def forward(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        return self.layers(z)     # type: ignore[no-any-return]


class _Discriminator(nn.Module):
    def __init__(self, width: int, dropout: float, image: ImageSpec) -> None:
        super().__init__()
        relu = nn.Sequential(nn.ReLU(), nn.Dropout(dropout)) if dropout else nn.ReLU()     # sec. 5
        self.layers = nn.Sequential(
            nn.Flatten(),                                                  # (B, C, H, W) -> (B, C*H*W)
            nn.Linear(image.channels * image.size**2, width), relu,
            nn.Linear(width, 1), nn.Flatten(0))                            # (B,) logits

    def forward(self, x: Tensor, y: Tensor | None = None) -> Tensor:
        return full(self.layers(x))
