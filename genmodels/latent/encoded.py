"""A set of images as posteriors, and what they say about each dimension and each class. N images, L dimensions."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from genmodels.data.base import ImageSet
from genmodels.models.base import GenerativeModel
from genmodels.sample import encode

DEAD = 0.01     # nats; a dimension that carries less has not been used by the model


@dataclass(frozen=True)
class Encoded:
    """The posterior N(mean, exp(logvar)) of every image of a set, in the order of the set."""

    mean: Tensor       # (N, L)
    logvar: Tensor     # (N, L)
    labels: Tensor     # (N,)

    def __len__(self) -> int:
        return len(self.mean)


def encode_set(model: GenerativeModel, images: ImageSet) -> Encoded:
    """Encode all images, each with its own class where the model is conditional."""
    mean, logvar = encode(model, images.images, images.labels)
    return Encoded(mean, logvar, torch.tensor(images.labels))


def information(encoded: Encoded) -> Tensor:
    """Mean KL from posterior to prior in nats, for each dimension: how much it tells about an image. -> (L,)"""
    mu, logvar = encoded.mean.double(), encoded.logvar.double()                                  # (N, L)
    return (-0.5 * (1 + logvar - mu.square() - logvar.exp())).mean(0).float()     # Kingma & Welling 2014, appendix B


def class_means(encoded: Encoded) -> dict[int, Tensor]:
    """The mean code of each class that has images. -> {class: (L,)}"""
    return {int(label): encoded.mean[encoded.labels == label].mean(0) for label in torch.unique(encoded.labels)}
