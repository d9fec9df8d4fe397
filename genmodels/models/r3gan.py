"""R3GAN: relativistic pairing with two gradient penalties. Huang et al. 2024, arXiv:2501.05441."""

from __future__ import annotations

from typing import ClassVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Curve, Preset, Terms, rate
from genmodels.models.blocks import (
    SLOPE,
    ClassCode,
    ProjectionHead,
    ToMap,
    ToVector,
    back_through,
    back_through_leaky,
    down,
    full,
    leaky,
    leaky_,
    stages,
    up,
)
from genmodels.models.contest import CONDITIONAL_HELP, Contest, ContestConfig, Sloped, side_by_side
from genmodels.preprocess import Batch

DEEP = 8     # pixels: residual layers stand where maps are small; on larger ones they cost more than they give


class RelativisticConfig(ContestConfig):
    """Settings of both R3GANs."""

    gamma: float = knob(1.0, 0.0, 100.0, help="Weight of both gradient penalties; more is steadier and softer.",
                        live=True)


class Relativistic(Contest):
    """The losses of Huang et al. 2024."""

    discriminator: Sloped
    config: RelativisticConfig
    betas = (0.0, 0.99)
    curves = (
        Curve("discriminator/loss", "Discriminator", "Loss"),
        Curve("generator/loss", "Generator", "Loss"),
        Curve("discriminator/ahead", "pairs the discriminator gets right", "Discriminator"),
        Curve("discriminator/r1", "R1, on real images", "Gradient penalties"),
        Curve("discriminator/r2", "R2, on samples", "Gradient penalties"),
    )

    def discriminator_loss(self, batch: Batch) -> Terms:
        samples = self.shown(batch)
        (real, r1), (fake, r2) = self.scores_and_penalties(batch.x, samples, batch.y)     # (B,) each
        loss = F.softplus(fake - real).mean()                                # eq. 2, from the discriminator's side
        penalty = 0.5 * self.config.gamma * (r1 + r2).mean()                 # eq. 3 and 4
        return {"loss": loss + penalty, "ahead": (real > fake).float().mean(), "r1": r1.mean(), "r2": r2.mean()}

    def generator_loss(self, batch: Batch) -> Terms:
        both = side_by_side(batch.x, self.answered(batch))                   # (2B, C, H, W)
        real, fake = self.discriminator(both, torch.cat([batch.y, batch.y])).tensor_split(2)
        return {"loss": F.softplus(real - fake).mean()}

    def decode(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        return super().decode(z, y).clamp(-1, 1)

    def scores_and_penalties(self, real: Tensor, fake: Tensor, y: Tensor) -> tuple[tuple[Tensor, Tensor], ...]:
        """Scores and squared gradient norms, first of the real images, then of the samples. -> (B,) each"""
        scores, gradient = self.discriminator.with_gradient(side_by_side(real, fake), torch.cat([y, y]))     # (2B,)
        squares = full(gradient).square().flatten(1).sum(1)                # (2B,)
        return tuple(zip(scores.tensor_split(2), squares.tensor_split(2), strict=True))


class R3GAN(Relativistic):
    """Small residual networks without normalisation; the penalties alone keep the contest stable."""

    name = "r3gan"
    title = "R3GAN"
    summary = "Each sample is judged against a real image, and two gradient penalties keep the contest steady."
    paper = "Huang et al. 2024, arXiv:2501.05441"

    class Config(RelativisticConfig):
        conditional: bool = knob(True, help=CONDITIONAL_HELP)
        batch_size: int = knob(32, 2, 4096, help="Images each player sees in one move.")
        width: int = knob(16, 4, 256, help="Channels of the widest layer; the deeper ones have 2 and 4 times as many.",
                          advanced=True)
        generator_rate: float = rate(1.2e-3, "generator")
        discriminator_rate: float = rate(1.2e-3, "discriminator")

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "First digits; it asks for more time than DCGAN.", 30, {}),
        "5 minutes": Preset("5 minutes", "Clean, varied digits.", 300, {}),
        "best": Preset("Best", "Lighter penalties and faster players; the rates fall at the end.", 1300,
                       {"gamma": 0.1, "generator_rate": 2e-3, "discriminator_rate": 2e-3, "average": 0.999,
                        "schedule": True}),
        "collapse on purpose": Preset(
            "Collapse on purpose", "Without its penalties and with a fast generator the contest falls apart.",
            30, {"gamma": 0.0, "generator_rate": 1e-2}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        self.config: R3GAN.Config = config
        known = classes if self.conditional else 0
        self.generator = _Generator(config.latent_dim, image, config.width, known)
        self.discriminator = _Discriminator(image, config.width, known)


class _Residual(nn.Module):
    """x + two convolutions, the second starting at zero, so that depth costs no stability (Fixup, arXiv:1901.09321)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor) -> Tensor:
        return self.traced(x)[0]

    def traced(self, x: Tensor) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """What comes out, and what the two leaky ReLUs gave."""
        a = leaky(x)
        b = leaky_(self.first(a))
        return x + self.second(b), (a, b)

    def gradient(self, g: Tensor, traces: tuple[Tensor, Tensor]) -> Tensor:
        """The gradient before this layer from the gradient after it."""
        a, b = traces
        inner = back_through_leaky(back_through(self.second, g), b)
        return g + back_through_leaky(back_through(self.first, inner), a)


class _Generator(nn.Module):
    def __init__(self, latent_dim: int, image: ImageSpec, width: int, classes: int) -> None:
        super().__init__()
        sizes = stages(image.size)
        widths = _widths(width, sizes)
        self.code = ClassCode(latent_dim, classes)
        self.first = nn.Linear(self.code.width, widths[-1] * sizes[-1]**2)
        layers: list[nn.Module] = [ToMap(widths[-1], sizes[-1]), _Residual(widths[-1])]     # (B, C, 4, 4)
        for i in reversed(range(1, len(sizes) - 1)):
            layers += [nn.LeakyReLU(SLOPE), up(widths[i], widths[i - 1], sizes[i])]
            layers += [_Residual(widths[i - 1])] * (sizes[i] <= DEEP)
        channels = image.channels
        last = up(width, channels, image.size) if len(sizes) > 1 else nn.Conv2d(width, channels, 3, padding=1)
        self.layers = nn.Sequential(*layers, nn.LeakyReLU(SLOPE), last)     # a tanh saturates here

    def forward(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        return self.layers(self.first(self.code(z, y)))     # type: ignore[no-any-return]     # (B, L) -> (B, C, H, W)


class _Discriminator(Sloped):
    def __init__(self, image: ImageSpec, width: int, classes: int) -> None:
        super().__init__()
        sizes = stages(image.size)
        widths = [int(image.channels), *_widths(width, sizes)]
        self.downs = nn.ModuleList(down(widths[i], widths[i + 1], here) for i, here in enumerate(sizes[:-1]))
        self.blocks = nn.ModuleDict({str(i): _Residual(widths[i + 1])     # by stage; a ModuleDict wants text
                                     for i, here in enumerate(sizes[1:]) if here <= DEEP})
        last = widths[len(sizes) - 1]
        self.to_vector, self.to_map = ToVector(), ToMap(last, sizes[-1])
        self.head = ProjectionHead(last * sizes[-1]**2, classes)

    def forward(self, x: Tensor, y: Tensor | None = None) -> Tensor:
        for halve, block in self._stages():
            x = halve(x)                                                     # (B, C, H, W), half the size each time
            x = leaky_(x if block is None else block(x))
        return self.head(self.to_vector(x), y)     # type: ignore[no-any-return]     # (B,)

    def with_gradient(self, x: Tensor, y: Tensor | None) -> tuple[Tensor, Tensor]:
        """Scores and d score / d x, written out as the network backwards: faster than differentiating twice, and
        the same, for a leaky ReLU's second derivative is zero. -> (B,), (B, C, H, W)"""
        inside, after = [], []
        for halve, block in self._stages():
            x, traces = (halve(x), None) if block is None else block.traced(halve(x))
            x = leaky_(x)
            inside.append(traces)
            after.append(x)
        scores = self.head(self.to_vector(x), y)
        g = self.to_map(self.head.gradient(y, len(x)))
        for (halve, block), traces, passed in reversed(list(zip(self._stages(), inside, after, strict=True))):
            g = back_through_leaky(g, passed)
            g = back_through(halve, g if block is None or traces is None else block.gradient(g, traces))
        return scores, g

    def _stages(self) -> list[tuple[nn.Conv2d, _Residual | None]]:
        blocks = dict(self.blocks.items())
        return [(halve, blocks.get(str(i))) for i, halve in enumerate(self.downs)]     # type: ignore[misc]


def _widths(width: int, sizes: list[int]) -> list[int]:
    """Channels from the image inwards."""
    return [width * 2**i for i in range(len(sizes) - 1)] or [width]
