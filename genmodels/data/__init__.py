"""The registry of datasets. Adding one is a file beside this and a line below.

    from genmodels import data
    digits = data.load("mnist-5k")      # ImageSet: images uint8 (N, C, H, W), labels (N,), classes
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import get_args

from genmodels.data import (
    digits,
    fashion_mnist,
    grid,
    kmnist,
    mnist,
    mnist_5k,
    mnist_100,
    moons,
    own,
    ring,
    shapes,
    spirals,
)
from genmodels.data.base import Dataset, ImageSet, Progress, Split, silent
from genmodels.errors import DataError

__all__ = ["DATASETS", "Dataset", "ImageSet", "Progress", "Split", "best_at_hand", "datasets", "find", "load",
           "register", "silent"]

DATASETS: dict[str, Dataset] = {}


def register(dataset: Dataset) -> Dataset:
    """Add a dataset that comes with GenLab; a name that is taken raises ValueError."""
    if dataset.name in DATASETS:
        raise ValueError(f"there is already a dataset {dataset.name!r}")
    DATASETS[dataset.name] = dataset
    return dataset


for module in (mnist, mnist_5k, mnist_100, fashion_mnist, kmnist, digits, shapes, ring, grid, spirals, moons):
    register(module.DATASET)


def datasets() -> dict[str, Dataset]:
    """All datasets by name: the ones that come with GenLab, then the user's own as they lie on the disk now."""
    return DATASETS | {name: card for name, card in own.datasets().items() if name not in DATASETS}


def find(name: str) -> Dataset:
    """The dataset of that name; raises DataError with the nearest names."""
    known = datasets()
    if name in known:
        return known[name]
    if name in own.damaged():
        raise DataError(f"The dataset {name!r} is damaged; delete it on the Data page and import its pictures again.")
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    raise DataError(f"There is no dataset {name!r}. {hint}There are: {', '.join(known)}.")


def load(name: str, split: Split = "train", progress: Progress = silent) -> ImageSet:
    """One split, downloaded or drawn when it must be; raises DataError."""
    if split not in get_args(Split):
        raise DataError(f"There is no split {split!r}. There are: {', '.join(get_args(Split))}.")
    return find(name).read(split, progress)


def best_at_hand() -> str:
    """The name of the best dataset for a first training that needs no network."""
    return "mnist" if DATASETS["mnist"].here() else "mnist-5k"
