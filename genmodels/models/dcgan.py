"""Deep convolutional GAN. Radford et al. 2015, arXiv:1511.06434; the average from arXiv:1806.04498."""

from __future__ import annotations

from typing import ClassVar

from torch import Tensor

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Preset
from genmodels.models.blocks import ConvCritic, ConvGenerator
from genmodels.models.contest import CONDITIONAL_HELP, ContestConfig
from genmodels.models.gan import NonSaturating


class DCGAN(NonSaturating):
    """Three strided stages on each side; batch normalisation in both players."""

    name = "dcgan"
    title = "DCGAN"
    summary = "A convolutional pair with batch normalisation: clean samples quickly, and the classic to compare with."
    paper = "Radford et al. 2015, arXiv:1511.06434"
    betas = (0.5, 0.999)

    class Config(ContestConfig):
        conditional: bool = knob(False, help=CONDITIONAL_HELP)
        width: int = knob(24, 4, 256, help="Channels of the widest layer; the deeper ones have 2 and 4 times as many.",
                          advanced=True)
        generator_rate: float = knob(2e-3, 1e-6, 1e-1, help="Learning rate of the generator.")
        discriminator_rate: float = knob(1e-3, 1e-6, 1e-1, help="Learning rate of the discriminator.")

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "Readable digits.", 30, {}),
        "5 minutes": Preset("5 minutes", "Clean, varied digits.", 300, {}),
        "best": Preset("Best", "As far as this network goes.", 900, {}),
        "collapse on purpose": Preset(
            "Collapse on purpose", "A generator fifty times faster than its critic.",
            30, {"generator_rate": 2e-2, "discriminator_rate": 1e-5}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        self.config: DCGAN.Config = config
        known = classes if config.conditional else 0
        self.generator = ConvGenerator(config.latent_dim, image.channels, image.size, config.width, known)
        self.discriminator = ConvCritic(image.channels, image.size, config.width, known, normalised=True)

    def scores(self, real: Tensor, fake: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        """Apart: in one pass, batch normalisation would tell the halves from each other by their shared mean."""
        return self.discriminator(real, y).float(), self.discriminator(fake, y).float()
