"""Every dataset that can be read here keeps what its card says; a new one is tested by being registered."""

import numpy as np
import pytest

from genmodels import data
from genmodels.data.base import Dataset
from genmodels.errors import DataError


@pytest.fixture(params=data.DATASETS)
def name(request):
    """Every dataset in turn; those that would have to be downloaded are skipped."""
    if not data.DATASETS[request.param].here():
        pytest.skip(f"{request.param} is not on this machine; GENMODELS_DATA can name a folder that has it")
    return request.param


def rows(images):
    """Images as a set of their bytes."""
    return {image.tobytes() for image in images.images}


def test_names_in_the_order_of_the_design():
    assert list(data.DATASETS) == ["mnist", "mnist-5k", "mnist-100", "fashion-mnist", "kmnist", "digits", "shapes",
                                   "ring", "grid", "spirals", "moons"]


def test_a_name_cannot_be_taken_twice():
    with pytest.raises(ValueError, match="already a dataset 'digits'"):
        data.register(data.DATASETS["digits"])


@pytest.mark.parametrize("registered", data.DATASETS)
def test_cards_are_complete(registered):
    card = data.DATASETS[registered]
    assert isinstance(card, Dataset)
    assert card.name == registered
    assert all([card.title, card.summary, card.source, card.licence])
    assert card.classes
    assert set(card.sizes) == {"train", "held-out"}
    assert all(len(sha256) == 64 for sha256 in card.checksums.values())


@pytest.mark.parametrize("split", ["train", "held-out"])
def test_images_fit_the_card(name, split):
    card, images = data.DATASETS[name], data.load(name, split)
    size = card.image.size
    assert images.images.shape == (card.sizes[split], card.image.channels, size, size)
    assert images.images.dtype == (np.float32 if card.image.points else np.uint8)
    assert images.labels.shape == (card.sizes[split],)
    assert images.labels.dtype == np.int64
    assert images.classes == card.classes
    assert set(images.labels.tolist()) == set(range(len(card.classes)))
    if card.image.points:
        assert -1 < images.images.min() < images.images.max() < 1
    else:
        assert images.images.min() == 0
        assert images.images.max() >= 254


def test_no_held_out_image_is_trained_on(name):
    train, held_out = data.load(name, "train"), data.load(name, "held-out")
    assert not rows(train) & rows(held_out)


def test_cached_and_fresh_are_the_same(name, tmp_path, monkeypatch):
    fresh, cached = data.load(name, "held-out"), data.load(name, "held-out")
    monkeypatch.setenv("GENMODELS_CACHE", str(tmp_path / "other"))
    again = data.load(name, "held-out")
    for other in (cached, again):
        np.testing.assert_array_equal(fresh.images, other.images)
        np.testing.assert_array_equal(fresh.labels, other.labels)
        assert {k: v.tolist() for k, v in fresh.factors.items()} == {k: v.tolist() for k, v in other.factors.items()}


def test_a_damaged_cache_is_not_used(name, cache_folder):
    good = data.load(name, "held-out").images.copy()
    for file in cache_folder.rglob("*.npy"):
        content = bytearray(file.read_bytes())
        content[-1] ^= 255
        file.write_bytes(content)
    np.testing.assert_array_equal(data.load(name, "held-out").images, good)


def test_a_cache_that_cannot_be_written_costs_nothing_else(name, cache_folder):
    cache_folder.write_text("a file where the folder should be")
    told = []
    images = data.load(name, "held-out", lambda share, words: told.append(words))
    assert len(images) == data.DATASETS[name].sizes["held-out"]
    quick = data.DATASETS[name].image.points     # drawn anew each time: there is nothing to keep
    assert quick or any("not kept for next time" in words for words in told)
    images.images[0] = 0        # and may be written to, like the others


def test_splits_are_stratified():
    for name, each in (("mnist-5k", {100}), ("digits", {35, 36, 37})):
        assert set(np.bincount(data.load(name, "held-out").labels)) <= each


def test_digits_are_scaled_to_white():
    values = set(np.unique(data.load("digits").images))
    assert values == {round(level * 255 / 16) for level in range(17)}


def test_unknown_names_are_answered_with_the_nearest():
    with pytest.raises(DataError, match=r"no dataset 'fashion'. Did you mean 'fashion-mnist'"):
        data.find("fashion")
    with pytest.raises(DataError, match="There are: mnist, mnist-5k"):
        data.find("../../etc")


def test_unknown_splits_are_refused():
    with pytest.raises(DataError, match=r"no split 'test'. There are: train, held-out"):
        data.load("digits", "test")


def test_best_at_hand_needs_no_network(monkeypatch, tmp_path):
    monkeypatch.delenv("GENMODELS_DATA", raising=False)
    assert data.best_at_hand() == "mnist-5k"
    for file in ("train-images", "t10k-images"):
        (tmp_path / f"{file}-idx3-ubyte").touch()
    for file in ("train-labels", "t10k-labels"):
        (tmp_path / f"{file}-idx1-ubyte.gz").touch()
    monkeypatch.setenv("GENMODELS_DATA", str(tmp_path))
    assert data.best_at_hand() == "mnist"
