"""Wasserstein GAN with gradient penalty. Gulrajani et al. 2017, arXiv:1704.00028."""

from __future__ import annotations

from typing import Any, ClassVar

import torch
from pydantic import model_validator
from torch import Tensor, nn

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Curve, Preset, Terms, rate
from genmodels.models.blocks import (
    ConvGenerator,
    ProjectionHead,
    ToMap,
    ToVector,
    back_through,
    back_through_leaky,
    down,
    full,
    leaky_,
    radford,
    stages,
)
from genmodels.models.contest import Contest, ContestConfig, side_by_side
from genmodels.preprocess import Batch


class WGANGP(Contest):
    """A critic without normalisation that moves five times for each move of the generator."""

    name = "wgan_gp"
    title = "WGAN-GP"
    summary = "The critic estimates a distance instead of a belief: slower, steadier, and its loss means something."
    paper = "Gulrajani et al. 2017, arXiv:1704.00028"
    opponent = "critic"
    betas = (0.0, 0.9)
    curves = (
        Curve("critic/distance", "Wasserstein estimate", "Distance"),
        Curve("critic/loss", "Critic", "Loss"),
        Curve("generator/loss", "Generator", "Loss"),
        Curve("critic/penalty", "Gradient penalty", "Penalty"),
        Curve("critic/slope", "Mean gradient norm (aim: 1)", "Penalty"),
    )

    class Config(ContestConfig):
        batch_size: int = knob(128, 2, 4096, help="Images each player sees in one move.")
        width: int = knob(32, 4, 256, help="Channels of the generator's largest maps; deeper: 2, 4 times as many.",
                          advanced=True)
        critic_width: int = knob(16, 4, 256, help="The same for the critic, which moves more often.", advanced=True)
        generator_rate: float = rate(1e-3, "generator")
        discriminator_rate: float = rate(1e-3, "critic")
        penalty: float = knob(10.0, 0.0, 100.0, help="Weight of the gradient penalty; 10 in the paper.", live=True)
        discriminator_moves: int = knob(5, 1, 10, help="Moves of the critic in each step.", advanced=True, live=True)
        average: float = knob(0.995, 0.0, 0.99999, help="Decay of the averaged generator that is shown.", advanced=True)

        @model_validator(mode="before")
        @classmethod
        def _older_runs_open(cls, values: Any) -> Any:
            if isinstance(values, dict) and "critic_moves" in values:     # its name until the generator had moves too
                return {("discriminator_moves" if name == "critic_moves" else name): value
                        for name, value in values.items()}
            return values

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "First strokes; the critic's five moves take their time.", 30, {}),
        "5 minutes": Preset("5 minutes", "Readable, varied digits.", 300, {}),
        "best": Preset("Best", "As far as this network goes.", 900, {}),
        "collapse on purpose": Preset(
            "Collapse on purpose", "Without the penalty the critic's slope explodes and the samples fall apart.",
            30, {"penalty": 0.0, "discriminator_moves": 1}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        self.config: WGANGP.Config = config
        self.generator = ConvGenerator(config.latent_dim, image.channels, image.size, config.width, 0)
        self.discriminator: _Critic = _Critic(image, config.critic_width)

    def discriminator_loss(self, batch: Batch) -> Terms:
        samples = self.shown(batch)
        real, fake = self.discriminator(side_by_side(batch.x, samples)).tensor_split(2)     # (B,) each
        slopes = self.slopes(batch.x, samples)                           # (B,)
        distance, penalty = real.mean() - fake.mean(), (slopes - 1).square().mean()
        return {"loss": self.config.penalty * penalty - distance,        # eq. 3
                "distance": distance, "penalty": penalty, "slope": slopes.mean()}

    def generator_loss(self, batch: Batch) -> Terms:
        return {"loss": -self.discriminator(self.answered(batch)).mean()}

    def slopes(self, real: Tensor, fake: Tensor) -> Tensor:
        """The critic's gradient norm at one random point between each pair, arXiv:1704.00028 sec. 4. -> (B,)"""
        share = torch.rand(len(real), 1, 1, 1, device=real.device)
        gradient = self.discriminator.gradient(torch.lerp(full(fake), real, share))     # (B, C, H, W)
        return full(gradient).flatten(1).norm(dim=1)     # type: ignore[no-any-return]


class _Critic(nn.Module):
    """Without normalisation, arXiv:1704.00028 sec. 4: the penalty is for each image alone."""

    def __init__(self, image: ImageSpec, width: int) -> None:
        super().__init__()
        sizes = stages(image.size)
        widths = [int(image.channels)] + [width * 2**i for i in range(len(sizes) - 1)]
        self.layers = nn.ModuleList(down(widths[i], widths[i + 1], here) for i, here in enumerate(sizes[:-1]))
        self.to_vector, self.to_map = ToVector(), ToMap(widths[-1], sizes[-1])
        self.head = ProjectionHead(widths[-1] * sizes[-1]**2, 0)
        self.apply(radford)

    def forward(self, x: Tensor, y: Tensor | None = None) -> Tensor:
        for layer in self.layers:
            x = leaky_(layer(x))                                       # (B, C, H, W), half the size each time
        return self.head(self.to_vector(x), None)     # type: ignore[no-any-return]     # (B,)

    def gradient(self, x: Tensor) -> Tensor:
        """d score / d x, written out as the network backwards: a third of the time of differentiating twice, and the
        same, for a leaky ReLU's second derivative is zero. -> (B, C, H, W)"""
        passed: list[Tensor] = []
        with torch.no_grad():
            for layer in self.layers:
                x = leaky_(layer(x))
                passed.append(x)
        g = self.to_map(self.head.gradient(None, len(x)))
        for layer, y in zip(reversed(self.layers), reversed(passed), strict=True):
            g = back_through(layer, back_through_leaky(g, y))     # type: ignore[arg-type]
        return g     # type: ignore[no-any-return]
