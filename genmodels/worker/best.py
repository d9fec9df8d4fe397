"""Which checkpoint of a model with a likelihood is the best: the lowest negative ELBO on a thousand held-out images."""

from __future__ import annotations

import torch

from genmodels.data.base import ImageSet
from genmodels.models.base import GenerativeModel, HasLikelihood
from genmodels.preprocess import to_float

IMAGES = 1000
BATCH = 250


@torch.no_grad()
def held_out_loss(model: GenerativeModel, held_out: ImageSet) -> float | None:
    """Nats per image with the same noise every time; takes nothing from the training's random numbers."""
    if not isinstance(model, HasLikelihood):
        return None
    device = next(model.parameters()).device
    model.eval()
    total, n = 0.0, min(IMAGES, len(held_out))
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.manual_seed(0)
        for start in range(0, n, BATCH):
            rows = slice(start, min(start + BATCH, n))
            x = to_float(torch.tensor(held_out.images[rows]).to(device))                  # (B, C, H, W)
            y = torch.tensor(held_out.labels[rows]).to(device)                            # (B,)
            reconstruction, kl = model.elbo_terms(x, y)                                   # (B,), (B, L)
            total += float((reconstruction + kl.sum(1)).sum())
    return total / n
