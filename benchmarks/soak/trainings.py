"""The trainings of the soak: tiny, of every kind the app knows to treat differently, seconds to a minute long."""

from __future__ import annotations

import random
from typing import Any

from genmodels import data
from genmodels.config import RunConfig

SETTINGS: dict[str, dict[str, Any]] = {
    "vae": {"width": 16, "depth": 0, "latent_dim": 2, "batch_size": 16},
    "gan": {"width": 16, "latent_dim": 8, "batch_size": 16},
    "point_vae": {"width": 16, "depth": 0, "batch_size": 16},
    "point_gan": {"width": 16, "depth": 1, "batch_size": 16},
}
DATASETS = {"vae": ("digits",), "gan": ("digits",), "point_vae": ("moons", "spirals"), "point_gan": ("ring", "grid")}
STEPS = (1_500, 9_000, 30_000, 90_000)


def draw(chance: random.Random) -> RunConfig:
    """One that most of the acts can happen to before it ends by itself."""
    model = chance.choice(list(SETTINGS))
    return training(model, chance.choice(DATASETS[model]), chance.choice(STEPS), chance.randrange(1000))


def training(model: str, dataset: str, steps: int, seed: int) -> RunConfig:
    card = data.find(dataset)
    return RunConfig(model=model, dataset=dataset, image=card.image, classes=card.classes, settings=SETTINGS[model],
                     steps=steps, seed=seed, device="cpu", precision="float32")
