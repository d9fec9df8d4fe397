"""What the browser's decoder is held to: a blob for every kind of decoder there is, codes, and torch's pictures."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from genmodels.config import ImageSpec
from genmodels.models import MODELS
from genmodels.portable import program
from genmodels.runs import RunStore
from tests.models.making import CONDITIONAL, SPECS, small
from tests.portable.toy import Toy
from ui.packed import pack

SHIPPED = Path(__file__).parents[2] / "checkpoints"
ODD = [ImageSpec(channels=3, size=31), ImageSpec(channels=1, size=4)]
CASES = [(name, spec, conditional) for name in MODELS for spec in [*SPECS, *ODD]
         for conditional in (False, True) if name in CONDITIONAL or not conditional]
TOLERANCE = 0.01     # of the grey range, wherever the picture is drawn


@dataclass(frozen=True)
class Case:
    """Codes (N, L) of the classes 0, 1, 2 and what torch draws for them, (N, H * W * C) in 0..1."""

    name: str
    blob: bytes
    codes: list[list[float]]
    pictures: np.ndarray


def cases():
    """Every model in the registry in several formats, a toy with every layer there is, and the shipped runs."""
    for name, spec, conditional in CASES:
        yield case(f"{name} {spec.channels}x{spec.size}{' by class' * conditional}", trained(name, spec, conditional))
    yield case("toy", Toy())
    for run in RunStore(SHIPPED).runs():
        yield case(run.id, run.model())


def case(name, model):
    carried = program(model)
    z, y = codes(model)
    return Case(name, pack(carried.header(), carried.arrays()), z.tolist(), drawn(model, z, y).flatten(1).numpy())


def trained(name, spec, conditional):
    """A small model whose normalisations and biases are not at their start, as after a training."""
    asked = {"conditional": conditional} if name in CONDITIONAL else {}
    model = small(name, spec, **asked).eval().requires_grad_(False)
    generator = torch.Generator().manual_seed(3)
    for part in model.modules():
        if isinstance(part, nn.BatchNorm2d):
            for numbers in (part.weight, part.bias, part.running_mean, part.running_var):
                numbers.copy_(torch.rand(numbers.shape, generator=generator) + 0.2)
    for parameter in model.parameters():
        parameter.add_(0.02 * torch.randn(parameter.shape, generator=generator))
    return model


def codes(model, n=3):
    return 1.5 * model.prior(n, torch.Generator().manual_seed(5)), torch.arange(n) % 3


def drawn(model, z, y):
    """What the model draws, as the browser shows it. -> (N, H, W, C) in 0..1"""
    with torch.no_grad():
        return model.decode(z, y if model.conditional else None).permute(0, 2, 3, 1).add(1).div(2).clamp(0, 1)
