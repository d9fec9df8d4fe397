"""Digits: 8x8 pictures of handwritten digits, Alpaydin & Kaynak, 1998, as they come inside scikit-learn."""

from __future__ import annotations

from genmodels.config import ImageSpec
from genmodels.data.base import Dataset
from genmodels.data.packaged import Packaged

DIGITS = tuple("0123456789")

FILE = Packaged(package="sklearn", file="datasets/data/digits.csv.gz", image=ImageSpec(channels=1, size=8),
                sha256="6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8",
                classes=DIGITS, white=16, held_out=360)

DATASET = Dataset(
    name="digits", title="Digits 8x8", image=FILE.image, classes=DIGITS, sizes={"train": 1_437, "held-out": 360},
    summary="1,797 tiny digits, small enough for a training in seconds; good for trying things out.",
    source="E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository, doi:10.24432/C50P49; "
           "the file is the one inside scikit-learn.",
    licence="CC BY 4.0", checksums={"digits.csv": FILE.sha256}, read=FILE.read, here=FILE.here)
