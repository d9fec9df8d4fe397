"""Peak signal-to-noise ratio over the pixels that were missing: what the eye calls close, in decibels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from genmodels.pictures import Pixels


def psnr(images: Pixels, originals: Pixels, missing: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """uint8 (N, C, H, W) twice, bool (N, 1, H, W) -> dB for each image, (N,); infinite where nothing differs.

    10 log10(255^2 / mean squared difference), the mean over the missing pixels alone: known ones prove nothing.
    """
    squares = (images.astype(np.float64) - originals) ** 2                               # (N, C, H, W)
    counted = np.broadcast_to(missing, squares.shape)
    mean = (squares * counted).sum((1, 2, 3)) / counted.sum((1, 2, 3))                   # (N,)
    with np.errstate(divide="ignore"):
        return np.asarray(10 * np.log10(255**2 / mean))
