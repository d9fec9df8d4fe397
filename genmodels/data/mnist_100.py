"""MNIST-100: ten digits of each class of MNIST-5k to learn from, and its 1,000 held-out ones: little, on purpose."""

from __future__ import annotations

import numpy as np

from genmodels.data import mnist_5k
from genmodels.data.base import Dataset, ImageSet, Progress, Split

EACH = 10     # of every class


def read(split: Split, progress: Progress) -> ImageSet:
    images = mnist_5k.FILE.read(split, progress)
    if split == "held-out":
        return images
    rows = np.sort(np.concatenate([np.flatnonzero(images.labels == label)[:EACH] for label in range(10)]))
    return ImageSet(images.images[rows], images.labels[rows], images.classes)


DATASET = Dataset(
    name="mnist-100", title="MNIST-100", image=mnist_5k.FILE.image, classes=mnist_5k.DIGITS,
    sizes={"train": 10 * EACH, "held-out": 1_000},
    summary="Only 100 digits to learn from: what a model does when there is too little data.",
    source=mnist_5k.DATASET.source, licence=mnist_5k.DATASET.licence, checksums=mnist_5k.DATASET.checksums,
    read=read, here=mnist_5k.FILE.here)
