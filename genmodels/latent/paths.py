"""Codes along lines, arcs, axes and over a plane. L is the size of a code."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal, cast

import torch
from torch import Tensor

Kind = Literal["slerp", "lerp"]


def walk(points: Tensor, steps: int, kind: Kind = "slerp") -> Tensor:
    """Codes from point to point, `steps` on each leg with both its ends. (P, L) -> ((P - 1) * (steps - 1) + 1, L)"""
    if len(points) < 2 or steps < 2:
        raise ValueError(f"a walk needs two points and two steps at least, got {len(points)} and {steps}")
    between = slerp if kind == "slerp" else lerp
    shares = torch.linspace(0, 1, steps)                                            # (steps,)
    legs = [between(a, b, shares) for a, b in pairwise(points)]
    return torch.cat([legs[0], *(leg[1:] for leg in legs[1:])])


def loop(points: Tensor, steps: int, kind: Kind = "slerp") -> Tensor:
    """The walk that comes back to its first point, which it shows only once. (P, L) -> (P * (steps - 1), L)"""
    return walk(torch.cat([points, points[:1]]), steps, kind)[:-1]


def slerp(a: Tensor, b: Tensor, shares: Tensor) -> Tensor:
    """Along the arc from a to b at a steady angle, so that codes keep the length typical of the prior. -> (S, L)

    Shoemake 1985 on the sphere; for codes White 2016, arXiv:1609.04468, sec. 2.1. Where the angle leaves the arc open
    (same or opposite direction, or a zero) this is the straight line.
    """
    a, b, s = a.double(), b.double(), shares.double()[:, None]                      # (L,), (L,), (S, 1)
    cosine = torch.dot(a, b) / (a.norm() * b.norm()).clamp_min(1e-12)
    angle = torch.acos(cosine.clamp(-1, 1))
    if torch.sin(angle) < 1e-6 or min(a.norm(), b.norm()) < 1e-12:
        return lerp(a, b, shares)
    arc = torch.sin((1 - s) * angle) * a + torch.sin(s * angle) * b                 # (S, L)
    return (arc / torch.sin(angle)).float()


def lerp(a: Tensor, b: Tensor, shares: Tensor) -> Tensor:
    """Along the straight line from a to b; in many dimensions its middle is shorter than any usual code. -> (S, L)"""
    s = shares.double()[:, None]                                                    # (S, 1)
    return ((1 - s) * a.double() + s * b.double()).float()


def blend(corners: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Codes within a square of four: x from left to right, y from the upper row to the lower. (4, L), (N,) -> (N, L)

    Corners row by row. The bilinear weights w are divided by sqrt(sum w^2): a weighted sum of independent codes of the
    prior is then again a code of the prior, where the plain mean would be too short.
    """
    x, y = x.double(), y.double()
    weights = torch.stack([(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y], dim=1)     # (N, 4)
    weights = weights / weights.norm(dim=1, keepdim=True)
    return cast(Tensor, (weights @ corners.double()).float())


def traversal(code: Tensor, dimension: int, values: Tensor) -> Tensor:
    """The code with one of its dimensions set to each of the values. (L,), (V,) -> (V, L)"""
    codes = code.repeat(len(values), 1)
    codes[:, dimension] = values
    return codes


def manifold(side: int) -> Tensor:
    """A square of 2-D codes, evenly spaced in probability under the prior; row by row from the top. -> (side^2, 2)

    Through the inverse Gaussian distribution as in Kingma & Welling 2014, fig. 4: each tile stands for equally many
    samples. The first coordinate grows to the right, the second upwards, as on the map.
    """
    quantiles = torch.special.ndtri((torch.arange(side, dtype=torch.float64) + 0.5) / side).float()     # (side,)
    up, right = torch.meshgrid(quantiles.flip(0), quantiles, indexing="ij")
    return torch.stack([right.flatten(), up.flatten()], dim=1)
