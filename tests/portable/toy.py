"""A decoder with everything the portable one knows and no model of ours uses yet, for tests; odd sizes on purpose."""

import torch
from torch import nn

from genmodels.config import ImageSpec
from genmodels.models.base import GenerativeModel, ModelConfig


class Toy(GenerativeModel):
    """`draw(toy, z, y)` is what it decodes; a test hands in its own to see a single operation refused."""

    name, title, summary, paper, family = "toy", "Toy", "For tests.", "none", "VAE"

    def __init__(self, draw=None, classes=3, channels=3, size=10):
        super().__init__(ImageSpec(channels=channels, size=size), classes, ModelConfig())
        torch.manual_seed(0)
        self.latent_dim, self.conditional, self.draw = 7, True, draw or everything
        self.table = nn.Embedding(classes, 5)
        self.first = nn.Linear(12, 6 * 5 * 5)
        self.norm = nn.BatchNorm2d(6)
        self.grouped = nn.Conv2d(6, 6, 3, padding=2, dilation=2, groups=3)
        self.wide = nn.Conv2d(6, 4, (1, 3), padding=(0, 1), bias=False)
        self.up = nn.ConvTranspose2d(6, 4, 3, stride=2, padding=1, output_padding=1, groups=2)
        self.narrow = nn.Conv2d(4, channels, 2, stride=1, padding=1)
        self.scale = nn.Parameter(torch.rand(channels, size, size))
        for buffer in (self.norm.running_mean, self.norm.running_var):
            nn.init.uniform_(buffer, 0.3, 2)
        nn.init.normal_(self.norm.weight)
        self.eval().requires_grad_(False)

    def decode(self, z, y=None):
        return self.draw(self, z, self.in_turn(z, y))


def everything(toy, z, y):
    h = toy.first(torch.cat([z, toy.table(y)], 1)).view(-1, 6, 5, 5)                   # (B, 6, 5, 5)
    h = toy.norm(nn.functional.leaky_relu(h, 0.1) * 2 - 1)
    h = nn.functional.silu(toy.grouped(h)) + h / 3                                    # a skip beside groups and holes
    low = nn.functional.interpolate(toy.wide(h), scale_factor=2, mode="nearest")       # (B, 4, 10, 10)
    high = toy.up(nn.functional.hardtanh(h)).flip(3)
    one, other = low.chunk(2, 1)                                                       # (B, 2, 10, 10) each
    gate = (torch.cat([other, one[:, ::2].repeat(1, 2, 1, 1)], 1) - high).sigmoid()    # slices, and a product
    image = toy.narrow(gate * high.relu() - low.transpose(2, 3))[:, :, :10, 1:]        # (B, C, 10, 10)
    return (1 - image * toy.scale.exp()).tanh().clamp(max=0.9)
