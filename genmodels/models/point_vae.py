"""A variational auto-encoder of points. Kingma & Welling 2014, arXiv:1312.6114."""

from __future__ import annotations

from typing import ClassVar, Literal

from torch import Tensor

from genmodels.config import knob
from genmodels.models.base import Preset, rate
from genmodels.models.vae import VAE


class PointVAE(VAE):
    """The perceptron of VAE with a Gaussian around each point, whose width is learned; coordinates count in 0..1."""

    name = "point_vae"
    title = "VAE for points"
    summary = "It covers everything and never collapses, and draws bridges where the data has gaps."

    class Config(VAE.Config):
        batch_size: int = knob(256, 2, 4096, help="Points the model sees in one step.")
        latent_dim: int = knob(2, 2, 64, help="Size of the code z.")
        learning_rate: float = rate(2e-3, "encoder and decoder")
        width: int = knob(128, 16, 2048, help="Units in each hidden layer.", advanced=True)
        likelihood: Literal["gaussian"] = knob("gaussian", help="A point has a Gaussian around it.", advanced=True)

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "All modes, with bridges between them.", 30, {}),
        "5 minutes": Preset("5 minutes", "Tighter modes, thinner bridges.", 300, {}),
        "best": Preset("Best", "As far as this network goes.", 120, {"width": 256}),
    }

    def prepare(self, images: Tensor) -> None:
        """Start at the mean point."""
        mean = (images.mean(0) + 1) / 2                                       # (2, 1, 1) in 0..1
        self._start_from(mean.clamp(0.02, 0.98).logit())
