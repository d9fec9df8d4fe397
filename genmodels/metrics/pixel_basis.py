"""The main directions of pixels: what images look like in 64 numbers without a judge."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import torch

from genmodels.data.base import Pixels
from genmodels.judge.frechet import Matrix
from genmodels.metrics.evidence import Evidence

COMPONENTS = 64
CHUNK = 2000


@dataclass(frozen=True)
class Basis:
    """Directions of the training pixels, known by the images they were fitted on."""

    mean: Matrix           # (P,) pixels in 0..1
    directions: Matrix     # (P, D)
    judge: str

    def features(self, images: Pixels) -> Matrix:
        """uint8 (N, C, H, W) -> (N, D)"""
        return (images.reshape(len(images), -1) / 255.0 - self.mean) @ self.directions


def basis_of(evidence: Evidence) -> Basis:
    """Of its training images, fitted once for all metrics that look at pixels."""
    return evidence.once("pixel basis", lambda: fit_basis(evidence.train.images))


def fit_basis(images: Pixels) -> Basis:
    """Principal components of the pixels of all images, uint8 (N, C, H, W).

    The judge is named by the SHA-256 of the images, which determine it; its own last bits differ between machines.
    """
    flat = torch.from_numpy(images).flatten(1)                                              # (N, P) uint8
    total, products = torch.zeros(flat.shape[1], dtype=torch.float64), torch.zeros((), dtype=torch.float64)
    for part in torch.split(flat, CHUNK):
        x = part.float() / 255                                                              # (CHUNK, P)
        total, products = total + x.double().sum(0), products + (x.T @ x).double()          # (P,), (P, P)
    mean = total / len(flat)
    _, vectors = torch.linalg.eigh(products / len(flat) - torch.outer(mean, mean))          # ascending
    directions = vectors[:, -COMPONENTS:].flip(1)
    digest = hashlib.sha256(np.ascontiguousarray(images).data).hexdigest()
    return Basis(mean.numpy(), directions.numpy(), f"pixels-pca{COMPONENTS}:{digest}")
