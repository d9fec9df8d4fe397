"""Deep convolutional GAN. Radford et al. 2015, arXiv:1511.06434; the average from arXiv:1806.04498."""

from __future__ import annotations

from typing import ClassVar

import torch
from torch import Tensor, nn

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Preset, rate
from genmodels.models.blocks import SLOPE, ConvGenerator, ProjectionHead, ToVector, down, radford, stages
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
        conditional: bool = knob(True, help=CONDITIONAL_HELP)
        width: int = knob(24, 4, 256, help="Channels of the widest layer; the deeper ones have 2 and 4 times as many.",
                          advanced=True)
        generator_rate: float = rate(2e-3, "generator")
        discriminator_rate: float = rate(1e-3, "discriminator")

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
        known = classes if self.conditional else 0
        self.generator = ConvGenerator(config.latent_dim, image.channels, image.size, config.width, known)
        self.discriminator = _Discriminator(image, config.width, known)

    def scores(self, real: Tensor, fake: Tensor, y: Tensor) -> Tensor:
        """Apart: in one pass, batch normalisation would tell the halves from each other by their shared mean."""
        return torch.cat([self.discriminator(real, y), self.discriminator(fake, y)])     # (2B,)


class _Discriminator(nn.Module):
    def __init__(self, image: ImageSpec, width: int, classes: int) -> None:
        super().__init__()
        sizes, inputs = stages(image.size), int(image.channels)
        layers: list[nn.Module] = []
        for i, here in enumerate(sizes[:-1]):
            outputs = width * 2**i
            layers.append(down(inputs, outputs, here, bias=i == 0))
            if i > 0:     # the first layer sees the pixels as they are
                layers.append(nn.BatchNorm2d(outputs))
            layers.append(nn.LeakyReLU(SLOPE, inplace=True))
            inputs = outputs
        self.layers = nn.Sequential(*layers, ToVector())           # (B, C, H, W) -> (B, F)
        self.head = ProjectionHead(inputs * sizes[-1]**2, classes)
        self.apply(radford)

    def forward(self, x: Tensor, y: Tensor | None = None) -> Tensor:
        return self.head(self.layers(x), y)     # type: ignore[no-any-return]     # (B,)
