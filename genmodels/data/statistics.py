"""What a split looks like as numbers: images per class, the mean image, how often each pixel value occurs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genmodels.data.base import ImageSet, Labels, Pixels

CHUNK = 4096        # images counted at once; counting widens each pixel to eight bytes


@dataclass(frozen=True)
class Summary:
    """Of one split with K classes."""

    counts: Labels              # (K,)
    mean: Pixels                # (C, H, W), rounded
    class_means: Pixels         # (K, C, H, W); black for a class without images
    values: Labels              # (256,), how many pixels have each value


def summarise(images: ImageSet) -> Summary:
    """One pass over the images; a second for 60,000 of them at most."""
    kinds = len(images.classes)
    counts = np.bincount(images.labels, minlength=kinds)
    sums = np.zeros((kinds, *images.images.shape[1:]), np.float64)
    values = np.zeros(256, np.int64)
    for start in range(0, len(images), CHUNK):
        part, labels = images.images[start:start + CHUNK], images.labels[start:start + CHUNK]
        values += np.bincount(part.reshape(-1), minlength=256)
        for label in range(kinds):
            sums[label] += part[labels == label].sum(axis=0, dtype=np.uint32)
    return Summary(counts, _mean(sums.sum(axis=0), len(images)),
                   np.stack([_mean(total, int(n)) for total, n in zip(sums, counts, strict=True)]), values)


def _mean(total: npt.NDArray[np.float64], n: int) -> Pixels:
    mean: Pixels = np.rint(total / max(n, 1)).astype(np.uint8)
    return mean
