"""Which training images a judge learns from: half of every class by chance, so that the other half stays unseen.

Halves, because a floor of real against real asks for images that the judge has not seen, and experiments want judges
and generators that learned from different images. By chance, because no order can be trusted: own pictures may come
sorted, and every second training image of MNIST was written by another group of people, so that a small classifier
tells the two halves apart in 75 of 100 cases. MNIST's judge leaves out the 5,000 digits of mnist-5k as well: it judges
that dataset, and has seen nothing of it.
"""

from __future__ import annotations

import numpy as np

from genmodels import data
from genmodels.data.base import ImageSet, Labels, Progress
from genmodels.data.split import stratified

JUDGED_BY = {"mnist-5k": "mnist"}     # datasets that share the judge of a larger one, which never saw their images
SEED = 0


def part_of(dataset: str, train: ImageSet, on_progress: Progress) -> tuple[Labels, str]:
    """Rows of the training images that the judge learns from, and what people call them."""
    rows = stratified(train.labels, len(train) // 2, SEED)[1]
    words = f"half of the {len(train):,} training images, class by class, split by chance with seed {SEED}"
    guests = [name for name, host in JUDGED_BY.items() if host == dataset]
    if not guests:
        return rows, words
    known = _pictures(guests, on_progress)
    kept = np.array([row for row in rows if train.images[row].tobytes() not in known])
    return kept, f"{words}, without those of {', '.join(guests)}"


def unseen(train: ImageSet) -> Labels:
    """Rows of the training images that no judge of this dataset has learned from."""
    return stratified(train.labels, len(train) // 2, SEED)[0]


def _pictures(names: list[str], on_progress: Progress) -> set[bytes]:
    return {image.tobytes() for name in names for split in ("train", "held-out")
            for image in data.load(name, "train" if split == "train" else "held-out", on_progress).images}
