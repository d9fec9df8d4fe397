"""The registry of models: one file each, one line here."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from genmodels.config import ImageSpec, build
from genmodels.errors import ConfigError
from genmodels.models.base import GenerativeModel
from genmodels.models.conv_vae import ConvVAE
from genmodels.models.dcgan import DCGAN
from genmodels.models.gan import GAN
from genmodels.models.r3gan import R3GAN
from genmodels.models.vae import VAE
from genmodels.models.wgan_gp import WGANGP

MODELS: dict[str, type[GenerativeModel]] = {kind.name: kind for kind in (VAE, ConvVAE, GAN, DCGAN, R3GAN, WGANGP)}
DEFAULT_GAN = "dcgan"     # the best samples for its seconds: benchmarks/quality.py


def find_model(name: str) -> type[GenerativeModel]:
    """The model class of that name; raises ConfigError naming what there is."""
    if name in MODELS:
        return MODELS[name]
    near = get_close_matches(name, MODELS, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    raise ConfigError(f"There is no model {name!r}. {hint}Known: {', '.join(MODELS)}.")


def make_model(name: str, image: ImageSpec, classes: int, settings: Mapping[str, Any]) -> GenerativeModel:
    """Build the model with fresh weights; raises ConfigError for settings that do not fit."""
    kind = find_model(name)
    return kind(image, classes, build(kind.Config, settings))
