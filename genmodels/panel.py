"""What every snapshot of a run is drawn from: the same codes and the same held-out images at every step.

Points have no pictures of their own: a snapshot of theirs is one picture of the plane.
"""

from __future__ import annotations

import torch
from torch import Tensor

from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from genmodels.events import Snapshot
from genmodels.models.base import Encodes, GenerativeModel
from genmodels.preprocess import to_float, to_uint8
from genmodels.scatter import Coordinates, scatter

SNAPSHOTS = 110    # evenly spread over a run that is long enough, after those of its quick beginning
FEW, APART = 60, 25     # in a shorter one at least so few, and no nearer to each other than so many steps: a picture
                        # takes about as long as a step of a quick model, and a quarter of one of a slow model's
GROWTH = 0.25      # at the beginning, each comes so much later than the one before
GRID = 64          # samples in a snapshot
REDRAWN = 16       # held-out images a model that encodes draws again
DOTS = 2500        # points in a snapshot of the plane


def panel_for(config: RunConfig, model: GenerativeModel, held_out: ImageSet,
              device: torch.device) -> Panel | PointPanel:
    """The one that suits what the model draws."""
    return (PointPanel if config.image.points else Panel)(config, model, held_out, device)


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


class PointPanel:
    """The same codes on the plane at every step, over held-out points."""

    def __init__(self, config: RunConfig, model: GenerativeModel, held_out: ImageSet, device: torch.device) -> None:
        self.codes = model.prior(DOTS, torch.Generator().manual_seed(config.seed)).to(device)     # (DOTS, L)
        self.real = torch.tensor(held_out.images[:DOTS])                                          # (M, 2, 1, 1)
        self.inputs = self.real.to(device)

    @torch.no_grad()
    def draw(self, model: GenerativeModel, step: int) -> Snapshot:
        """Samples over held-out points; for a model that encodes, these points beside what it makes of them."""
        model.eval()
        samples = _plane(_coordinates(model.decode(self.codes)), _coordinates(self.real))
        if not isinstance(model, Encodes):
            return Snapshot(step, samples)
        mean, _ = model.posterior(self.inputs)
        return Snapshot(step, samples, _plane(_coordinates(self.real)), _plane(_coordinates(model.decode(mean))))


def _coordinates(x: Tensor) -> Coordinates:
    """(N, 2, 1, 1) -> (N, 2)"""
    return x.detach().float().flatten(1).cpu().numpy()


def _plane(points: Coordinates, below: Coordinates | None = None) -> Tensor:
    """One picture in the form of images. -> uint8 (1, 3, H, W)"""
    return torch.from_numpy(scatter(points, below))[None]


def snapshot_steps(steps: int) -> frozenset[int]:
    """At ever larger distances from step 1 on, then evenly to the end: about 130, half of it in short trainings."""
    even = max(1.0, steps / SNAPSHOTS, min(APART, steps / FEW))
    due, at = {steps}, 1.0
    while at < steps:
        due.add(round(at))
        at += min(even, max(1.0, GROWTH * at))
    return frozenset(due - {0})
