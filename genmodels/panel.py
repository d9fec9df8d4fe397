"""What every snapshot of a run is drawn from: the same codes and the same held-out images at every step."""

from __future__ import annotations

import torch

from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from genmodels.events import Snapshot
from genmodels.models.base import Encodes, GenerativeModel
from genmodels.preprocess import to_float, to_uint8

SNAPSHOTS = 60     # evenly spread over the run, besides those at steps 1, 2, 4, 8, ...
GRID = 64          # samples in a snapshot
REDRAWN = 16       # held-out images a model that encodes draws again


class Panel:
    """Fixed codes and held-out images; drawing takes nothing from the training's random numbers."""

    def __init__(self, config: RunConfig, model: GenerativeModel, held_out: ImageSet, device: torch.device) -> None:
        self.device = device
        self.codes = model.prior(GRID, torch.Generator().manual_seed(config.seed)).to(device)     # (GRID, L)
        self.labels = torch.arange(GRID, device=device) % max(1, len(config.classes))             # (GRID,)
        rows = torch.linspace(0, len(held_out) - 1, min(REDRAWN, len(held_out))).long().numpy()
        self.originals = torch.tensor(held_out.images[rows])                                      # (M, C, H, W) uint8
        self.original_labels = torch.tensor(held_out.labels[rows], device=device)                 # (M,)

    @torch.no_grad()
    def draw(self, model: GenerativeModel, step: int) -> Snapshot:
        """The grid of samples, and for a model that encodes the held-out images beside what it makes of them."""
        model.eval()
        samples = to_uint8(model.decode(self.codes, self.labels))
        if not isinstance(model, Encodes):
            return Snapshot(step, samples)
        mean, _ = model.posterior(to_float(self.originals.to(self.device)), self.original_labels)
        return Snapshot(step, samples, self.originals, to_uint8(model.decode(mean, self.original_labels)))


def snapshot_steps(steps: int) -> frozenset[int]:
    """Powers of two for the quick beginning, then evenly to the end; every step when there are few."""
    powers = {2**k for k in range(steps.bit_length()) if 2**k <= steps}
    even = {round(i * steps / SNAPSHOTS) for i in range(1, SNAPSHOTS + 1)}
    return frozenset((powers | even) - {0})
