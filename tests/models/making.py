"""Small models of every kind for tests, by the registry, so that a new model is tested by existing."""

import numpy as np
import torch

from genmodels.config import ImageSpec, RunConfig
from genmodels.data.base import ImageSet
from genmodels.models import MODELS, make_model
from genmodels.preprocess import Batch

SPECS = [ImageSpec(channels=1, size=8), ImageSpec(channels=1, size=28), ImageSpec(channels=3, size=32)]
SMALL = {"width": 16, "batch_size": 12}
CONDITIONAL = [name for name, kind in MODELS.items() if "conditional" in kind.Config.model_fields]


def small(name, spec=SPECS[0], **settings):
    return make_model(name, spec, 3, SMALL | settings)


def a_batch(spec=SPECS[0], n=6):
    generator = torch.Generator().manual_seed(1)
    return Batch(torch.rand(n, spec.channels, spec.size, spec.size, generator=generator) * 2 - 1, torch.arange(n) % 3)


def a_config(name, data, steps=6, settings=None, **rest):
    channels, size = data.images.shape[1:3]
    return RunConfig(model=name, dataset="tiny", image=ImageSpec(channels=channels, size=size), classes=data.classes,
                     steps=steps, settings=SMALL | (settings or {}), **rest)


def pictures(channels, size, n=96, seed=0):
    """An ImageSet of noisy squares whose place is their class."""
    random = np.random.default_rng(seed)
    images = random.integers(0, 60, (n, channels, size, size), dtype=np.uint8)
    labels = np.arange(n, dtype=np.int64) % 3
    for image, label in zip(images, labels, strict=True):
        left = (0, size - size // 2, size // 4)[label]
        image[:, size // 4:-(size // 4), left:left + size // 2] += 150
    return ImageSet(images, labels, ("left", "right", "middle"))
