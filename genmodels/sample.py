"""From a seed to pictures and back: codes from the prior, decoding and encoding in batches, uint8 out.

Letters in shapes: N images, C channels, H = W size, L size of the code z, K classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from genmodels.data.base import Points
from genmodels.errors import ConfigError
from genmodels.models.base import Encodes, GenerativeModel
from genmodels.preprocess import to_float, to_uint8

Pixels = npt.NDArray[np.uint8]
Labels = int | Sequence[int] | npt.NDArray[np.int64] | Tensor | None

BATCH = 256          # images decoded or encoded at once: fills a processor, stays far from its memory
MOST = 100_000       # samples in one request
LAST_SEED = 2**31 - 1


def codes(model: GenerativeModel, n: int, *, seed: int, truncation: float = 1.0) -> Tensor:
    """n codes from the prior, equal for equal seeds, the first ones equal for every n. -> (n, L)

    `truncation` is the share of each coordinate's probability that is kept, around its middle: 1 is the whole prior, 0
    its mean. The codes follow a truncated normal as in Marchesi 2017, arXiv:1706.00082, and Brock et al. 2019,
    arXiv:1809.11096, sec. 3.1; drawn through quantiles instead of again and again, so that each sample of a seed
    moves smoothly towards the typical one. Raises ConfigError for a value out of range.
    """
    _refuse_outside("n", n, 1, MOST)
    _refuse_outside("seed", seed, 0, LAST_SEED)
    _refuse_outside("truncation", truncation, 0, 1)
    # torch fills random numbers sixteen at a time; whole sixteens keep the first codes the same for every n.
    z = model.prior(-(-n // 16) * 16, torch.Generator().manual_seed(seed))[:n]     # (n, L)
    return z if truncation == 1 else _truncate(z, truncation)


def decode(model: GenerativeModel, z: Tensor, y: Labels = None) -> Pixels:
    """(N, L) -> uint8 (N, C, H, W). A conditional model draws class y, or each class in turn when none is given."""
    if model.image.points:
        raise ConfigError(f"{model.title} draws points of the plane, and no pictures. Watch shows them as they move.")
    if z.ndim != 2 or z.shape[1] != model.latent_dim:
        raise ConfigError(f"The codes have the shape {tuple(z.shape)}, but this model reads (N, {model.latent_dim}).")
    device, classes = _device(model), labels(model, len(z), y)
    drawn = []
    with torch.inference_mode():
        for rows in _batches(len(z)):
            part = None if classes is None else classes[rows].to(device)
            drawn.append(to_uint8(model.decode(z[rows].to(device, torch.float32), part)))     # (B, C, H, W)
    return cast(Pixels, torch.cat(drawn).numpy())


def points(model: GenerativeModel, z: Tensor) -> Points:
    """(N, L) -> float32 (N, 2) in [-1, 1], for a model of points; raises ConfigError for one of images."""
    if not model.image.points:
        raise ConfigError(f"{model.title} draws images, and no points of the plane.")
    with torch.inference_mode():
        return cast(Points, model.decode(z.to(_device(model), torch.float32)).float().flatten(1).cpu().numpy())


def encode(model: GenerativeModel, images: Pixels, y: Labels = None) -> tuple[Tensor, Tensor]:
    """uint8 (N, C, H, W) -> mean and log-variance of the posterior, (N, L) each, on the CPU.

    Raises ConfigError for a model that cannot encode.
    """
    if not isinstance(model, Encodes):
        raise ConfigError(f"{model.title} cannot encode: it draws images from codes, but not back. "
                          "Choose a run of a VAE to encode images.")
    device, classes = _device(model), labels(model, len(images), y)
    means, logvars = [], []
    with torch.inference_mode():
        for rows in _batches(len(images)):
            x = to_float(torch.tensor(images[rows]).to(device))                               # (B, C, H, W)
            mean, logvar = model.posterior(x, None if classes is None else classes[rows].to(device))
            means.append(mean.float().cpu())
            logvars.append(logvar.float().cpu())
    return torch.cat(means), torch.cat(logvars)                                               # (N, L) each


def reconstruct(model: GenerativeModel, images: Pixels, y: Labels = None) -> Pixels:
    """What the model draws from the posterior mean of each image; shape and type stay."""
    mean, _ = encode(model, images, y)
    return decode(model, mean, y)


def archive(images: Pixels, z: Tensor, y: Tensor | None = None) -> bytes:
    """An npz file: `images` uint8 (N, H, W, C), `codes` float32 (N, L) and, where there are classes, `labels` (N,)."""
    pixels, numbers, file = images.transpose(0, 2, 3, 1), z.numpy().astype(np.float32), BytesIO()
    if y is None:
        np.savez_compressed(file, images=pixels, codes=numbers)
    else:
        np.savez_compressed(file, images=pixels, codes=numbers, labels=y.numpy())
    return file.getvalue()


def labels(model: GenerativeModel, n: int, y: Labels = None) -> Tensor | None:
    """The classes of n samples, (n,) int64: y for all, y as given, or each class in turn; None if not conditional."""
    if not model.conditional:
        return None
    if y is None:
        return torch.arange(n) % model.classes
    classes = torch.full((n,), y) if isinstance(y, int) else torch.as_tensor(y, dtype=torch.int64)
    if classes.shape != (n,):
        raise ConfigError(f"{n} samples need {n} classes, got {tuple(classes.shape)}.")
    if bool(((classes < 0) | (classes >= model.classes)).any()):
        raise ConfigError(f"There is no class {int(classes.max())} in this model. Allowed: 0 to {model.classes - 1}.")
    return classes


def _truncate(z: Tensor, share: float) -> Tensor:
    """N(0, 1) cut to its central share: keep the quantile's place within the cut range, exact in closed form."""
    quantile = torch.special.ndtr(z.double())                          # (n, L) in (0, 1)
    return cast(Tensor, torch.special.ndtri(0.5 + share * (quantile - 0.5)).float())


def _batches(n: int) -> list[slice]:
    return [slice(start, start + BATCH) for start in range(0, n, BATCH)]


def _device(model: GenerativeModel) -> torch.device:
    return next(model.parameters()).device


def _refuse_outside(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ConfigError(f"{name} = {value} does not fit. Allowed: {low} to {high}.")
