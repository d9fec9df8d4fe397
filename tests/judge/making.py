"""A judge of tiny pictures that nobody has to wait for, and the pictures it judges."""

import hashlib

import numpy as np
import torch

from genmodels.config import ImageSpec
from genmodels.data.base import ImageSet
from genmodels.judge import Card, Judged
from genmodels.judge.network import JudgeNet
from genmodels.judge.proof import Proof

SPEC = ImageSpec(channels=1, size=8)


def digits_like(n, seed=0, classes=4, size=8):
    """Bright blobs in one of four corners, with noise: classes that a network tells apart."""
    rng = np.random.default_rng(seed)
    labels = np.arange(n, dtype=np.int64) % classes
    images = rng.integers(0, 50, (n, 1, size, size))
    half = size // 2
    for image, label in zip(images, labels, strict=True):
        top, left = half * (label // 2), half * (label % 2)
        image[0, top:top + half, left:left + half] += rng.integers(60, 200)
    return ImageSet(images.astype(np.uint8), labels, tuple("abcd"[:classes]))


def a_judge(seed=0, classes=4, spec=SPEC, dataset="tiny"):
    """A network with random weights: it sees differences, if not the ones that matter."""
    torch.manual_seed(seed)
    network = JudgeNet(spec, classes)
    network.train()
    network(torch.rand(64, spec.channels, spec.size, spec.size) * 2 - 1)
    with torch.no_grad():
        scale = network.eval()(torch.rand(64, spec.channels, spec.size, spec.size) * 2 - 1).features
        network.scale.fill_(1 / float(scale.square().mean().sqrt()))
    return Judged(dataset, a_card(hashlib.sha256(str(seed).encode()).hexdigest(), dataset), network.for_looking())


def a_card(id, dataset="tiny", passed=True):
    return Card(id=id, dataset=dataset, fingerprint="f", classes=tuple("abcd"), image=SPEC.model_dump(),
                learned_from="half", images=1, steps=1, seed=0, seconds=0.1, parameters=1, accuracy=1.0, tested_on=1,
                proof=Proof(1, 1.0, 0.0, {}), passed=passed, failures=() if passed else ("it is blind",), command="",
                versions={})
