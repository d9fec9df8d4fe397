"""R3GAN's game on points of the plane: what two gradient penalties change. Huang et al. 2024, arXiv:2501.05441."""

from __future__ import annotations

from typing import ClassVar

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Preset
from genmodels.models.perceptrons import PointDiscriminator, PointGenerator
from genmodels.models.r3gan import Relativistic, RelativisticConfig


class PointR3GAN(Relativistic):
    """The same two perceptrons as PointGAN's; only the loss differs."""

    name = "point_r3gan"
    title = "R3GAN for points"
    summary = "The same two perceptrons with R3GAN's loss: the penalties smooth the surface, and all modes stay."
    paper = "Huang et al. 2024, arXiv:2501.05441"

    class Config(RelativisticConfig):
        batch_size: int = knob(256, 2, 4096, help="Points each player sees in one move.")
        latent_dim: int = knob(2, 2, 64, help="Size of the code z the generator starts from.")
        width: int = knob(128, 8, 512, help="Units in each hidden layer of both players.", advanced=True)
        depth: int = knob(3, 1, 6, help="Hidden layers of both players.", advanced=True)
        gamma: float = knob(0.1, 0.0, 100.0, help="Weight of both gradient penalties; more is steadier and softer.",
                            live=True)
        average: float = knob(0.99, 0.0, 0.99999, help="Decay of the averaged generator that is shown.", advanced=True)

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "All modes of the ring, most points in them.", 30, {}),
        "5 minutes": Preset("5 minutes", "Tight modes, few points between them.", 300, {}),
        "best": Preset("Best", "As far as this pair goes; the rates fall at the end.", 120, {"schedule": True}),
        "collapse on purpose": Preset(
            "Collapse on purpose", "Without its penalties and with a fast generator the contest falls apart.",
            30, {"gamma": 0.0, "generator_rate": 1e-2, "discriminator_rate": 1e-4}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        self.config: PointR3GAN.Config = config
        self.generator = PointGenerator(config.latent_dim, config.width, config.depth)
        self.discriminator = PointDiscriminator(config.width, config.depth)
