"""How far a code is from any data: its distance to the encoded images against the distances that are usual there."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from genmodels.latent.encoded import DEAD, Encoded, information

REFERENCES = 2000     # images whose own distance is measured; more would change a percentile by less than one


@dataclass(frozen=True)
class Nearness:
    """Where a code stands among the codes of real images."""

    distance: float     # to the k-th nearest posterior mean
    share: float        # of real images' codes that lie nearer to their neighbours than this one, 0..1


class DataDistance:
    """Distance to the k-th nearest posterior mean, over the dimensions that carry information.

    The yardstick is the same distance for codes of real images: one drawn from each image's posterior, its own mean
    left out. That is what the decoder was trained on, so a sample of the prior counts as usual where the prior is
    filled. Dead dimensions are left out, since the picture does not depend on them.
    """

    def __init__(self, encoded: Encoded, k: int = 5) -> None:
        if len(encoded) <= k:
            raise ValueError(f"the distance to the {k}-th neighbour needs more than {k} encoded images")
        carried = information(encoded)                                                   # (L,)
        self.alive = carried >= min(DEAD, float(carried.max()))                          # (L,) never all dead
        self.k, self.means = k, encoded.mean[:, self.alive]                              # (N, alive)
        self.usual = self._usual(encoded)                                                # (R,) sorted

    def of(self, z: Tensor) -> list[Nearness]:
        """(M, L) -> one Nearness for each code."""
        distances = self._kth(z[:, self.alive], self.k)                                  # (M,)
        shares = torch.searchsorted(self.usual, distances) / len(self.usual)
        return [Nearness(float(d), float(s)) for d, s in zip(distances, shares, strict=True)]

    def _usual(self, encoded: Encoded) -> Tensor:
        rows = torch.linspace(0, len(encoded) - 1, min(REFERENCES, len(encoded))).long()
        mean, spread = encoded.mean[rows], (0.5 * encoded.logvar[rows]).exp()
        noise = torch.randn(mean.shape, generator=torch.Generator().manual_seed(0))
        drawn = (mean + spread * noise)[:, self.alive]                                   # (R, alive)
        parts = [self._kth_without(drawn[i:i + 256], rows[i:i + 256]) for i in range(0, len(rows), 256)]
        return torch.cat(parts).sort().values

    def _kth_without(self, z: Tensor, rows: Tensor) -> Tensor:
        distances = torch.cdist(z, self.means)                                           # (M, N)
        distances[torch.arange(len(z)), rows] = torch.inf
        return distances.topk(self.k, largest=False).values[:, -1].contiguous()

    def _kth(self, z: Tensor, k: int) -> Tensor:
        return torch.cdist(z, self.means).topk(k, largest=False).values[:, -1].contiguous()
