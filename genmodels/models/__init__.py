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
from genmodels.models.point_gan import PointGAN
from genmodels.models.point_r3gan import PointR3GAN
from genmodels.models.point_vae import PointVAE
from genmodels.models.r3gan import R3GAN
from genmodels.models.vae import VAE
from genmodels.models.wgan_gp import WGANGP

MODELS: dict[str, type[GenerativeModel]] = {kind.name: kind for kind in (VAE, ConvVAE, GAN, DCGAN, R3GAN, WGANGP)}
POINT_MODELS: dict[str, type[GenerativeModel]] = {kind.name: kind for kind in (PointVAE, PointGAN, PointR3GAN)}
DEFAULT_GAN = "dcgan"     # the best samples for its seconds: benchmarks/quality.py


def find_model(name: str) -> type[GenerativeModel]:
    """The model class of that name; raises ConfigError naming what there is."""
    known = MODELS | POINT_MODELS
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    raise ConfigError(f"There is no model {name!r}. {hint}Known: {', '.join(known)}.")


def models_for(image: ImageSpec) -> dict[str, type[GenerativeModel]]:
    """The models that draw such images, or points of the plane."""
    return POINT_MODELS if image.points else MODELS


def make_model(name: str, image: ImageSpec, classes: int, settings: Mapping[str, Any]) -> GenerativeModel:
    """Build the model with fresh weights; raises ConfigError for settings that do not fit, and for a model of points
    that is to draw images or the other way round."""
    kind, there = find_model(name), models_for(image)
    if name not in there:
        raise ConfigError(f"{kind.title} draws {'images' if image.points else 'points'}, and this dataset has "
                          f"{'points of the plane' if image.points else 'images'}. Choose {', '.join(there)}, "
                          "or another dataset.")
    return kind(image, classes, build(kind.Config, settings))
