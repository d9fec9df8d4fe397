"""Bytes to floats and back, and the stream of batches."""

import numpy as np
import pytest
import torch

from genmodels.data.base import ImageSet
from genmodels.errors import DataError
from genmodels.preprocess import Batches, to_float, to_uint8

CPU = torch.device("cpu")


def numbered(n):
    """n images whose first pixel is their number, which is also their label."""
    images = np.zeros((n, 1, 4, 4), np.uint8)
    images[:, 0, 0, 0] = np.arange(n)
    return ImageSet(images, np.arange(n, dtype=np.int64), tuple(map(str, range(n))))


def test_every_byte_comes_back():
    every = torch.arange(256, dtype=torch.uint8).view(1, 1, 16, 16)
    x = to_float(every)
    assert (x.min(), x.max()) == (-1, 1)
    assert torch.equal(to_uint8(x), every)


def test_values_outside_are_clipped():
    assert to_uint8(torch.tensor([-7.0, -1.0, 0.0, 1.0, 3.0])).tolist() == [0, 0, 128, 255, 255]


def test_a_round_visits_every_image_once():
    batches = Batches(numbered(20), 5, seed=1, device=CPU)
    for _ in range(3):
        seen = torch.cat([batches.next().y for _ in range(4)])
        assert sorted(seen.tolist()) == list(range(20))


def test_images_and_labels_stay_together():
    batches = Batches(numbered(20), 6, seed=1, device=CPU)
    for _ in range(9):
        x, y = batches.next()
        assert torch.equal(to_uint8(x)[:, 0, 0, 0].long(), y)
        assert x.shape == (6, 1, 4, 4)


def test_the_order_depends_on_how_many_were_drawn_and_nothing_else():
    whole = Batches(numbered(20), 6, seed=3, device=CPU)
    expected = [whole.next().y.tolist() for _ in range(10)]
    torch.rand(5)
    late = Batches(numbered(20), 6, seed=3, device=CPU)
    late.drawn = 7
    assert [late.next().y.tolist() for _ in range(3)] == expected[7:]
    assert whole.drawn == 10


def test_rounds_and_seeds_differ():
    one, other = (Batches(numbered(20), 20, seed=seed, device=CPU) for seed in (1, 2))
    orders = [tuple(batches.next().y.tolist()) for batches in (one, one, other)]
    assert len(set(orders)) == 3


def test_a_dataset_smaller_than_a_batch_is_seen_whole():
    batches = Batches(numbered(3), 5, seed=0, device=CPU)
    assert batches.size == 3
    assert sorted(batches.next().y.tolist()) == sorted(batches.next().y.tolist()) == [0, 1, 2]


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_images_to_learn_from(n):
    with pytest.raises(DataError, match=f"has {n} images; a training needs at least two"):
        Batches(numbered(n), 5, seed=0, device=CPU)
