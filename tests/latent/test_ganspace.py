"""GANSpace: planted axes of the features come back, with classes beside them, and with more features than codes."""

import pytest
import torch
from torch import nn

from genmodels.config import ImageSpec
from genmodels.latent import Direction, drawn_directions, ganspace, label_by_moving, sampled_attributes
from genmodels.latent.direction import unit
from genmodels.latent.labels import labelled
from genmodels.models import MODELS
from genmodels.models.base import Encodes
from tests.models.making import CONDITIONAL, SPECS, small

GANS = [name for name, kind in MODELS.items() if not issubclass(kind, Encodes)]


class Planted(nn.Module):
    """A generator whose features vary along three planted ways of the code, and along the class if there is one."""

    title, latent_dim, classes = "Planted", 6, 3
    image = ImageSpec(channels=1, size=8)

    def __init__(self, features=20, conditional=False):
        super().__init__()
        noise = torch.Generator().manual_seed(0)
        self.conditional = conditional
        self.ways = torch.linalg.qr(torch.randn(6, 6, generator=noise))[0].T[:3]                 # (3, 6)
        outwards = torch.linalg.qr(torch.randn(features, 3, generator=noise))[0]                 # (F, 3)
        self.first = nn.Linear(6, features)
        self.first.weight.data = outwards @ torch.diag(torch.tensor([3.0, 2.0, 1.0])) @ self.ways
        self.second = nn.Linear(features, 64)
        self.shift = torch.randn(3, features, generator=noise) * 40

    def prior(self, n, generator=None):
        return torch.randn(n, 6, generator=generator)

    def decode(self, z, y=None):
        h = self.first(z)
        if self.conditional:
            h = h + self.shift[torch.arange(len(z)) % 3 if y is None else y]
        return self.second(h).view(-1, 1, 8, 8).tanh()


@pytest.mark.parametrize("features", [20, 3000])
@pytest.mark.parametrize("conditional", [False, True])
def test_planted_axes_come_back_in_order(features, conditional):
    model = Planted(features, conditional)
    found = ganspace(model, shown=3, codes=1500)
    for one, way in zip(found, model.ways, strict=True):
        assert abs(float(one.vector @ way)) > 0.995
        assert float(one.vector.norm()) == pytest.approx(1)
    shares = [float(one.detail.split("%")[0]) for one in found]
    assert shares == pytest.approx([100 * s / 14 for s in (9, 4, 1)], abs=3)


@pytest.mark.parametrize("name", GANS)
@pytest.mark.parametrize("conditional", [False, True])
def test_every_gan_of_the_registry_has_some(name, conditional):
    if conditional and name not in CONDITIONAL:
        pytest.skip("draws without classes")
    torch.manual_seed(0)
    asked = {"conditional": conditional} if name in CONDITIONAL else {}
    model = small(name, SPECS[0], latent_dim=5, **asked).eval()
    found = ganspace(model, codes=400)
    assert 1 <= len(found) <= 8
    assert all(float(one.vector.norm()) == pytest.approx(1) for one in found)
    again = ganspace(model, codes=400)
    for one, other in zip(found, again, strict=True):
        torch.testing.assert_close(one.vector, other.vector, rtol=0, atol=0)


def test_a_generator_that_ignores_its_code_has_none():
    model = Planted()
    model.first.weight.data.zero_()
    assert ganspace(model) == ()


class Sizes(nn.Module):
    """Draws a square whose side grows with the first number of the code; the others do nothing."""

    title, latent_dim, conditional, classes = "Sizes", 4, False, 1
    image = ImageSpec(channels=1, size=16)

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4, bias=False)
        self.first.weight.data = torch.diag(torch.tensor([1.0, 0.5, 0.4, 0.3]))
        self.second = nn.Linear(4, 4)

    def prior(self, n, generator=None):
        return torch.randn(n, 4, generator=generator)

    def decode(self, z, y=None):
        h = self.first(z)
        half = 4 + h[:, 0].clamp(-3, 3) + 0 * self.second(h)[:, 0]                               # (N,)
        away = (torch.arange(16) - 7.5).abs()
        inside = (half[:, None] - away).clamp(0, 1)                                              # (N, 16)
        return (inside[:, :, None] * inside[:, None, :])[:, None] * 2 - 1


def test_a_direction_is_labelled_by_what_changes_along_it_and_turned_so_that_it_grows():
    model = Sizes()
    down = Direction("sefa-1", "SeFa direction 1", "sefa", torch.tensor([-1.0, 0, 0, 0]), 1.0)
    found = label_by_moving(model, down)
    assert found.title == f"SeFa direction 1: {found.attribute}"
    assert found.attribute in ("size", "width", "height", "thickness")
    assert found.rank > 0.95
    assert found.vector.tolist() == [1, 0, 0, 0]
    assert found.n == 48


def test_a_direction_along_which_nothing_changes_keeps_its_number():
    still = Direction("sefa-2", "SeFa direction 2", "sefa", torch.tensor([0.0, 1, 0, 0]), 1.0)
    found = label_by_moving(Sizes(), still)
    assert (found.title, found.named) == ("SeFa direction 2", False)
    assert abs(found.rank or 0) < 0.1


def test_samples_tell_where_an_attribute_grows():
    size, = [one for one in sampled_attributes(Sizes(), 600) if one.attribute == "size"]
    torch.testing.assert_close(size.vector, torch.tensor([1.0, 0, 0, 0]), rtol=0, atol=0.1)
    assert size.rank > 0.95


def test_all_that_is_known_of_a_drawing_model():
    found = drawn_directions(Sizes())
    assert {one.group for one in found} == {"attribute", "sefa", "ganspace"}
    assert len({one.key for one in found}) == len(found)


def test_without_a_measured_attribute_nothing_is_claimed():
    one = Direction("k", "SeFa direction 1", "sefa", unit(torch.ones(3)), 1.0)
    assert labelled(one, torch.randn(9), {}) == one
