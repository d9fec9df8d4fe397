"""Variational auto-encoders. Kingma & Welling 2014, arXiv:1312.6114; beta from Higgins et al. 2017; free bits from
Kingma et al. 2016, arXiv:1606.04934; optimal sigma from Rybkin et al. 2021, arXiv:2006.13202."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from genmodels.config import ImageSpec, knob
from genmodels.errors import ConfigError
from genmodels.models.base import Curve, GenerativeModel, ModelConfig, Player, Preset, Terms, rate
from genmodels.preprocess import Batch

VAE_CURVES = (
    Curve("vae/loss", "Negative ELBO (nats)", "Loss"),
    Curve("vae/reconstruction", "Reconstruction (nats)", "Parts of the loss"),
    Curve("vae/kl", "KL to the prior (nats)", "Parts of the loss"),
)


class VAEConfig(ModelConfig):
    """Settings of all VAEs."""

    latent_dim: int = knob(16, 2, 64, help="Size of the code z; 2 can be drawn as a map.")
    learning_rate: float = rate(3e-3, "encoder and decoder")
    beta: float = knob(1.0, 0.0, 50.0, help="Weight of the KL term; 1 is the plain ELBO, more gives tidier codes.",
                       live=True)
    warm_up: int = knob(0, 0, 100_000, help="Steps over which the KL weight rises from 0 to beta.", advanced=True)
    free_bits: float = knob(0.0, 0.0, 5.0, help="Nats per code dimension that cost nothing.", advanced=True, live=True)
    likelihood: Literal["bernoulli", "gaussian"] = knob(
        "bernoulli", help="Bernoulli suits black and white; Gaussian with optimal sigma suits grey and colour.")


class VAEBase(GenerativeModel):
    """The objective of all VAEs; a subclass builds `encoder` -> (B, 2L) and `decoder` -> (B, C, H, W) logits."""

    family = "VAE"
    curves = VAE_CURVES
    encoder: nn.Module
    decoder: nn.Module

    def __init__(self, image: ImageSpec, classes: int, config: VAEConfig) -> None:
        super().__init__(image, classes, config)
        self.config: VAEConfig = config
        self.latent_dim = config.latent_dim
        self.register_buffer("warmth", torch.zeros(()))     # how much of the warm-up is done, 0 to 1
        self.warmth: Tensor

    def players(self) -> tuple[Player, ...]:
        return (Player("vae", self, self.loss, self.config.learning_rate),)

    def loss(self, batch: Batch) -> Terms:
        reconstruction, kl = self.elbo_terms(batch.x, batch.y)             # (B,), (B, L)
        kept = kl.mean(0).clamp_min(self.config.free_bits).sum()           # free bits, arXiv:1606.04934 eq. 15
        loss = reconstruction.mean() + self._beta() * kept                 # -ELBO, eq. 10
        return {"loss": loss, "reconstruction": reconstruction.mean(), "kl": kl.sum(1).mean()}

    def elbo_terms(self, x: Tensor, y: Tensor | None = None) -> tuple[Tensor, Tensor]:
        self._needs_the_class(y)
        mu, logvar = self.posterior(x)                                     # (B, L) each
        z = mu + torch.randn_like(mu) * (0.5 * logvar).exp()               # reparameterisation, sec. 2.4
        kl = -0.5 * (1 + logvar - mu.square() - logvar.exp())              # (B, L), appendix B
        return self._reconstruction(self._logits(z, y), x), kl

    def log_likelihood(self, x: Tensor, z: Tensor, y: Tensor | None = None,
                       log_sigma: Tensor | None = None) -> Tensor:
        self._needs_the_class(y)
        return -self._reconstruction(self._logits(z, y), x, log_sigma)     # (N,)

    def log_sigma(self, x: Tensor, y: Tensor | None = None) -> Tensor | None:
        if self.config.likelihood == "bernoulli":
            return None
        mu, logvar = self.posterior(x)                                     # (B, L) each
        z = mu + torch.randn_like(mu) * (0.5 * logvar).exp()
        return _optimal_log_sigma(((x + 1) / 2 - self._logits(z, y).sigmoid()).square())

    def posterior(self, x: Tensor, y: Tensor | None = None) -> tuple[Tensor, Tensor]:
        mu, logvar = self.encoder(x).float().chunk(2, dim=1)               # (B, 2L) -> (B, L) each
        return mu, logvar.clamp(-12.0, 8.0)

    def decode(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        return self._logits(z, self.in_turn(z, y)).sigmoid().mul(2).sub(1)     # (B, C, H, W), the mean of p(x|z)

    def prepare(self, images: Tensor) -> None:
        """Start the last bias at the data's log-odds, so that the first steps need not learn the mean image."""
        mean = images.float().mean(0).div(255).clamp(0.02, 0.98)           # (C, H, W)
        self._start_from(mean.logit())

    def _reconstruction(self, logits: Tensor, x: Tensor, log_sigma: Tensor | None = None) -> Tensor:
        target = (x + 1) / 2                                               # (B, C, H, W) in [0, 1]
        if self.config.likelihood == "bernoulli":
            return (F.softplus(logits) - target * logits).flatten(1).sum(1)     # (B,), -log p(x|z) of a Bernoulli
        squares = (target - logits.sigmoid()).square().flatten(1)          # (B, C*H*W)
        log_sigma = _optimal_log_sigma(squares) if log_sigma is None else log_sigma
        # -log N(x; mean, sigma^2) in nats
        return (0.5 * squares / (2 * log_sigma).exp() + log_sigma + 0.5 * math.log(2 * math.pi)).sum(1)

    def _needs_the_class(self, y: Tensor | None) -> None:
        if self.conditional and y is None:
            raise ConfigError("This model draws by class, so it needs the class of each image beside the image.")

    def _beta(self) -> Tensor | float:
        if self.config.warm_up == 0:
            return self.config.beta
        if self.training:
            self.warmth.add_(1 / self.config.warm_up).clamp_(max=1.0)     # on the device: no waiting
        return self.config.beta * self.warmth

    def _logits(self, z: Tensor, y: Tensor | None) -> Tensor:
        return self.decoder(z).float()     # type: ignore[no-any-return]

    def _start_from(self, logits: Tensor) -> None:
        raise NotImplementedError(f"{type(self).__name__} has to place the mean image in its last layer")


class VAE(VAEBase):
    """Multilayer perceptron with residual layers on both sides."""

    name = "vae"
    title = "VAE"
    summary = "A perceptron squeezes each image into a few numbers and draws it again; fast, stable, a little soft."
    paper = "Kingma & Welling 2014, arXiv:1312.6114"

    class Config(VAEConfig):
        batch_size: int = knob(256, 2, 4096, help="Images the model sees in one step.")
        learning_rate: float = rate(4e-3, "encoder and decoder")
        width: int = knob(384, 16, 2048, help="Units in each hidden layer.", advanced=True)
        depth: int = knob(2, 0, 4, help="Residual layers on each side.", advanced=True)

    presets: ClassVar[dict[str, Preset]] = {
        "30 seconds": Preset("30 seconds", "Clear digits and a tidy latent space.", 30, {}),
        "5 minutes": Preset("5 minutes", "Close to what this network can do.", 300, {}),
        "best": Preset("Best", "As far as this network goes.", 900, {"width": 640}),
        "two dimensions": Preset("Two dimensions", "A code of two numbers: the whole latent space is a map.",
                                 60, {"latent_dim": 2}),
    }

    def __init__(self, image: ImageSpec, classes: int, config: Config) -> None:
        super().__init__(image, classes, config)
        pixels, width = image.channels * image.size**2, config.width
        hidden = [_Residual(width) for _ in range(config.depth)]
        mirror = [_Residual(width) for _ in range(config.depth)]
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(pixels, width), nn.SiLU(), *hidden,
                                     nn.Linear(width, 2 * config.latent_dim))                     # (B, 2L)
        self.last = nn.Linear(width, pixels)
        self.decoder = nn.Sequential(nn.Linear(config.latent_dim, width), nn.SiLU(), *mirror, self.last,
                                     nn.Unflatten(1, (image.channels, image.size, image.size)))   # (B, C, H, W)

    def _start_from(self, logits: Tensor) -> None:
        with torch.no_grad():
            self.last.bias.copy_(logits.flatten())


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        return x + F.silu(self.linear(x))


def _optimal_log_sigma(squares: Tensor) -> Tensor:
    """sigma^2 is the batch's mean squared error, arXiv:2006.13202 sec. 4. -> ()"""
    return squares.mean().sqrt().clamp_min(math.exp(-6)).log()     # on near-binary images sigma would fall to zero
