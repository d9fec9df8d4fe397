"""Principal axes of the encoded data: a plane to draw the codes on, with the way back. N codes of size L, A axes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from genmodels.latent.direction import upright


@dataclass(frozen=True)
class PrincipalAxes:
    """The flat piece of latent space through `centre` along orthonormal `directions`."""

    centre: Tensor         # (L,)
    directions: Tensor     # (A, L)
    shares: Tensor         # (A,) of the codes' variance

    def project(self, z: Tensor) -> Tensor:
        """Coordinates on the axes. (N, L) -> (N, A)"""
        return (z - self.centre) @ self.directions.T

    def unproject(self, points: Tensor) -> Tensor:
        """The code that lies on the plane at these coordinates; `project` gives them back. (N, A) -> (N, L)"""
        return self.centre + points @ self.directions


def principal_axes(means: Tensor, axes: int = 2) -> PrincipalAxes:
    """The axes along which posterior means vary most; codes that have no more dimensions than axes stay as they are."""
    size = means.shape[1]
    if size <= axes:
        spread = means.var(0)
        return PrincipalAxes(torch.zeros(size), torch.eye(size), spread / spread.sum().clamp_min(1e-12))
    directions, shares = eigen_axes(torch.cov(means.double().T))
    return PrincipalAxes(means.double().mean(0).float(), directions[:axes], shares[:axes])


def eigen_axes(covariance: Tensor) -> tuple[Tensor, Tensor]:
    """All eigenvectors as rows, the one with the largest value first, and each one's share. (L, L) -> (L, L), (L,)"""
    values, vectors = torch.linalg.eigh(covariance.double())                    # ascending
    shares = values.flip(0).clamp_min(0) / values.clamp_min(0).sum().clamp_min(1e-12)
    return upright(vectors.flip(1).T).float(), shares.float()
