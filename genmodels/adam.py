"""Adam in one fused kernel call for each player. Kingma & Ba 2015, arXiv:1412.6980.

torch.optim spends more on bookkeeping than a small network does on learning, and its first object imports the compiler.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

EPSILON = 1e-8


class Adam:
    """Moves `parameters` against their `.grad`; the caller chooses the learning rate at every step."""

    def __init__(self, parameters: Iterable[nn.Parameter], betas: tuple[float, float]) -> None:
        self.parameters, self.betas = list(parameters), betas
        # zeros_like keeps the memory layout of each weight: the kernel walks weight and moments side by side
        self.means = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.squares = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.count = torch.zeros((), device=self.parameters[0].device)

    @torch.no_grad()
    def step(self, rate: float | Tensor) -> None:
        """One update of every parameter that has a gradient; the gradients are let go.

        A rate that is a tensor, () float32, is read where it lies, when the update is made.
        """
        self.count += 1
        moved = [(parameter, parameter.grad, mean, square) for parameter, mean, square
                 in zip(self.parameters, self.means, self.squares, strict=True) if parameter.grad is not None]
        parameters, gradients, means, squares = (list(tensors) for tensors in zip(*moved, strict=True))
        torch._fused_adam_(parameters, gradients, means, squares, [], [self.count] * len(moved), lr=rate,
                           beta1=self.betas[0], beta2=self.betas[1], weight_decay=0.0, eps=EPSILON,
                           amsgrad=False, maximize=False)
        self.let_go()

    def let_go(self) -> None:
        """Forget the gradients."""
        for parameter in self.parameters:
            parameter.grad = None

    def state(self) -> dict[str, Tensor]:
        """Its tensors by name, shared with it."""
        moments = {f"{kind}/{i}": tensor for kind, tensors in (("mean", self.means), ("square", self.squares))
                   for i, tensor in enumerate(tensors)}
        return moments | {"count": self.count}

    @torch.no_grad()
    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Take up what `state` gave; raises KeyError when a tensor is missing."""
        for name, tensor in self.state().items():
            tensor.copy_(state[name])
