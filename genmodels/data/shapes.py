"""Shapes: squares, ellipses and triangles drawn from known factors, so that a latent slider can be held to the truth.

The idea of known factors is that of dSprites (Matthey et al., 2017); the pictures here are ours, in colour and
anti-aliased. Rotation ends where the square repeats and hue before red returns: a picture has one set of factors.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from genmodels.config import ImageSpec
from genmodels.data import cache
from genmodels.data.base import Dataset, Factor, ImageSet, Pixels, Progress, Split, Truth

IMAGE = ImageSpec(channels=3, size=32)
CLASSES = ("square", "ellipse", "triangle")
FACTORS = (Factor("size", 5, 10, "px"), Factor("rotation", 0, 90, "°"), Factor("x", 11, 21, "px"),
           Factor("y", 11, 21, "px"), Factor("hue", 0, 0.9, "turn"))
SIZES: dict[Split, int] = {"train": 20_000, "held-out": 2_000}
SEEDS: dict[Split, int] = {"train": 1, "held-out": 2}
DRAWING = 2             # counts up when a change here changes the pictures
CHUNK = 512             # images drawn at once: they stay in the processor's cache

Values = npt.NDArray[np.float32]


def draw(shape: npt.NDArray[np.int64], size: Values, rotation: Values, x: Values, y: Values, hue: Values) -> Pixels:
    """Factors (N,) each, in the units of FACTORS -> pictures (N, 3, 32, 32) on black.

    `shape` is an index into CLASSES, `size` the distance from the centre to the farthest corner.
    """
    parts = [slice(i, i + CHUNK) for i in range(0, len(shape), CHUNK)]
    return np.concatenate([_draw(shape[i], size[i], rotation[i], x[i], y[i], hue[i]) for i in parts])


def read(split: Split, progress: Progress) -> ImageSet:
    """The same pictures each time: drawn once, then kept in the cache."""
    folder, origin = cache.root() / f"shapes-{split}", f"drawing {DRAWING}"
    arrays = cache.load(folder, origin)
    if arrays is None:
        progress(0.0, "drawing shapes")
        arrays = cache.keep(folder, _drawn(split), origin, progress)
    factors = {factor.name: arrays[f"factor-{factor.name}"] for factor in FACTORS}
    return ImageSet(arrays["images"], arrays["labels"], CLASSES, factors)


def traverse(shape: str, factor: str, count: int) -> Pixels:
    """`count` pictures of one shape while one factor goes from low to high -> (count, 3, 32, 32)."""
    values = {f.name: np.full(count, (f.low + f.high) / 2, np.float32) for f in FACTORS}
    moving = next(f for f in FACTORS if f.name == factor)
    values[factor] = np.linspace(moving.low, moving.high, count, dtype=np.float32)
    return draw(np.full(count, CLASSES.index(shape)), **values)


DATASET = Dataset(
    name="shapes", title="Shapes", image=IMAGE, classes=CLASSES, sizes=SIZES,
    summary="Coloured squares, ellipses and triangles drawn from known size, rotation, position and hue: "
            "here a latent dimension can be compared with the truth.",
    source="Drawn by this program from uniform random factors with a fixed seed.", licence="CC0: no rights reserved",
    checksums={}, read=read, here=lambda: True, truth=Truth(FACTORS, traverse))


def _drawn(split: Split) -> cache.Arrays:
    n, random = SIZES[split], np.random.Generator(np.random.PCG64(SEEDS[split]))
    labels = random.permutation(np.arange(n) % len(CLASSES))
    factors = {f.name: random.uniform(f.low, f.high, n).astype(np.float32) for f in FACTORS}
    return {"images": draw(labels, **factors), "labels": labels,
            **{f"factor-{name}": values for name, values in factors.items()}}


def _draw(shape: npt.NDArray[np.int64], size: Values, rotation: Values, x: Values, y: Values, hue: Values) -> Pixels:
    grid = np.arange(IMAGE.size, dtype=np.float32) + 0.5
    dx = (grid - x[:, None])[:, None, :]                                    # (N, 1, W)
    dy = (grid - y[:, None])[:, :, None]                                    # (N, H, 1)
    angle = np.deg2rad(rotation).astype(np.float32)[:, None, None]
    u = np.cos(angle) * dx + np.sin(angle) * dy                             # (N, H, W), along the shape's own axes
    v = np.cos(angle) * dy - np.sin(angle) * dx
    cover = np.empty_like(u)
    for number, distance in enumerate((_square, _ellipse, _triangle)):
        rows = shape == number
        # A pixel whose centre is d inside the edge is covered by about d + 1/2: that is the anti-aliasing.
        cover[rows] = np.clip(0.5 - distance(u[rows], v[rows], size[rows, None, None]), 0, 1)
    colour = 255 * _rgb(hue)                                                # (N, 3)
    pictures: Pixels = np.rint(cover[:, None] * colour[:, :, None, None]).astype(np.uint8)
    return pictures


def _square(u: Values, v: Values, size: Values) -> Values:
    distance: Values = np.maximum(np.abs(u), np.abs(v)) - size * np.float32(np.sqrt(0.5))
    return distance


def _ellipse(u: Values, v: Values, size: Values) -> Values:
    """First-order distance f / |grad f| to the ellipse with half axes `size` and 0.55 `size`."""
    a, b = 1 / size, 1 / (np.float32(0.55) * size)
    radius = np.sqrt((u * a) ** 2 + (v * b) ** 2) + np.float32(1e-6)
    slope = np.sqrt((u * a * a) ** 2 + (v * b * b) ** 2) / radius + np.float32(1e-6)
    distance: Values = ((radius - 1) / slope).astype(np.float32)
    return distance


def _triangle(u: Values, v: Values, size: Values) -> Values:
    """Largest of the signed distances to the three sides of an equilateral triangle with one corner up."""
    slant = np.float32(np.sqrt(0.75))
    distance: Values = np.maximum(v, np.abs(u) * slant - v * np.float32(0.5)) - size * np.float32(0.5)
    return distance


def _rgb(hue: Values) -> Values:
    """Hue in turns -> (N, 3), saturation 0.8, full brightness: the hexagon formula of Smith, 1978."""
    turns = (hue[:, None] * 6 + np.array([5, 3, 1], np.float32)) % 6
    return 1 - np.float32(0.8) * np.clip(np.minimum(turns, 4 - turns), 0, 1)
