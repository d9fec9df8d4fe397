"""Where the code enters a model: its first layer as a matrix, and the features that layer leads to.

Found by watching one decoding, so that it holds for any model. N codes of size L, F features, W width of the layer's
input: the code, and beside it the class of a conditional model.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from genmodels import sample
from genmodels.errors import ConfigError
from genmodels.models.base import GenerativeModel

WEIGHTED = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d, nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)


@dataclass(frozen=True)
class FirstLayer:
    """The layer that meets the code, and which of its inputs the code is."""

    name: str                       # "generator.first"
    model: GenerativeModel          # a copy, for watching must not meddle with decodings of others
    layer: nn.Module                # of the copy, as is the next
    columns: Tensor                 # (L,) of the inputs
    shape: torch.Size               # of one input
    following: nn.Module | None     # the next layer with weights, which reads the features

    @property
    def matrix(self) -> Tensor:
        """What the layer does to the code alone, bias and class left out: outputs = matrix @ z + ... -> (F, L)"""
        inputs = torch.zeros(1 + len(self.columns), self.shape.numel())             # (1 + L, W), the first stays zero
        inputs[torch.arange(len(self.columns)) + 1, self.columns] = 1
        with torch.no_grad():
            outputs = self.layer(inputs.view(-1, *self.shape)).flatten(1)            # (1 + L, F)
        return (outputs[1:] - outputs[0]).T     # type: ignore[no-any-return]

    def features(self, z: Tensor, y: Tensor | None = None) -> Tensor:
        """What the layer's outputs have become when the next one reads them: normalised and activated.

        (N, L) -> (N, F); the picture itself where there is no next layer.
        """
        parts: list[Tensor] = []

        def enough(name: str, inputs: Tensor) -> None:
            parts.append(inputs.flatten(1))
            raise _Enough     # what comes later costs most

        watch = {} if self.following is None else {"following": self.following}
        with _watching(watch, enough), torch.no_grad():
            for start in range(0, len(z), sample.BATCH):
                rows = slice(start, start + sample.BATCH)
                with suppress(_Enough):
                    parts.append(self.model.decode(z[rows], None if y is None else y[rows]).flatten(1))
        return torch.cat(parts)


def first_layer(model: GenerativeModel) -> FirstLayer:
    """The first layer with weights whose input holds the code. Raises ConfigError where none does."""
    model = copy.deepcopy(model)
    probe = torch.rand(3, model.latent_dim, generator=torch.Generator().manual_seed(0)) + 0.5     # no two numbers equal
    met: list[tuple[str, Tensor]] = []
    watch: dict[str, nn.Module] = {
        name: layer for name, layer in model.named_modules() if isinstance(layer, WEIGHTED)}
    with _watching(watch, lambda name, inputs: met.append((name, inputs))), torch.no_grad():
        model.decode(probe)
    for place, (name, inputs) in enumerate(met):
        columns = _columns(inputs.flatten(1), probe)
        if columns is not None:
            following = watch[met[place + 1][0]] if place + 1 < len(met) else None
            return FirstLayer(name, model, watch[name], columns, inputs.shape[1:], following)
    raise ConfigError(f"No layer of {model.title} meets the code as it is, so its directions cannot be read from its "
                      "weights. Choose another model.")


class _Enough(Exception):
    """The features are there."""


def _columns(inputs: Tensor, probe: Tensor) -> Tensor | None:
    """Where each number of the code stands among the inputs. (N, W), (N, L) -> (L,)"""
    same = (inputs[:, :, None] == probe[:, None, :]).all(0)                         # (W, L)
    return same.int().argmax(0) if bool((same.sum(0) == 1).all()) else None


@contextmanager
def _watching(layers: dict[str, nn.Module], note: Callable[[str, Tensor], None]) -> Iterator[None]:
    def hook(name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        return lambda layer, inputs: note(name, inputs[0].detach().clone())
    handles = [layer.register_forward_pre_hook(hook(name)) for name, layer in layers.items()]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
