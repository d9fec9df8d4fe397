"""The article's game on points of the plane, where one sees what the generator forgets. Goodfellow et al. 2014."""

from __future__ import annotations

from typing import ClassVar

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Preset
from genmodels.models.contest import ContestConfig
from genmodels.models.gan import NonSaturating
from genmodels.models.perceptrons import PointDiscriminator, PointGenerator


class PointGAN(NonSaturating):
    """Two perceptrons and nothing that keeps them steady: modes get unequal shares, and some are lost for a while."""

    name = "point_gan"
    title = "GAN for points"
    summary = "Two perceptrons in a contest over the plane: modes are found, dropped and chased, before your eyes."
    paper = "Goodfellow et al. 2014, arXiv:1406.2661"

    class Config(ContestConfig):
        batch_size: int = knob(256, 2, 4096, help="Points each player sees in one move.")
        latent_dim: int = knob(2, 2, 64, help="Size of the code z the generator starts from.")
        width: int = knob(128, 8, 512, help="Units in each hidden layer of both players.", advanced=True)
        depth: int = knob(3, 1, 6, help="Hidden layers of both players.", advanced=True)
        momentum: float = knob(0.5, 0.0, 0.99, help="Adam's beta1.", advanced=True)
        average: float = knob(0.99, 0.0, 0.99999, help="Decay of the averaged generator that is shown.", advanced=True)

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "Most modes in unequal shares, and points on the way between them.", 30, {}),
        "5 minutes": Preset("5 minutes", "Tighter modes; their shares wander.", 300, {}),
        "best": Preset("Best", "Slower players and falling rates: as far as this pair goes.", 120,
                       {"generator_rate": 3e-4, "discriminator_rate": 3e-4, "schedule": True}),
        "collapse on purpose": Preset(
            "Collapse on purpose", "A generator far faster than its critic puts all points into one spot and runs.",
            30, {"generator_rate": 1e-2, "discriminator_rate": 1e-4}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        self.config: PointGAN.Config = config
        self.betas = (config.momentum, 0.999)
        self.generator = PointGenerator(config.latent_dim, config.width, config.depth)
        self.discriminator = PointDiscriminator(config.width, config.depth)
