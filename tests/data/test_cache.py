"""What is stored comes back, whole or not at all."""

import threading

import numpy as np
import pytest

from genmodels.data import cache
from genmodels.data.split import stratified

ARRAYS = {"a": np.arange(12, dtype=np.uint8).reshape(3, 4), "b": np.arange(5, dtype=np.int64)}


def test_round_trip(cache_folder):
    cache.store(cache_folder / "x", ARRAYS, "here", fact=1)
    found = cache.load(cache_folder / "x")
    assert {name: array.tolist() for name, array in found.items()} == {n: a.tolist() for n, a in ARRAYS.items()}
    assert cache.manifest(cache_folder / "x")["fact"] == 1
    assert [path.name for path in cache_folder.iterdir()] == ["x"]


def test_another_origin_is_not_the_same(cache_folder):
    cache.store(cache_folder / "x", ARRAYS, "here")
    assert cache.load(cache_folder / "x", "there") is None
    assert cache.load(cache_folder / "x", "here") is not None


@pytest.mark.parametrize("harm", [
    lambda folder: (folder / "a.npy").unlink(),
    lambda folder: (folder / "a.npy").write_bytes((folder / "a.npy").read_bytes()[:-1]),
    lambda folder: (folder / "a.npy").write_bytes((folder / "a.npy").read_bytes()[:-1] + b"!"),
    lambda folder: (folder / "manifest.json").write_text("{"),
    lambda folder: (folder / "manifest.json").write_text("[]"),
    lambda folder: (folder / "manifest.json").unlink()])
def test_a_damaged_folder_counts_as_none(cache_folder, harm):
    cache.store(cache_folder / "x", ARRAYS, "here")
    harm(cache_folder / "x")
    assert cache.load(cache_folder / "x") is None


def test_a_failed_write_leaves_the_old_one(cache_folder):
    cache.store(cache_folder / "x", ARRAYS, "here")
    with pytest.raises(ValueError, match="Object arrays"):
        cache.store(cache_folder / "x", {"a": np.array([object()])}, "new")
    assert cache.load(cache_folder / "x", "here") is not None
    assert [path.name for path in cache_folder.iterdir()] == ["x"]


def test_without_replace_the_first_wins(cache_folder):
    cache.store(cache_folder / "x", ARRAYS, "first", replace=False)
    with pytest.raises(FileExistsError):
        cache.store(cache_folder / "x", ARRAYS, "second", replace=False)
    assert cache.load(cache_folder / "x", "first") is not None


def test_many_writers_leave_one_whole_folder(cache_folder):
    told = []
    threads = [threading.Thread(target=cache.keep, args=(cache_folder / "x", ARRAYS, "same",
                                                         lambda share, words: told.append(words))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cache.load(cache_folder / "x", "same") is not None
    assert [path.name for path in cache_folder.iterdir()] == ["x"]


def test_writing_into_a_loaded_array_leaves_the_file(cache_folder):
    cache.store(cache_folder / "x", ARRAYS, "here")
    cache.load(cache_folder / "x")["a"][:] = 0
    assert cache.load(cache_folder / "x")["a"].tolist() == ARRAYS["a"].tolist()


@pytest.mark.parametrize("held_out", [1, 7, 50, 99])
def test_stratified_takes_the_share_of_every_class(held_out):
    labels = np.repeat([0, 1, 2], [70, 20, 10])
    train, held = stratified(labels, held_out)
    assert sorted([*train, *held]) == list(range(100))
    assert len(held) == held_out
    exact = np.array([0.7, 0.2, 0.1]) * held_out
    assert np.abs(np.bincount(labels[held], minlength=3) - exact).max() < 1
    assert stratified(labels, held_out)[1].tolist() == held.tolist()
