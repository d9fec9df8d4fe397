"""SeFa against finite differences by brute force, for every model that cannot encode, with and without classes."""

import pytest
import torch
from torch import nn

from genmodels.config import ImageSpec
from genmodels.errors import ConfigError
from genmodels.latent import sefa
from genmodels.latent.first_layer import first_layer
from genmodels.models import MODELS
from genmodels.models.base import Encodes
from tests.models.making import CONDITIONAL, SPECS, small

GANS = [name for name, kind in MODELS.items() if not issubclass(kind, Encodes)]
KINDS = [(name, {}) for name in MODELS] + [(name, {"conditional": True}) for name in CONDITIONAL]


def model_of(name, spec=SPECS[0], **settings):
    torch.manual_seed(3)
    return small(name, spec, latent_dim=7, **settings).eval()


def outputs(model, layer, z, y):
    seen = []
    handle = layer.register_forward_hook(lambda layer, inputs, out: seen.append(out.detach().clone().flatten(1)))
    with torch.no_grad():
        model.decode(z, y)
    handle.remove()
    return seen[0]


@pytest.mark.parametrize(("name", "settings"), KINDS, ids=str)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_it_is_the_eigen_decomposition_of_the_first_layers_finite_differences(name, settings, spec):
    model, step = model_of(name, spec, **settings), 1e-3
    found, layer = sefa(model), dict(model.named_modules())[first_layer(model).name]
    model.double()
    z = torch.randn(1, 7, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    y = torch.tensor([1])
    moved = [outputs(model, layer, z + sign * step * row, y) for row in torch.eye(7, dtype=torch.float64)
             for sign in (1, -1)]
    jacobian = torch.cat([(up - down) / (2 * step) for up, down in zip(moved[::2], moved[1::2], strict=True)]).T
    values, vectors = torch.linalg.eigh(jacobian.T @ jacobian)
    assert len(found) == 7
    for i, one in enumerate(found):
        assert abs(float(one.vector.double() @ vectors[:, -1 - i])) == pytest.approx(1, abs=1e-3), i
        assert float((jacobian @ one.vector.double()).square().sum()) == pytest.approx(float(values[-1 - i]), rel=1e-3)


@pytest.mark.parametrize("name", GANS)
def test_the_directions_are_orthonormal_and_the_strongest_moves_the_layer_most(name):
    model = model_of(name)
    vectors = torch.stack([one.vector for one in sefa(model)])
    torch.testing.assert_close(vectors @ vectors.T, torch.eye(7), rtol=0, atol=1e-5)
    matrix = first_layer(model).matrix
    strengths = (matrix @ vectors.T).norm(dim=0)
    assert strengths.tolist() == sorted(strengths.tolist(), reverse=True)
    random = nn.functional.normalize(torch.randn(500, 7, generator=torch.Generator().manual_seed(1)), dim=1)
    assert float((matrix @ random.T).norm(dim=0).max()) <= float(strengths[0]) * (1 + 1e-5)


@pytest.mark.parametrize("name", [name for name in CONDITIONAL if name in GANS])
def test_only_the_codes_part_of_the_weights_counts(name):
    model = model_of(name, conditional=True)
    before = sefa(model)
    with torch.no_grad():
        model.generator.code.embedding.weight.mul_(50)
        for layer in model.generator.modules():
            if isinstance(layer, nn.Linear) and layer.in_features > 7:
                layer.weight[:, 7:].normal_(0, 9)     # what stands beside the code is the class
                layer.bias is None or layer.bias.fill_(5)
    for one, other in zip(before, sefa(model), strict=True):
        torch.testing.assert_close(one.vector, other.vector)
    assert first_layer(model).matrix.shape[1] == 7


def test_the_features_are_what_the_next_layer_reads():
    model = model_of("gan")
    first, z = first_layer(model), torch.randn(300, 7)
    assert first.name == "generator.layers.0"
    expected = model.generator.layers[:2](z)
    torch.testing.assert_close(first.features(z), expected)


class Bent(nn.Module):
    latent_dim, title = 4, "Bent"

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 9)

    def decode(self, z, y=None):
        return self.layer(z.square())


def test_a_model_that_bends_the_code_before_its_first_layer_gets_a_sentence():
    with pytest.raises(ConfigError, match="No layer of Bent meets the code"):
        sefa(Bent())


def test_the_model_itself_is_never_watched():
    """Pages draw with it meanwhile."""
    model = model_of("dcgan", ImageSpec(channels=1, size=8))
    copied = first_layer(model)
    assert copied.model is not model
    assert not any(layer._forward_pre_hooks for layer in model.modules())
