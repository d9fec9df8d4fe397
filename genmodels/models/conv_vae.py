"""Convolutional variational auto-encoder, with or without a class. Kingma & Welling 2014; Sohn et al. 2015."""

from __future__ import annotations

from typing import ClassVar

import torch
from torch import Tensor, nn

from genmodels.config import ImageSpec, knob
from genmodels.models.base import Preset
from genmodels.models.blocks import ClassCode, ToMap, ToVector, down, stages, up
from genmodels.models.vae import VAEBase, VAEConfig


class ConvVAE(VAEBase):
    """Strided convolutions down to 4 pixels, and back. The posterior needs no class: an image shows its own."""

    name = "conv_vae"
    title = "Convolutional VAE"
    summary = "The same idea with convolutions: sharper on pictures, colour included, and slower for each step."
    paper = "Kingma & Welling 2014, arXiv:1312.6114; classes from Sohn et al. 2015"

    class Config(VAEConfig):
        conditional: bool = knob(False, help="Draw by class, where there are several: the decoder is told which one.")
        width: int = knob(24, 4, 256, help="Channels of the first layer; the deeper ones have 2 and 4 times as many.",
                          advanced=True)
        hidden: int = knob(256, 16, 2048, help="Units between the convolutions and the code.", advanced=True)

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "Clear images and a tidy latent space.", 30, {}),
        "5 minutes": Preset("5 minutes", "Close to what this network can do.", 300, {}),
        "best": Preset("Best", "As far as this network goes.", 900, {"width": 32}),
        "two dimensions": Preset("Two dimensions", "A code of two numbers: the whole latent space is a map.",
                                 60, {"latent_dim": 2}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        sizes = stages(image.size)
        widths = [image.channels] + [config.width * 2**i for i in range(len(sizes) - 1)]
        flat = widths[-1] * sizes[-1]**2
        downs: list[nn.Module] = []
        ups: list[nn.Module] = []
        for i, here in enumerate(sizes[:-1]):
            downs += [down(widths[i], widths[i + 1], here), nn.SiLU()]
            ups = [nn.SiLU(), up(widths[i + 1], widths[i], here), *ups]     # the mirror, built from the image inwards
        self.encoder = nn.Sequential(*downs, ToVector(), nn.Linear(flat, config.hidden), nn.SiLU(),
                                     nn.Linear(config.hidden, 2 * config.latent_dim))                   # (B, 2L)
        self.code = ClassCode(config.latent_dim, classes if self.conditional else 0)
        self.decoder = nn.Sequential(nn.Linear(self.code.width, config.hidden), nn.SiLU(),
                                     nn.Linear(config.hidden, flat), ToMap(widths[-1], sizes[-1]), *ups)
        self.mean_image = nn.Parameter(torch.zeros(image.channels, image.size, image.size))            # logits

    def _logits(self, z: Tensor, y: Tensor | None) -> Tensor:
        return self.decoder(self.code(z, y)).float() + self.mean_image     # type: ignore[no-any-return]

    def _start_from(self, logits: Tensor) -> None:
        with torch.no_grad():
            self.mean_image.copy_(logits)
