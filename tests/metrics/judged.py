"""Evidence with a judge, for the metrics that look through one: samples are what a model remembers."""

import numpy as np
import torch

from genmodels.metrics import Evidence
from genmodels.preprocess import to_float
from tests.judge.making import SPEC, a_judge, digits_like


class Memory(torch.nn.Module):
    """Draws given pictures, one for each code, again from the start when they end."""

    latent_dim, conditional, image, title = 4, False, SPEC, "A memory"

    def __init__(self, pictures):
        super().__init__()
        self.pictures = torch.nn.Parameter(to_float(torch.tensor(pictures)), requires_grad=False)
        self.drawn = 0

    def prior(self, n, generator=None):
        return torch.randn(n, 4, generator=generator)

    def decode(self, z, y=None):
        rows = (self.drawn + torch.arange(len(z))) % len(self.pictures)
        self.drawn += len(z)
        return self.pictures[rows]


class ByClass(Memory):
    """Draws a picture of the class it is asked for."""

    conditional = True

    def __init__(self, images, shift=0):
        super().__init__(images.images)
        self.labels, self.shift, self.classes = images.labels, shift, len(images.classes)

    def decode(self, z, y=None):
        rows = [np.flatnonzero(self.labels == (int(label) + self.shift) % self.classes) for label in y]
        self.drawn += len(z)
        return self.pictures[[row[(self.drawn + i) % len(row)] for i, row in enumerate(rows)]]


def looking(model=None, n=300, train=None, held_out=None, seed=0, judged=True, **rest):
    """Evidence over blobs in four corners; without a model it draws unseen blobs."""
    model = model or Memory(digits_like(1000, seed=7).images)
    return Evidence(model, train or digits_like(1200, seed=2), held_out or digits_like(1000, seed=3), n, seed,
                    judged=a_judge() if judged else None, **rest)


def normal(n, size=64, seed=0, scale=1.0, shift=0.0):
    """float32 features (n, size)."""
    return (shift + scale * np.random.default_rng(seed).normal(size=(n, size))).astype(np.float32)
