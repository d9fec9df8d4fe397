"""One move of a player and how far it went: the pull on its weights, and the step they took.

Looked at in every second logged step. A usual update is about a thousandth of the weights; far more tears down what was
learned, far less learns nothing.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.utils import get_total_norm

from genmodels.adam import Adam
from genmodels.models.base import Terms


@torch.no_grad()
def moved(adam: Adam, rate: float | Tensor) -> Terms:
    """Let `adam` step at this rate: norms over all weights of the player as they were found, () each.

    "gradient" is that of the loss, "weights" the length of the weights, "update" how far they went, as a share of it.
    """
    gradient = get_total_norm([parameter.grad for parameter in adam.parameters if parameter.grad is not None])
    before = [parameter.detach().clone() for parameter in adam.parameters]
    weights = get_total_norm(before)
    adam.step(rate)
    torch._foreach_sub_(before, adam.parameters)     # type: ignore[arg-type]
    return {"gradient": gradient, "update": get_total_norm(before) / weights, "weights": weights}
