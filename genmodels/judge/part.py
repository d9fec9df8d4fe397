"""Which training images a judge learns from: every second one, so that the other half stays unseen.

Halves, because a floor of real against real asks for images that the judge has not seen, and experiments want judges
and generators that learned from different images. Every second one and not the first half, because that holds for
datasets that are sorted too. MNIST's judge leaves out the 5,000 digits of mnist-5k as well: it judges that dataset, and
has seen nothing of it.
"""

from __future__ import annotations

import numpy as np

from genmodels import data
from genmodels.data.base import ImageSet, Labels, Progress

JUDGED_BY = {"mnist-5k": "mnist"}     # datasets that share the judge of a larger one, which never saw their images


def part_of(dataset: str, train: ImageSet, on_progress: Progress) -> tuple[Labels, str]:
    """Rows of the training images that the judge learns from, and what people call them."""
    rows = np.arange(0, len(train), 2)
    guests = [name for name, host in JUDGED_BY.items() if host == dataset]
    if not guests:
        return rows, f"every second of the {len(train):,} training images, from the first on"
    known = _pictures(guests, on_progress)
    kept = np.array([row for row in rows if train.images[row].tobytes() not in known])
    return kept, (f"every second of the {len(train):,} training images, from the first on, without those of "
                  f"{', '.join(guests)}")


def unseen(n: int) -> Labels:
    """Rows of the training images that no judge of this dataset has learned from."""
    return np.arange(1, n, 2)


def _pictures(names: list[str], on_progress: Progress) -> set[bytes]:
    return {image.tobytes() for name in names for split in ("train", "held-out")
            for image in data.load(name, "train" if split == "train" else "held-out", on_progress).images}
