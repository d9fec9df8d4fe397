"""R3GAN: relativistic pairing with two gradient penalties. Huang et al. 2024, arXiv:2501.05441."""

from __future__ import annotations

from typing import ClassVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Curve, Preset, Terms
from genmodels.models.blocks import ClassCode, ProjectionHead, down, stages, up
from genmodels.models.contest import CONDITIONAL_HELP, Contest, ContestConfig
from genmodels.preprocess import Batch


class R3GAN(Contest):
    """Small residual networks without normalisation; the penalties alone keep the contest stable."""

    name = "r3gan"
    title = "R3GAN"
    summary = "Each sample is judged against a real image, and two gradient penalties keep the contest steady."
    paper = "Huang et al. 2024, arXiv:2501.05441"
    betas = (0.0, 0.99)
    curves = (
        Curve("discriminator/loss", "Discriminator", "Loss"),
        Curve("generator/loss", "Generator", "Loss"),
        Curve("discriminator/ahead", "pairs the discriminator gets right", "Discriminator"),
        Curve("discriminator/r1", "R1, on real images", "Gradient penalties"),
        Curve("discriminator/r2", "R2, on samples", "Gradient penalties"),
    )

    class Config(ContestConfig):
        conditional: bool = knob(False, help=CONDITIONAL_HELP)
        width: int = knob(24, 4, 256, help="Channels of the widest layer; the deeper ones have 2 and 4 times as many.",
                          advanced=True)
        generator_rate: float = knob(1e-3, 1e-6, 1e-1, help="Learning rate of the generator.")
        discriminator_rate: float = knob(1e-3, 1e-6, 1e-1, help="Learning rate of the discriminator.")
        gamma: float = knob(0.3, 0.0, 100.0, help="Weight of both gradient penalties; more is steadier and softer.")

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "Readable digits.", 30, {}),
        "5 minutes": Preset("5 minutes", "Clean, varied digits.", 300, {}),
        "best": Preset("Best", "As far as this network goes.", 900, {}),
        "collapse on purpose": Preset(
            "Collapse on purpose", "Without its penalties and with a fast generator the contest falls apart.",
            30, {"gamma": 0.0, "generator_rate": 1e-2}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        self.config: R3GAN.Config = config
        known = classes if config.conditional else 0
        self.generator = _Generator(config.latent_dim, image, config.width, known)
        self.discriminator = _Discriminator(image, config.width, known)

    def discriminator_loss(self, batch: Batch) -> Terms:
        with torch.no_grad():
            samples = self.samples(batch)
        (real, r1), (fake, r2) = self.scores_and_penalties(batch.x, samples, batch.y)     # (B,) each
        loss = F.softplus(fake - real).mean()                                # eq. 2, from the discriminator's side
        penalty = 0.5 * self.config.gamma * (r1 + r2).mean()                 # eq. 3 and 4
        return {"loss": loss + penalty, "ahead": (real > fake).float().mean(), "r1": r1.mean(), "r2": r2.mean()}

    def generator_loss(self, batch: Batch) -> Terms:
        both = torch.cat([batch.x, self.samples(batch)])                     # (2B, C, H, W)
        real, fake = self.discriminator(both, torch.cat([batch.y, batch.y])).tensor_split(2)
        return {"loss": F.softplus(real - fake).mean()}

    def scores_and_penalties(self, real: Tensor, fake: Tensor, y: Tensor) -> tuple[tuple[Tensor, Tensor], ...]:
        """Scores and squared gradient norms, first of the real images, then of the samples. -> (B,) each"""
        both = torch.cat([real, fake]).requires_grad_()                      # (2B, C, H, W)
        scores = self.discriminator(both, torch.cat([y, y]))                 # (2B,)
        # no layer mixes images, so the gradient of the sum is the gradient of each
        gradient, = torch.autograd.grad(scores.sum(), both, create_graph=True)
        squares = gradient.float().square().flatten(1).sum(1)                # (2B,)
        return tuple(zip(scores.tensor_split(2), squares.tensor_split(2), strict=True))


class _Residual(nn.Module):
    """x + two convolutions; the second starts at zero and the first small, so that depth costs no stability (Fixup)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(_act(self.first(_act(x))))     # type: ignore[no-any-return]


class _Generator(nn.Module):
    def __init__(self, latent_dim: int, image: ImageSpec, width: int, classes: int) -> None:
        super().__init__()
        sizes = stages(image.size)
        widths = _widths(width, sizes)
        self.deepest = (widths[-1], sizes[-1], sizes[-1])
        self.code = ClassCode(latent_dim, classes)
        self.first = nn.Linear(self.code.width, widths[-1] * sizes[-1]**2)
        layers: list[nn.Module] = [_Residual(widths[-1])]
        for i in reversed(range(1, len(sizes) - 1)):
            layers += [nn.LeakyReLU(0.2), up(widths[i], widths[i - 1], sizes[i]), _Residual(widths[i - 1])]
        channels = image.channels
        last = up(width, channels, image.size) if len(sizes) > 1 else nn.Conv2d(width, channels, 3, padding=1)
        self.layers = nn.Sequential(*layers, nn.LeakyReLU(0.2), last, nn.Tanh())

    def forward(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        h = self.first(self.code(z, y)).unflatten(1, self.deepest)     # (B, L) -> (B, C, 4, 4)
        return self.layers(h)     # type: ignore[no-any-return]        # (B, C, H, W)


class _Discriminator(nn.Module):
    def __init__(self, image: ImageSpec, width: int, classes: int) -> None:
        super().__init__()
        sizes, inputs = stages(image.size), int(image.channels)
        layers: list[nn.Module] = []
        for i, (here, outputs) in enumerate(zip(sizes[:-1], _widths(width, sizes), strict=False)):
            layers += [nn.LeakyReLU(0.2)] * (i > 0) + [down(inputs, outputs, here), _Residual(outputs)]
            inputs = outputs
        self.layers = nn.Sequential(*layers, nn.LeakyReLU(0.2), nn.Flatten())     # (B, C, H, W) -> (B, F)
        self.head = ProjectionHead(inputs * sizes[-1]**2, classes)

    def forward(self, x: Tensor, y: Tensor | None = None) -> Tensor:
        return self.head(self.layers(x), y).float()     # type: ignore[no-any-return]     # (B,)


def _widths(width: int, sizes: list[int]) -> list[int]:
    """Channels from the image inwards."""
    return [width * 2**i for i in range(len(sizes) - 1)] or [width]


def _act(x: Tensor) -> Tensor:
    return F.leaky_relu(x, 0.2)
