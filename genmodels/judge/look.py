"""What a judge makes of many images: features and probabilities as arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from genmodels.data.base import Labels, Pixels
from genmodels.judge.network import JudgeNet
from genmodels.preprocess import to_float

BATCH = 100     # stays in the processor's cache


class Look(NamedTuple):
    """Of N images, F features and K classes."""

    features: npt.NDArray[np.float32]          # (N, F)
    probabilities: npt.NDArray[np.float32]     # (N, K)

    @property
    def classes(self) -> Labels:
        """The most probable class of each. (N,)"""
        classes: Labels = self.probabilities.argmax(1)
        return classes

    def first(self, n: int) -> Look:
        return Look(self.features[:n], self.probabilities[:n])


def look_at(network: JudgeNet, images: Pixels) -> Look:
    """uint8 (N, C, H, W); always in float32, so that the numbers are those of the card."""
    features, probabilities = [], []
    with torch.inference_mode():
        for start in range(0, len(images), BATCH):
            x = to_float(torch.tensor(images[start:start + BATCH]))                        # (B, C, H, W)
            opinion = network(x.contiguous(memory_format=torch.channels_last))
            features.append(opinion.features.numpy())
            probabilities.append(opinion.logits.softmax(1).numpy())
    return Look(np.concatenate(features), np.concatenate(probabilities))
