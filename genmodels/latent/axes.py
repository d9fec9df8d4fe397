"""Principal axes of the encoded data: a plane to draw the codes on, with the way back. N codes of size L, A axes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


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
    centre = means.double().mean(0)                                             # (L,)
    covariance = torch.cov((means.double() - centre).T)                         # (L, L)
    values, vectors = torch.linalg.eigh(covariance)                             # ascending
    directions = vectors.flip(1)[:, :axes].T                                    # (A, L)
    # The sign of an eigenvector is open; its largest part up makes the map the same on every machine.
    signs = directions.gather(1, directions.abs().argmax(1, keepdim=True)).sign()
    shares = values.flip(0)[:axes] / values.sum().clamp_min(1e-12)
    return PrincipalAxes(centre.float(), (directions * signs).float(), shares.float())
