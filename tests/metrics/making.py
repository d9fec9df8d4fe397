"""Evidence over small image sets, and a linear Gaussian model whose likelihood is known in closed form."""

import math

import numpy as np
import torch
from torch import nn

from genmodels.config import ImageSpec
from genmodels.data.base import ImageSet
from genmodels.metrics import Evidence
from genmodels.models import make_model
from genmodels.models.base import ModelConfig
from genmodels.preprocess import to_float

SPEC = ImageSpec(channels=1, size=8)


def noise(n, seed=0, spec=SPEC):
    """Images without any structure, in ten classes."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (n, spec.channels, spec.size, spec.size), np.uint8)
    return ImageSet(images, rng.integers(0, 10, n), tuple("0123456789"))


def evidence(model, held_out, train=None, n=None, seed=0):
    return Evidence(model, train or held_out, held_out, n or len(held_out), seed)


def a_vae(name="vae", spec=SPEC, spread=0.0, **settings):
    """A fresh VAE; with a spread, its weights are large enough that codes and images differ."""
    torch.manual_seed(0)
    model = make_model(name, spec, 10, settings).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(spread * torch.randn_like(parameter))
    return model


class Linear(nn.Module):
    """x = W z + noise, z standard normal, pixels counted in 0..1: probabilistic principal components.

    The posterior is the exact one; `blur` widens it, so that the bound is no longer tight.
    """

    title, conditional, latent_dim = "linear", False, 3
    image = SPEC

    class Config(ModelConfig):
        likelihood: str = "gaussian"

    def __init__(self, sigma=0.3, blur=1.0, carried=1.0):
        super().__init__()
        self.config, self.sigma, self.blur = Linear.Config(), sigma, blur
        generator = torch.Generator().manual_seed(5)
        basis = torch.linalg.qr(torch.randn(64, 3, generator=generator)).Q            # orthogonal: factors in z too
        self.weight = nn.Parameter(carried * basis * torch.tensor([2.0, 1.0, 0.5]))      # (64, 3)

    def posterior(self, x, y=None):
        precision = 1 + self.weight.square().sum(0) / self.sigma**2                   # (3,)
        mean = self._flat(x) @ self.weight / self.sigma**2 / precision
        return mean, (self.blur / precision).log().expand_as(mean)

    def log_likelihood(self, x, z, y=None, log_sigma=None):
        away = (self._flat(x) - z @ self.weight.T) / self.sigma
        return -0.5 * (away.square() + 2 * math.log(self.sigma) + math.log(2 * math.pi)).sum(1)

    def log_sigma(self, x, y=None):
        return torch.tensor(self.sigma).log()

    def elbo_terms(self, x, y=None):
        mean, logvar = self.posterior(x)
        z = mean + torch.randn_like(mean) * (0.5 * logvar).exp()
        return -self.log_likelihood(x, z), -0.5 * (1 + logvar - mean.square() - logvar.exp())

    def decode(self, z, y=None):
        return ((z @ self.weight.T) * 2 - 1).view(-1, 1, 8, 8)

    def density(self, images):
        """log p(x) of uint8 images in closed form, (N,)."""
        covariance = self.weight @ self.weight.T + self.sigma**2 * torch.eye(64)
        x = self._flat(to_float(torch.tensor(images))).double()
        of = torch.distributions.MultivariateNormal(torch.zeros(64).double(), covariance.double())
        return of.log_prob(x).detach()

    @staticmethod
    def _flat(x):
        return (x.flatten(1) + 1) / 2
