"""What a doctor reads off a snapshot: a handful of numbers from images that stay the same through the run.

Where samples stand (at the ends of the grey range, close to each other, on top of each other), how soft reconstructions
are, and what the model makes of training images beside held-out ones. Takes nothing from the training's random numbers.

Letters in shapes: N images, C channels, H = W size.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from genmodels.data.base import ImageSet
from genmodels.events import Snapshot
from genmodels.models.base import GenerativeModel, HasCritic, HasLikelihood
from genmodels.preprocess import to_float

LOOKED_AT = 64      # images of each kind
MOMENTS = 30        # evenly spread over a run: all of them together take less than a hundredth of its time
END = 0.98          # of the grey range: beyond, a sigmoid or tanh hardly passes a gradient
TWIN = 0.05         # of the median distance of two real images
FEWEST_PAIRS = 30
LAPLACIAN = ((0.0, 1.0, 0.0), (1.0, -4.0, 1.0), (0.0, 1.0, 0.0))


def sign_steps(snapshots: Collection[int]) -> frozenset[int]:
    """Those of a run's snapshots that are worth it: evenly from the untrained model to the end."""
    steps = sorted({0, *snapshots})
    wishes = [i * steps[-1] / MOMENTS for i in range(MOMENTS + 1)]
    return frozenset(min(steps, key=lambda step: abs(step - wish)) for wish in wishes)


class Signs:
    """Reads one training; `among` are its training images, from which it takes a few."""

    def __init__(self, model: GenerativeModel, among: ImageSet, held_out: ImageSet, seed: int,
                 device: torch.device) -> None:
        self.device = device
        self.seen, self.seen_classes = _some(among, device)                    # (N, C, H, W), (N,)
        self.unseen, self.unseen_classes = _some(held_out, device)
        codes = model.prior(LOOKED_AT, torch.Generator().manual_seed(seed)).to(device)
        self.codes, self.classes = codes, torch.arange(len(codes), device=device) % max(1, model.classes)
        self.apart = _distances(self.unseen, self.unseen_classes if model.conditional else None)
        self.at_ends = _at_ends(self.unseen)

    @torch.no_grad()
    def added(self, snapshot: Snapshot, model: GenerativeModel, average: GenerativeModel) -> Snapshot:
        """The snapshot with what is read off it; `average` drew it, `model` is the one that learns."""
        model.eval()
        if model.image.points:     # its picture shows the plane
            samples = average.decode(self.codes, self.classes).float()
        else:
            samples = to_float(snapshot.samples[:LOOKED_AT].to(self.device))
        signs = (self._of_samples(samples, model) | self._of_losses(model) | self._of_critic(samples, model)
                 | _of_reconstructions(snapshot, model.image.points))
        return replace(snapshot, signs={name: sign for name, sign in signs.items() if math.isfinite(sign)})

    def _of_samples(self, samples: Tensor, model: GenerativeModel) -> dict[str, float]:
        """"ends": of what real images leave between the ends of the grey range, the share that samples do not.
        "spread": their mean distance beside that of real images; within classes for a model that draws by class.
        "twins": the share of samples that have another one on top of them."""
        signs = {}
        if self.at_ends < 0.99:
            signs["ends"] = (_at_ends(samples) - self.at_ends) / (1 - self.at_ends)
        apart = _distances(samples, self.classes if model.conditional else None)
        if min(_pairs(apart), _pairs(self.apart)) >= FEWEST_PAIRS:
            signs["spread"] = float(apart.nanmean() / self.apart.nanmean().clamp_min(1e-12))
            if not model.image.points:     # points of one mode lie on top of each other in truth
                near = apart < TWIN * self.apart.nanmedian()                   # (N, N); nan is far
                signs["twins"] = float(near.any(1).float().mean())
        return signs

    def _of_losses(self, model: GenerativeModel) -> dict[str, float]:
        """"loss_seen" and "loss_unseen": negative ELBO in nats on training and on held-out images."""
        if not isinstance(model, HasLikelihood):
            return {}
        with torch.random.fork_rng(devices=[self.device] if self.device.type == "cuda" else []):
            torch.manual_seed(0)
            return {"loss_seen": _negative_elbo(model, self.seen, self.seen_classes),
                    "loss_unseen": _negative_elbo(model, self.unseen, self.unseen_classes)}

    def _of_critic(self, samples: Tensor, model: GenerativeModel) -> dict[str, float]:
        """Its mean score on training images, on held-out ones, and on samples."""
        if not isinstance(model, HasCritic):
            return {}
        shown = {"critic_seen": (self.seen, self.seen_classes), "critic_unseen": (self.unseen, self.unseen_classes),
                 "critic_drawn": (samples, self.classes)}
        return {name: float(model.critic_scores(x, y).mean()) for name, (x, y) in shown.items()}


def _some(images: ImageSet, device: torch.device) -> tuple[Tensor, Tensor]:
    """Evenly spread over the set. -> (N, C, H, W) in [-1, 1], (N,)"""
    rows = torch.linspace(0, len(images) - 1, min(LOOKED_AT, len(images))).long().numpy()
    return to_float(torch.tensor(images.images[rows], device=device)), torch.tensor(images.labels[rows], device=device)


def _distances(x: Tensor, classes: Tensor | None) -> Tensor:
    """Of every pair, nan for an image with itself and, where classes are given, for a pair of two classes. -> (N, N)"""
    apart = torch.cdist(x.flatten(1), x.flatten(1))
    apart.fill_diagonal_(torch.nan)
    return apart if classes is None else apart.masked_fill(classes[:, None] != classes[None], torch.nan)


def _pairs(apart: Tensor) -> int:
    return int((~apart.isnan()).sum()) // 2


def _at_ends(x: Tensor) -> float:
    return float((x.abs() > END).float().mean())


def _of_reconstructions(snapshot: Snapshot, points: bool) -> dict[str, float]:
    """"sharpness": variance of the Laplacian of reconstructions beside that of their originals; 1 is as sharp."""
    if points or snapshot.originals is None or snapshot.reconstructions is None:
        return {}
    real = _edges(snapshot.originals)
    return {"sharpness": _edges(snapshot.reconstructions) / real} if real > 0 else {}


def _edges(images: Tensor) -> float:
    """uint8 (N, C, H, W)"""
    grey = images.float().mean(1, keepdim=True) / 255                          # (N, 1, H, W)
    return float(F.conv2d(grey, torch.tensor(LAPLACIAN)[None, None]).flatten(1).var(1).mean())


def _negative_elbo(model: HasLikelihood, x: Tensor, y: Tensor) -> float:
    reconstruction, kl = model.elbo_terms(x, y)                                # (N,), (N, L)
    return float(reconstruction.mean() + kl.sum(1).mean())
