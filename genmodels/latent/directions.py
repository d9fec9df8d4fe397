"""Directions found in the codes of real images: principal axes, from class to class, along a measured attribute.

N images, L size of a code, D directions.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from genmodels.data.base import ImageSet
from genmodels.latent.attributes import attributes_of
from genmodels.latent.axes import eigen_axes
from genmodels.latent.direction import Direction, unit
from genmodels.latent.encoded import Encoded
from genmodels.latent.labels import labelled
from genmodels.latent.rank import rank_biserial, spearman

AXES = 8             # principal axes that are shown
LEAST = 0.01         # share of the codes' variance an axis needs
FEWEST = 20          # images in either half of the set, else nothing can be fitted and measured apart


def directions(encoded: Encoded, images: ImageSet) -> tuple[Direction, ...]:
    """Attribute vectors, principal axes and the way towards each class, of a model that encodes.

    An attribute or a class that lies along no line well enough to give a direction its name is left out.
    """
    measured = attributes_of(images)
    sought = (*attribute_directions(encoded, measured), *towards_classes(encoded, images.classes))
    found = [one for one in sought if one.named]
    return (*(one for one in found if one.group == "attribute"), *axis_directions(encoded, measured),
            *(one for one in found if one.group == "class"))


def towards_classes(encoded: Encoded, classes: tuple[str, ...]) -> tuple[Direction, ...]:
    """From the mean of all codes to the mean of each class that has images in both halves of the set."""
    present = [set(encoded.labels[rows].tolist()) for rows in halves(len(encoded))]
    shared = sorted(present[0] & present[1])
    return tuple(class_direction(encoded, None, label, classes) for label in shared) if len(shared) > 1 else ()


def dimension_directions(encoded: Encoded, measured: Mapping[str, Tensor] | None = None) -> tuple[Direction, ...]:
    """Each dimension by itself, in order; with measured attributes each says which one follows it."""
    found = [Direction(f"z{i}", f"z{i}", "dimension", row, 1.0, "one dimension of the code")
             for i, row in enumerate(torch.eye(encoded.mean.shape[1]))]
    return tuple(labelled(one, encoded.mean @ one.vector, measured or {}) for one in found)


def axis_directions(encoded: Encoded, measured: Mapping[str, Tensor]) -> tuple[Direction, ...]:
    """Principal axes of the posterior means, each named by the attribute that follows it, if one does."""
    vectors, shares = eigen_axes(torch.cov(encoded.mean.double().T).reshape(2 * (encoded.mean.shape[1],)))
    found = [Direction(f"axis-{i + 1}", f"axis {i + 1}", "axis", vector, _spread(encoded, vector),
                       f"holds {float(share):.0%} of the variance of the posterior means")
             for i, (vector, share) in enumerate(zip(vectors, shares, strict=True)) if i < AXES and share >= LEAST]
    return tuple(labelled(one, encoded.mean @ one.vector, measured) for one in found)


def attribute_directions(encoded: Encoded, measured: Mapping[str, Tensor],
                         pictures: str = "images") -> tuple[Direction, ...]:
    """For each attribute the vector along which it grows, fitted on one half of the images, measured on the other.

    `pictures` is what they are called in the details.
    """
    fitted, kept = halves(len(encoded))
    if len(fitted) < FEWEST:
        return ()
    return tuple(_attribute(encoded, name, values, (fitted, kept), pictures) for name, values in measured.items()
                 if float(values[fitted].std()) > 0)


def class_direction(encoded: Encoded, a: int | None, b: int, classes: tuple[str, ...]) -> Direction:
    """From the mean code of class a (None: of all images) to that of class b.

    The rank is the rank-biserial correlation of the place along it with being b, on images the means were not taken
    from. Raises ValueError where a class has no image.
    """
    fitted, kept = halves(len(encoded))
    start, end = _members(encoded, fitted, a), _members(encoded, fitted, b)
    if a == b or min(len(start), len(end)) == 0:
        raise ValueError(f"there is no way from class {a} to class {b}")
    gap = encoded.mean[end].mean(0) - encoded.mean[start].mean(0)              # (L,)
    vector = unit(gap)
    rows = torch.cat([_members(encoded, kept, b), _members(encoded, kept, a, without=b)])
    rank = rank_biserial(encoded.mean[rows] @ vector, encoded.labels[rows] == b)
    name = classes[b]
    title = f"towards {name}" if a is None else f"from {classes[a]} to {name}"
    return Direction(f"class-{b}" if a is None else f"class-{a}-{b}", title, "class", vector, _spread(encoded, vector),
                     f"between means of {len(start):,} and {len(end):,} images, {float(gap.norm()):.2f} apart",
                     rank, len(rows), f"being {name}")


def halves(n: int) -> tuple[Tensor, Tensor]:
    """Rows to fit on and rows to measure on: shuffled, for a set may lie in order. -> (n // 2,), (n - n // 2,)"""
    order = torch.randperm(n, generator=torch.Generator().manual_seed(0))
    return order[:n // 2], order[n // 2:]


def _attribute(encoded: Encoded, name: str, values: Tensor, parts: tuple[Tensor, Tensor], pictures: str) -> Direction:
    fitted, kept = parts
    means, target = encoded.mean[fitted].double(), values[fitted].double()
    means, target = means - means.mean(0), target - target.mean()
    # Regression on codes drawn from the posteriors: where a posterior says nothing its noise stands in the
    # covariance, so a dead dimension gets no weight.
    covariance = means.T @ means / len(means) + encoded.logvar[fitted].double().exp().mean(0).diag()     # (L, L)
    slope = torch.linalg.solve(covariance, means.T @ target / len(means))                               # (L,)
    vector = unit(slope.float()) if float(slope.norm()) > 0 else torch.eye(len(slope))[0]
    rank = spearman(encoded.mean[kept] @ vector, values[kept])
    return Direction(f"attribute-{name}", name, "attribute", vector, _spread(encoded, vector),
                     f"regression of {name} on the codes of {len(fitted):,} {pictures}", rank, len(kept), name)


def _spread(encoded: Encoded, vector: Tensor) -> float:
    """Standard deviation along the vector of codes drawn from the posteriors; about 1 where the prior is filled."""
    means = float((encoded.mean @ vector).var())
    return float((means + float((encoded.logvar.exp().mean(0) * vector.square()).sum())) ** 0.5)


def _members(encoded: Encoded, rows: Tensor, label: int | None, without: int | None = None) -> Tensor:
    """The rows of a class; of all classes but `without` where none is named."""
    own = encoded.labels[rows]
    if label is None:
        return rows if without is None else rows[own != without]
    return rows[own == label]
