"""The textbook loop, as first lessons write it: pictures through a DataLoader, sigmoid outputs, `.item()` each step.

The networks, the batch and the number of updates are the model's own, so that only the loop differs. Data and losses
follow what tutorials of each model do; nothing here is slowed down on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from genmodels.data.base import ImageSet
from genmodels.models.base import GenerativeModel
from genmodels.models.contest import Contest
from genmodels.models.r3gan import R3GAN
from genmodels.models.vae import VAEBase
from genmodels.models.wgan_gp import WGANGP

Step = Callable[[], dict[str, float]]     # one round of all players, and the losses it printed


def textbook(model: GenerativeModel, data: ImageSet, device: torch.device) -> Step:
    """The step function of the tutorial for this kind of model, on a fresh model."""
    model.to(device).train()
    tutorials: tuple[tuple[type[GenerativeModel], Callable[..., Step]], ...] = (
        (VAEBase, _vae), (WGANGP, _wgan_gp), (R3GAN, _r3gan), (Contest, _gan))
    write = next(write for kind, write in tutorials if isinstance(model, kind))
    return write(model, _endless(_loader(data, model), device), device)


class Pictures(Dataset[tuple[Tensor, int]]):
    """One picture at a time: array to PIL, PIL to tensor, tensor to the range the network wants."""

    def __init__(self, data: ImageSet, signed: bool) -> None:
        self.data, self.signed = data, signed

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        array = self.data.images[index]
        picture = Image.fromarray(array[0]) if len(array) == 1 else Image.fromarray(array.transpose(1, 2, 0))
        x = _to_tensor(picture)
        return (_normalise(x, [0.5] * len(x), [0.5] * len(x)) if self.signed else x), int(self.data.labels[index])


def _to_tensor(picture: Image.Image) -> Tensor:
    """What the usual transform of this name does: (H, W, C) bytes to (C, H, W) in [0, 1]."""
    pixels = torch.from_numpy(np.array(picture, np.uint8, copy=True))
    pixels = pixels.view(picture.size[1], picture.size[0], len(picture.getbands())).permute(2, 0, 1).contiguous()
    return pixels.to(dtype=torch.get_default_dtype()).div(255)


def _normalise(x: Tensor, mean: list[float], std: list[float]) -> Tensor:
    """What the usual transform of this name does, its check for a zero deviation included."""
    x, means, deviations = x.clone(), torch.as_tensor(mean, dtype=x.dtype), torch.as_tensor(std, dtype=x.dtype)
    if bool((deviations == 0).any()):
        raise ValueError("a deviation of zero divides by zero")
    return x.sub_(means.view(-1, 1, 1)).div_(deviations.view(-1, 1, 1))


def _vae(model: VAEBase, batches: Iterator[tuple[Tensor, Tensor]], device: torch.device) -> Step:
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def step() -> dict[str, float]:
        x, y = next(batches)
        optimizer.zero_grad()
        mu, logvar = model.posterior(x * 2 - 1)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        output = (model.decode(z, y) + 1) / 2                          # pixel probabilities, after a sigmoid
        reconstruction = F.binary_cross_entropy(output.clamp(0, 1), x, reduction="sum")
        divergence = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        loss = reconstruction + divergence
        loss.backward()     # type: ignore[no-untyped-call]
        optimizer.step()
        return {"loss": loss.item() / len(x)}
    return step


def _gan(model: Contest, batches: Iterator[tuple[Tensor, Tensor]], device: torch.device) -> Step:
    generator, discriminator, criterion = model.generator, model.discriminator, torch.nn.BCELoss()
    optimizer_g, optimizer_d = _two(model, 2e-4, (0.5, 0.999))

    def step() -> dict[str, float]:
        x, y = next(batches)
        valid, fake = torch.ones(len(x), device=device), torch.zeros(len(x), device=device)
        optimizer_g.zero_grad()
        samples = generator(_noise(model, len(x), device), y)
        g_loss = criterion(torch.sigmoid(discriminator(samples, y)), valid)
        g_loss.backward()
        optimizer_g.step()
        optimizer_d.zero_grad()
        real_loss = criterion(torch.sigmoid(discriminator(x, y)), valid)
        fake_loss = criterion(torch.sigmoid(discriminator(samples.detach(), y)), fake)
        d_loss = (real_loss + fake_loss) / 2
        d_loss.backward()
        optimizer_d.step()
        return {"d": d_loss.item(), "g": g_loss.item()}
    return step


def _wgan_gp(model: WGANGP, batches: Iterator[tuple[Tensor, Tensor]], device: torch.device) -> Step:
    generator, critic = model.generator, model.discriminator
    optimizer_g, optimizer_d = _two(model, 2e-4, (0.5, 0.999))

    def step() -> dict[str, float]:
        for _ in range(model.config.discriminator_moves):
            x, _ = next(batches)
            optimizer_d.zero_grad()
            samples = generator(_noise(model, len(x), device))     # not detached: the gradient of G is thrown away
            share = torch.tensor(np.random.random((len(x), 1, 1, 1)), dtype=torch.float32, device=device)
            between = (share * x + (1 - share) * samples).requires_grad_(True)
            scores = critic(between)
            gradients = torch.autograd.grad(scores, between, torch.ones_like(scores), create_graph=True,
                                            retain_graph=True, only_inputs=True)[0]
            penalty = ((gradients.view(len(x), -1).norm(2, dim=1) - 1) ** 2).mean()
            d_loss = -critic(x).mean() + critic(samples).mean() + model.config.penalty * penalty
            d_loss.backward()
            optimizer_d.step()
            losses = {"d": d_loss.item()}
        optimizer_g.zero_grad()
        g_loss = -critic(generator(_noise(model, len(x), device))).mean()
        g_loss.backward()
        optimizer_g.step()
        return losses | {"g": g_loss.item()}
    return step


def _r3gan(model: R3GAN, batches: Iterator[tuple[Tensor, Tensor]], device: torch.device) -> Step:
    generator, discriminator = model.generator, model.discriminator
    optimizer_g, optimizer_d = _two(model, 2e-4, (0.0, 0.99))

    def penalised(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        x = x.detach().requires_grad_(True)
        scores = discriminator(x, y)
        gradient, = torch.autograd.grad(scores.sum(), x, create_graph=True)
        return scores, gradient.square().sum((1, 2, 3))

    def step() -> dict[str, float]:
        x, y = next(batches)
        optimizer_d.zero_grad()
        samples = generator(_noise(model, len(x), device), y)
        (real, r1), (fake, r2) = penalised(x, y), penalised(samples, y)
        d_loss = F.softplus(fake - real).mean() + model.config.gamma / 2 * (r1 + r2).mean()
        d_loss.backward()
        optimizer_d.step()
        optimizer_g.zero_grad()
        samples = generator(_noise(model, len(x), device), y)
        g_loss = F.softplus(discriminator(x, y) - discriminator(samples, y)).mean()
        g_loss.backward()
        optimizer_g.step()
        return {"d": d_loss.item(), "g": g_loss.item()}
    return step


def _loader(data: ImageSet, model: GenerativeModel) -> DataLoader[tuple[Tensor, int]]:
    pictures = Pictures(data, signed=isinstance(model, Contest))
    return DataLoader(pictures, batch_size=model.config.batch_size, shuffle=True, drop_last=True)


def _endless(loader: DataLoader[tuple[Tensor, int]], device: torch.device) -> Iterator[tuple[Tensor, Tensor]]:
    while True:
        for x, y in loader:
            yield x.to(device), y.to(device)


def _two(model: Contest, rate: float, betas: tuple[float, float]) -> tuple[torch.optim.Adam, torch.optim.Adam]:
    return (torch.optim.Adam(model.generator.parameters(), lr=rate, betas=betas),
            torch.optim.Adam(model.discriminator.parameters(), lr=rate, betas=betas))


def _noise(model: Contest, n: int, device: torch.device) -> Tensor:
    """The line of the tutorials, word for word. -> (n, L)"""
    return torch.FloatTensor(np.random.normal(0, 1, (n, model.latent_dim))).to(device)
