"""Litters: variations of a code at a chosen distance, equal for equal seeds, here and in the browser.

The browser breeds with breed/litter.js; this is the reference it is held to. Letters in shapes: n children, L size.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

GOLDEN = np.uint32(0x9E3779B9)     # Weyl's step: 2^32 over the golden ratio
Words = npt.NDArray[np.uint32]


def litter(parent: Tensor, n: int, distance: float, seed: int) -> Tensor:
    """n children of a code: sqrt(1 - d^2) parent + d noise, for a distance d from 0 to 1. (L,) -> (n, L)

    The preconditioned Crank-Nicolson move (Cotter et al. 2013, arXiv:1202.0709): a parent from N(0, I) has children
    from N(0, I), so a family may go on for ever without leaving what the model has learnt to draw. d = 0 is the parent
    itself, d = 1 a stranger. Raises ValueError for another distance.
    """
    if not 0 <= distance <= 1:
        raise ValueError(f"a child is 0 to 1 away from its parent, got {distance=}")
    fresh = torch.from_numpy(noise(seed, n * len(parent)).reshape(n, -1))                        # (n, L)
    return cast(Tensor, ((1 - distance**2) ** 0.5 * parent.double() + distance * fresh).float())


def noise(seed: int, count: int) -> npt.NDArray[np.float64]:
    """`count` numbers of N(0, 1): Box & Muller 1958 over `uniform`. -> (count,)"""
    one, two = uniform(seed, 2 * count).reshape(count, 2).T
    return np.asarray(np.sqrt(-2 * np.log(one)) * np.cos(2 * np.pi * two), np.float64)


def uniform(seed: int, count: int) -> npt.NDArray[np.float64]:
    """`count` numbers in (0, 1), each from its place in the row alone: a counter, mixed until no bit shows it.

    Steele, Lea & Flood 2014 (SplitMix) with 32 bits, which is what a browser multiplies exactly. -> (count,)
    """
    with np.errstate(over="ignore"):     # arithmetic modulo 2^32 is the point
        start = _mixed(np.array([seed], np.uint32))
        words = _mixed(start + GOLDEN * np.arange(1, count + 1, dtype=np.uint32))
    return (words.astype(np.float64) + 0.5) / 2.0**32


def _mixed(words: Words) -> Words:
    """The finaliser of MurmurHash3: each bit of the input turns half of the output's."""
    words = (words ^ (words >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    words = (words ^ (words >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return words ^ (words >> np.uint32(16))
