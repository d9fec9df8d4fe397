"""A small classifier for metrics that train one: independent of the judge, seconds on one core, the same for all."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from genmodels.data.base import ImageSet, Labels, Pixels
from genmodels.judge.learn import Lesson, learn
from genmodels.models.blocks import down
from genmodels.preprocess import to_float

STEPS = 400       # equal for real and for drawn images
BATCH = 500
WIDTH = 16


def trained(images: ImageSet, seed: int, steps: int = STEPS) -> nn.Module:
    """From pictures and their labels; takes nothing from the process's random numbers."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = _network(images.images.shape[1], images.images.shape[2], len(images.classes))
    learn(network, network, images, Lesson(steps, seed, batch_size=64, rate=4e-3, jiggle=0))
    return network


def guesses(network: nn.Module, images: Pixels) -> Labels:
    """The most probable class of each. uint8 (N, C, H, W) -> (N,)"""
    with torch.inference_mode():
        parts = [network(to_float(torch.tensor(images[start:start + BATCH]))).argmax(1)
                 for start in range(0, len(images), BATCH)]
    return np.asarray(torch.cat(parts).numpy())


def _network(channels: int, size: int, classes: int) -> nn.Module:
    """Two stages of half the size each; 30 thousand parameters at 28 pixels."""
    half = (size + 1) // 2
    quarter = (half + 1) // 2
    return nn.Sequential(
        down(channels, WIDTH, size), nn.ReLU(),                      # (B, 16, H/2, W/2)
        down(WIDTH, 2 * WIDTH, half), nn.ReLU(),                     # (B, 32, H/4, W/4)
        nn.Flatten(), nn.Linear(2 * WIDTH * quarter**2, classes))
