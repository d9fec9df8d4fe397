"""Fréchet distance between samples and held-out images in the 64 main directions of the training pixels.

Heusel et al. 2017, arXiv:1706.08500, with principal components of pixels in the place of a network's features: no judge
to train or to trust, sensitive to blur, noise and missing modes, blind to what pixels do not show linearly. It falls
with n by itself, so it stands beside what training images score against the same held-out images at the same n.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import torch

from genmodels import sample
from genmodels.data.base import ImageSet, Pixels
from genmodels.metrics.base import Measured, Subject, TooFew
from genmodels.models.base import GenerativeModel

COMPONENTS = 64
FEWEST = 1000        # on each side; below, the distance measures n more than the model
RESAMPLES = 100
CHUNK = 2000
Matrix = npt.NDArray[np.float64]


class PixelFD:
    """n samples and n held-out images; the floor puts n training images in the place of the samples."""

    name = "pixel_fd"
    title = "Fréchet distance of pixels (PCA-64)"
    unit = "squared pixel distance"

    def suits(self, model: GenerativeModel) -> bool:
        return True

    def size(self, n: int, train: ImageSet, held_out: ImageSet) -> int:
        size = min(n, len(train), len(held_out))
        if size < FEWEST:
            raise TooFew(f"{self.title} with {size} images measures their number more than the model: the smallest n "
                         f"that would do is {FEWEST} on each side. There are {len(train)} training and "
                         f"{len(held_out)} held-out images, and n = {n} was asked for.")
        return size

    def measure(self, subject: Subject) -> Measured:
        choose = np.random.default_rng(subject.seed)
        subject.on_progress(0.0, "Fitting the 64 main directions of the training pixels")
        basis = fit_basis(subject.train.images)
        subject.on_progress(0.2, "Drawing samples")
        drawn = basis.features(_draw(subject))                                              # (n, 64) each
        held_out = basis.features(_choose(subject.held_out.images, subject.n, choose))
        training = basis.features(_choose(subject.train.images, subject.n, choose))
        subject.on_progress(0.6, "Comparing with held-out images")
        value, floor = frechet(drawn, held_out), frechet(training, held_out)
        margin = 1.96 * _bootstrap_deviation(drawn, held_out, choose)
        subject.on_progress(1.0, "Compared")
        return Measured(value, max(0.0, value - margin), value + margin, floor, basis.judge)


def frechet(a: Matrix, b: Matrix) -> float:
    """|m - m'|^2 + Tr(S + S' - 2 (S S')^(1/2)) between two sets of features, (N, D) and (M, D)."""
    mean_a, mean_b, cov_a, cov_b = a.mean(0), b.mean(0), np.cov(a.T), np.cov(b.T)           # (D,), (D, D)
    root = _root(cov_a)
    # S^(1/2) S' S^(1/2) is symmetric and has the eigenvalues of S S': no square root of a lopsided matrix is needed.
    eigenvalues = np.linalg.eigvalsh(root @ cov_b @ root).clip(min=0)                       # (D,)
    return float(((mean_a - mean_b) ** 2).sum() + np.trace(cov_a + cov_b) - 2 * np.sqrt(eigenvalues).sum())


@dataclass(frozen=True)
class Basis:
    """Directions of the training pixels, known by the images they were fitted on."""

    mean: Matrix           # (P,) pixels in 0..1
    directions: Matrix     # (P, D)
    judge: str

    def features(self, images: Pixels) -> Matrix:
        """uint8 (N, C, H, W) -> (N, D)"""
        return (images.reshape(len(images), -1) / 255.0 - self.mean) @ self.directions


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


def _draw(subject: Subject) -> Pixels:
    """Classes in the shares of the held-out images, where the model wants one."""
    rows = np.random.default_rng(subject.seed).choice(len(subject.held_out), subject.n, replace=False)
    z = sample.codes(subject.model, subject.n, seed=subject.seed)
    return sample.decode(subject.model, z, subject.held_out.labels[rows])


def _choose(images: Pixels, n: int, choose: np.random.Generator) -> Pixels:
    return images[np.sort(choose.choice(len(images), n, replace=False))]


def _bootstrap_deviation(a: Matrix, b: Matrix, choose: np.random.Generator) -> float:
    """Standard deviation of the distance over resamples. Their mean is too high, as resampling adds its own distance
    between the sets (the bias of a smaller n), so the interval takes their spread and not their place."""
    distances = [frechet(a[choose.integers(len(a), size=len(a))], b[choose.integers(len(b), size=len(b))])
                 for _ in range(RESAMPLES)]
    return float(np.std(distances, ddof=1))


def _root(covariance: Matrix) -> Matrix:
    values, vectors = np.linalg.eigh(covariance)
    return cast(Matrix, (vectors * np.sqrt(values.clip(min=0))) @ vectors.T)
