"""Which runs draw the same codes, and their pictures as one."""

import numpy as np
import pytest
import torch

from genmodels.compare.codes import codes_of, sharing
from genmodels.compare.poster import GAP, LINE, WIDTH, Panel, poster
from genmodels.config import ImageSpec
from genmodels.data.base import ImageSet
from genmodels.models import make_model
from genmodels.panel import Panel as Snapshots
from tests.running import tiny


def fixed_codes(config):
    model = make_model(config.model, config.image, len(config.classes), config.settings)
    one = ImageSet(np.zeros((1, 1, 8, 8), np.uint8), np.zeros(1, np.int64), config.classes)
    return Snapshots(config, model, one, torch.device("cpu")).codes


@pytest.mark.parametrize("other", [
    tiny("vae", steps=7, settings={"beta": 4.0}), tiny("vae", seed=1), tiny("vae", settings={"latent_dim": 3}),
    tiny("gan"), tiny("gan", settings={"latent_dim": 2})])
def test_equal_codes_are_told_apart_from_others(other):
    one = tiny("vae")
    mine, others = fixed_codes(one), fixed_codes(other)
    assert (codes_of(one) == codes_of(other)) == (mine.shape == others.shape and bool(torch.equal(mine, others)))


def test_runs_are_grouped_by_their_codes():
    groups = sharing([tiny("vae"), tiny("vae", seed=1), tiny("vae", steps=3)])
    assert list(groups.values()) == [[0, 2], [1]]


def test_a_plane_has_more_codes_than_a_grid():
    plane = tiny("vae").model_copy(update={"image": ImageSpec(channels=2, size=1)})
    assert codes_of(plane) != codes_of(tiny("vae"))


def test_a_poster_holds_every_pixel_under_its_words():
    grey = np.arange(16, dtype=np.uint8).reshape(4, 4)
    colour = np.zeros((4, 4, 3), np.uint8) + np.array([9, 99, 199], np.uint8)
    sheet = poster([Panel(grey, ("one", "two")), Panel(colour, ("three", "four"))], 2)
    top, factor = GAP + 2 * LINE, WIDTH // 4
    assert sheet.shape == (top + WIDTH + GAP, 3 * GAP + 2 * WIDTH, 3)
    first = sheet[top:top + WIDTH:factor, GAP:GAP + WIDTH:factor]
    np.testing.assert_array_equal(first, np.repeat(grey[..., None], 3, axis=2))
    np.testing.assert_array_equal(sheet[top + 3, 2 * GAP + WIDTH + 3], colour[0, 0])
    for left in (GAP, 2 * GAP + WIDTH):
        assert (sheet[GAP:top, left:left + WIDTH] < 100).any(), "its words are written above"


def test_panels_that_do_not_fill_a_row_leave_white():
    picture = np.zeros((4, 4), np.uint8)
    sheet = poster([Panel(picture, ("a",))] * 3, 2)
    assert (sheet[-(WIDTH // 2):, -(WIDTH // 2):] == 255).all()


@pytest.mark.parametrize(("panels", "columns"), [([], 2), ([Panel(np.zeros((4, 4), np.uint8), ("a",))], 0)])
def test_a_poster_of_nothing_is_refused(panels, columns):
    with pytest.raises(ValueError, match="at least one"):
        poster(panels, columns)
