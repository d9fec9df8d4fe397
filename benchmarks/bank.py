"""The bank of runs that the doctor is held against: healthy ones, and ones sabotaged in a way that a rule is made for.

Small networks on small data, so that a run takes seconds. What a doctor would have been told of each is written down as
a run writes it, so that rules can be replayed over it without training again.
"""

from __future__ import annotations

import dataclasses
import json
import math
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genmodels import data
from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from genmodels.errors import Diverged
from genmodels.events import Event, Scalars, Snapshot, Stepped
from genmodels.judge import judge_for
from genmodels.metrics.live import Live
from genmodels.runs.files import append_row, append_rows, read_json, write_json
from genmodels.train import Training

MOMENTS = 12      # live measurements in a run
LIVE_N = 250

SMALL_VAE = {"width": 96, "depth": 1, "latent_dim": 8, "batch_size": 128}
SMALL_CONV = {"width": 8, "latent_dim": 8, "batch_size": 64}
SMALL_GAN = {"width": 64, "latent_dim": 16, "batch_size": 128, "generator_rate": 1e-3, "discriminator_rate": 1e-3}
SMALL_DCGAN = {"width": 12, "latent_dim": 16, "batch_size": 64, "conditional": False}
SMALL_R3GAN = {"width": 8, "latent_dim": 16, "batch_size": 32, "conditional": False}
SMALL_WGAN = {"width": 12, "critic_width": 8, "latent_dim": 16, "batch_size": 64}
SMALL_POINTS = {"width": 64, "batch_size": 128}
BOTH = ("generator_rate", "discriminator_rate")


@dataclass(frozen=True)
class Case:
    """One kind of run; `made_for` is the rule that a sabotaged one must set off, None for a healthy one."""

    name: str
    model: str
    dataset: str
    steps: int
    settings: dict[str, Any]
    made_for: str | None = None
    images: int | None = None                                     # of the dataset, all where it is not said
    later: dict[str, Any] = field(default_factory=dict)           # settings that change half way


def _rates(rate: float) -> dict[str, float]:
    return dict.fromkeys(BOTH, rate)


HEALTHY = (
    Case("vae", "vae", "digits", 800, SMALL_VAE),
    Case("vae, larger", "vae", "digits", 800, SMALL_VAE | {"width": 192, "latent_dim": 16}),
    Case("vae, slower", "vae", "digits", 800, SMALL_VAE | {"learning_rate": 1e-3}),
    Case("vae, gaussian", "vae", "digits", 800, SMALL_VAE | {"likelihood": "gaussian"}),
    Case("vae, 28 pixels", "vae", "mnist-5k", 600, SMALL_VAE | {"latent_dim": 16}),
    Case("vae, beta 0.5", "vae", "digits", 500, SMALL_VAE | {"beta": 0.5}),
    Case("conv_vae", "conv_vae", "digits", 600, SMALL_CONV),
    Case("conv_vae, by class", "conv_vae", "digits", 600, SMALL_CONV | {"conditional": True, "beta": 0.3}),
    Case("dcgan", "dcgan", "digits", 800, SMALL_DCGAN),
    Case("dcgan, by class", "dcgan", "digits", 800, SMALL_DCGAN | {"conditional": True}),
    Case("dcgan, slower", "dcgan", "digits", 800, SMALL_DCGAN | {"generator_rate": 1e-3, "discriminator_rate": 5e-4}),
    Case("dcgan, scheduled", "dcgan", "digits", 600, SMALL_DCGAN | {"schedule": True}),
    Case("dcgan, 28 pixels", "dcgan", "mnist-5k", 500, SMALL_DCGAN | {"batch_size": 32}),
    Case("wgan_gp", "wgan_gp", "digits", 400, SMALL_WGAN),
    Case("wgan_gp, three moves", "wgan_gp", "digits", 500, SMALL_WGAN | {"discriminator_moves": 3}),
    Case("point_vae, moons", "point_vae", "moons", 1000, SMALL_POINTS),
    Case("point_r3gan, ring", "point_r3gan", "ring", 1000, SMALL_POINTS),
    Case("point_r3gan, grid", "point_r3gan", "grid", 1200, SMALL_POINTS),
    Case("point_r3gan, moons", "point_r3gan", "moons", 700, SMALL_POINTS),
    Case("point_gan, moons", "point_gan", "moons", 700, SMALL_POINTS | {"schedule": True}),
)
SABOTAGED = (
    Case("vae, rate 0.1", "vae", "digits", 500, SMALL_VAE | {"learning_rate": 0.1}, "too_fast"),
    Case("dcgan, rates 0.1", "dcgan", "digits", 300, SMALL_DCGAN | _rates(0.1), "too_fast"),
    Case("gan, rates 0.01", "gan", "digits", 400, SMALL_GAN | _rates(0.01), "too_fast"),
    Case("vae, rate 1e-6", "vae", "digits", 300, SMALL_VAE | {"learning_rate": 1e-6}, "too_slow"),
    Case("dcgan, rates 1e-6", "dcgan", "digits", 200, SMALL_DCGAN | _rates(1e-6), "too_slow"),
    Case("gan, frozen critic", "gan", "digits", 300, SMALL_GAN | {"discriminator_rate": 0.0}, "too_slow"),
    Case("gan, strong critic", "gan", "digits", 500,
         SMALL_GAN | {"discriminator_rate": 5e-3, "generator_rate": 2e-5}, "critic_winning"),
    Case("dcgan, ten critic moves", "dcgan", "digits", 200,
         SMALL_DCGAN | {"discriminator_moves": 10, "generator_rate": 1e-4}, "critic_winning"),
    Case("point_gan, strong critic", "point_gan", "ring", 400,
         SMALL_POINTS | {"discriminator_rate": 1e-2, "generator_rate": 1e-5}, "critic_winning"),
    Case("gan, fast generator", "gan", "digits", 500,
         SMALL_GAN | {"generator_rate": 2e-2, "discriminator_rate": 1e-4}, "collapse"),
    Case("dcgan, fast generator", "dcgan", "digits", 400,
         SMALL_DCGAN | {"generator_rate": 2e-2, "discriminator_rate": 1e-5}, "missing_classes"),     # of many noises
    Case("point_gan, fast generator", "point_gan", "ring", 500,
         SMALL_POINTS | {"generator_rate": 1e-2, "discriminator_rate": 1e-4}, "collapse"),
    Case("gan, weak critic", "gan", "digits", 500,
         SMALL_GAN | {"generator_rate": 5e-3, "discriminator_rate": 2e-4}, "missing_classes"),
    Case("r3gan, no penalty", "r3gan", "digits", 400,
         SMALL_R3GAN | {"gamma": 0.0, "generator_rate": 1e-2}, "missing_classes"),
    Case("gan, chase", "gan", "digits", 700,
         SMALL_GAN | {"generator_rate": 4e-3, "discriminator_rate": 4e-3, "momentum": 0.9, "average": 0.5},
         "oscillation"),
    Case("gan, quicker chase", "gan", "digits", 700,
         SMALL_GAN | {"generator_rate": 8e-3, "discriminator_rate": 8e-3, "momentum": 0.8, "average": 0.5},
         "oscillation"),
    Case("dcgan, rates up half way", "dcgan", "digits", 600, SMALL_DCGAN, "divergence", later=_rates(0.1)),
    Case("vae, rate up half way", "vae", "digits", 600, SMALL_VAE, "divergence", later={"learning_rate": 0.3}),
    Case("gan, 100 images", "gan", "digits", 3500, SMALL_GAN | {"batch_size": 50, "width": 256, "generator_rate": 1e-4},
         "overfitting_critic", 100),
    Case("gan, 60 images", "gan", "digits", 3000, SMALL_GAN | {"batch_size": 30, "width": 256, "generator_rate": 1e-4},
         "overfitting_critic", 60),
    Case("vae, beta 50", "vae", "digits", 400, SMALL_VAE | {"beta": 50.0}, "posterior_collapse"),
    Case("conv_vae, beta 50", "conv_vae", "digits", 300, SMALL_CONV | {"beta": 50.0}, "posterior_collapse"),
    Case("point_vae, beta 50", "point_vae", "moons", 400, SMALL_POINTS | {"beta": 50.0}, "posterior_collapse"),
    Case("vae, beta 4", "vae", "digits", 600, SMALL_VAE | {"beta": 4.0}, "blurred"),
    Case("vae, beta 3", "vae", "digits", 600, SMALL_VAE | {"beta": 3.0}, "blurred"),
    Case("conv_vae, beta 4", "conv_vae", "digits", 500, SMALL_CONV | {"beta": 4.0}, "blurred"),
    Case("vae, beta 0", "vae", "digits", 500, SMALL_VAE | {"beta": 0.0}, "loose_codes"),
    Case("conv_vae, beta 0", "conv_vae", "digits", 400, SMALL_CONV | {"beta": 0.0}, "loose_codes"),
    Case("gan, generator 0.1", "gan", "digits", 300, SMALL_GAN | {"generator_rate": 0.1}, "saturated"),
    Case("point_gan, generator 0.1", "point_gan", "ring", 300, SMALL_POINTS | {"generator_rate": 0.1}, "saturated"),
    Case("vae, 100 images", "vae", "digits", 500, SMALL_VAE | {"width": 192}, "too_little_data", 100),
    Case("conv_vae, 60 images", "conv_vae", "digits", 400, SMALL_CONV | {"batch_size": 32}, "too_little_data", 60),
)
CASES = {case.name: case for case in HEALTHY + SABOTAGED}


def config_of(case: Case, seed: int) -> RunConfig:
    card = data.find(case.dataset)
    return RunConfig(model=case.model, dataset=case.dataset, image=card.image, classes=card.classes, steps=case.steps,
                     settings=case.settings, seed=seed, precision="float32", device="cpu")


def record(case: Case, seed: int, folder: Path) -> Path:
    """Train the case once and write down what a doctor would be told; nothing to do where just that is there."""
    place = folder / f"{case.name.replace(', ', '-').replace(' ', '_')}-{seed}"
    fact = json.loads(json.dumps(dataclasses.asdict(case) | {"seed": seed}))
    if (place / "case.json").exists() and fact.items() <= read_json(place / "case.json").items():
        return place
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    recording = _Recording(case, seed, place)
    write_json(place / "case.json", fact | {"end": recording.train(), "training_images": recording.images})
    return place


class _Recording:
    """One run of the bank while it trains."""

    def __init__(self, case: Case, seed: int, place: Path) -> None:
        self.case, self.place = case, place
        train, held_out = _images(case), data.load(case.dataset, "held-out")
        self.images, self.training = len(train), Training(config_of(case, seed), train, held_out)
        self._live = Live(self.training.average, train, held_out, judge_for(case.dataset), n=LIVE_N)
        self._due = {round(i * case.steps / MOMENTS) for i in range(1, MOMENTS + 1)}

    def train(self) -> str:
        """To the end; why it ended early, if it did."""
        try:
            for event in self.training.run():
                self._take(event)
        except Diverged as error:
            return str(error)
        return ""

    def _take(self, event: Event) -> None:
        if isinstance(event, Scalars):
            append_row(self.place / "metrics.jsonl", {"step": event.step, "values": event.values})
        elif isinstance(event, Snapshot):
            if event.signs:
                append_row(self.place / "signs.jsonl", {"step": event.step, "values": dict(event.signs)})
        elif isinstance(event, Stepped):
            if event.step in self._due:
                append_rows(self.place / "live.jsonl", self._numbers())
            if event.step == self.case.steps // 2:
                for name, value in self.case.later.items():
                    self.training.set(name, value)

    def _numbers(self) -> list[dict[str, Any]]:
        """The live numbers that are numbers."""
        found = self._live.measure(self.training.average.eval(), self.training.step)
        return [dict(result) for result in found if math.isfinite(result["value"])]


def _images(case: Case) -> ImageSet:
    whole = data.load(case.dataset)
    if case.images is None:
        return whole
    return dataclasses.replace(whole, images=whole.images[:case.images], labels=whole.labels[:case.images])
