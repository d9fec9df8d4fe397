"""Downloads from a local server: whole files arrive, broken ones are never used, another mirror is asked."""

import gzip
import hashlib
import socket

import numpy as np
import pytest

from genmodels.data import cache
from genmodels.data.base import silent
from genmodels.data.download import UnreachableError, fetch
from genmodels.data.mirrored import FILES, Mirrored
from genmodels.errors import DataError
from tests.data.making import idx
from tests.data.serving import Mirror, serve

CONTENT = np.random.default_rng(0).bytes(300_000)


def same(data):
    """The check of these tests: exactly CONTENT."""
    if data != CONTENT:
        raise DataError("not the content")
    return data


@pytest.fixture
def mirror():
    """A mirror with one file, and its address."""
    found = Mirror({"file": CONTENT})
    with serve(found) as address:
        found.address = address
        yield found


@pytest.fixture
def nobody():
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return f"http://127.0.0.1:{port}/"


def get(*addresses, limit=1 << 20, progress=silent):
    """The file from these mirrors."""
    return fetch("file", addresses, same, limit, progress)


def test_a_whole_file_arrives_with_progress(mirror):
    shares = []
    assert get(mirror.address, progress=lambda share, words: shares.append(share)) == CONTENT
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert shares[-1] == 1.0
    assert mirror.asked == ["file"]


@pytest.mark.parametrize("mood", ["refuses", "changed", "cut", "endless"])
def test_a_mirror_that_fails_once_is_asked_again(mirror, mood):
    mirror.mood["file"] = [mood]
    assert get(mirror.address) == CONTENT
    assert mirror.asked == ["file", "file"]


@pytest.mark.parametrize(("mood", "words"), [
    ("refuses", "503"), ("changed", "not the content"), ("cut", "the connection broke"),
    ("endless", "sends more than")])
def test_a_mirror_that_keeps_failing_is_named_with_the_reason(mirror, mood, words):
    mirror.mood["file"] = [mood] * 9
    with pytest.raises(DataError, match=words) as caught:
        get(mirror.address)
    assert "127.0.0.1" in str(caught.value)
    assert len(mirror.asked) == 2


def test_the_second_mirror_is_used_when_the_first_is_down(mirror, nobody):
    assert get(nobody, mirror.address) == CONTENT
    assert mirror.asked == ["file"]


def test_the_second_mirror_is_used_when_the_first_sends_rubbish(mirror):
    bad = Mirror({"file": b"rubbish"})
    with serve(bad) as address:
        assert get(address, mirror.address) == CONTENT


def test_nobody_answering_is_its_own_error(nobody):
    with pytest.raises(UnreachableError, match="not reachable"):
        get(nobody)


def test_a_download_that_is_stopped_leaves_nothing(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    class Stop(BaseException):
        """As Streamlit stops a script."""

    def stop(share, words):
        raise Stop

    with pytest.raises(Stop):
        get(mirror.address, progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def four():
    """The four files of a dataset in the layout of MNIST: part -> unpacked bytes."""
    random = np.random.default_rng(1)

    def split(n):
        images = np.zeros((n, 28, 28), np.uint8)
        images[:, 0, :8] = random.integers(0, 256, (n, 8))
        return images, (np.arange(n) % 10).astype(np.uint8)

    train, held_out = split(60_000), split(10_000)
    return {"train-images": idx(train[0]), "train-labels": idx(train[1]),
            "held-out-images": idx(held_out[0]), "held-out-labels": idx(held_out[1])}


@pytest.fixture(scope="module")
def packed(four):
    """The same as a mirror has them: file name -> gzip bytes."""
    return {f"{FILES[part]}.gz": gzip.compress(data, 1, mtime=0) for part, data in four.items()}


def dataset(four, packed, address, known="unpacked"):
    """A dataset whose files are known by their unpacked or their packed bytes."""
    sums = {part: hashlib.sha256(data).hexdigest() for part, data in four.items()}
    gzips = {part: hashlib.sha256(packed[f"{FILES[part]}.gz"]).hexdigest() for part in four}
    return Mirrored(name="toy", title="Toy", classes=tuple("0123456789"), mirrors=(address,), folders=("toy",),
                    unpacked=sums if known == "unpacked" else {}, packed={} if known == "unpacked" else gzips,
                    per_class={"train": 6_000, "held-out": 1_000})


@pytest.mark.parametrize("known", ["unpacked", "packed"])
def test_a_dataset_is_downloaded_once(four, packed, known):
    mirror, shares = Mirror(packed), []
    with serve(mirror) as address:
        toy = dataset(four, packed, address, known)
        assert not toy.here()
        first = toy.read("train", lambda share, words: shares.append(share))
        assert toy.here()
        second = toy.read("held-out", silent)
    assert sorted(mirror.asked) == sorted(packed)
    assert shares == sorted(shares)
    assert first.images.tobytes() == four["train-images"][16:]
    assert second.labels.tolist() == list(four["held-out-labels"][8:])


@pytest.mark.parametrize("mood", ["changed", "cut"])
@pytest.mark.parametrize("known", ["unpacked", "packed"])
def test_a_broken_download_is_never_used(four, packed, known, mood, cache_folder):
    mirror = Mirror(packed)
    with serve(mirror) as address:
        toy = dataset(four, packed, address, known)
        mirror.mood["train-labels-idx1-ubyte.gz"] = [mood] * 9
        with pytest.raises(DataError, match=r"Toy could not be downloaded.*or use mnist-5k"):
            toy.read("train", silent)
        assert not toy.here()
        assert not list(cache_folder.rglob("*")) if cache_folder.exists() else True
        mirror.mood.clear()
        assert len(toy.read("train", silent)) == 60_000


def test_offline_is_one_sentence_that_offers_what_is_here(four, packed, nobody):
    with pytest.raises(DataError) as caught:
        dataset(four, packed, nobody).read("train", silent)
    assert str(caught.value) == ("Toy is not on this machine and none of its mirrors can be reached; go online and try "
                                 "again, or use mnist-5k, 5,000 real digits that need no network.")


def test_a_bomb_in_gzip_is_refused(four, packed):
    files = packed | {"train-labels-idx1-ubyte.gz": gzip.compress(bytes(60 << 20), 1)}
    with serve(Mirror(files)) as address, pytest.raises(DataError, match="unpacks to more than"):
        dataset(four, packed, address).read("train", silent)


class TestFolder:
    """The folder that GENMODELS_DATA names."""

    @pytest.fixture
    def place(self, tmp_path, monkeypatch, four, packed):
        """A folder with two packed and two unpacked files."""
        folder = tmp_path / "data" / "toy"
        folder.mkdir(parents=True)
        for part, data in four.items():
            name = FILES[part]
            if part.endswith("images"):
                (folder / f"{name}.gz").write_bytes(packed[f"{name}.gz"])
            else:
                (folder / name).write_bytes(data)
        monkeypatch.setenv("GENMODELS_DATA", str(tmp_path / "data"))
        return folder

    def test_comes_before_the_network(self, place, four, packed, nobody):
        toy = dataset(four, packed, nobody)
        assert toy.here()
        assert toy.read("held-out", silent).images.tobytes() == four["held-out-images"][16:]

    def test_without_one_file_is_no_folder(self, place, four, packed, nobody):
        (place / FILES["train-labels"]).unlink()
        assert not dataset(four, packed, nobody).here()

    @pytest.mark.parametrize("known", ["unpacked", "packed"])
    def test_a_damaged_file_is_named(self, place, four, packed, nobody, known, cache_folder):
        file = place / f"{FILES['train-images']}.gz"
        file.write_bytes(file.read_bytes()[:-100])
        with pytest.raises(DataError, match=r"train-images-idx3-ubyte\.gz"):
            dataset(four, packed, nobody, known).read("train", silent)
        assert cache.manifest(cache_folder / "toy") is None

    def test_labels_that_do_not_add_up_are_refused(self, place, four, packed, nobody):
        (place / FILES["train-labels"]).write_bytes(idx(np.zeros(60_000, np.uint8)))
        with pytest.raises(DataError, match="train labels of Toy count"):
            dataset(four, packed, nobody, "packed").read("train", silent)

    def test_a_changed_folder_is_read_anew(self, place, four, packed, nobody):
        toy = dataset(four, packed, nobody, "packed")
        toy.read("train", silent)
        labels = np.frombuffer(four["train-labels"][8:], np.uint8)[::-1]
        (place / FILES["train-labels"]).write_bytes(idx(labels))
        assert toy.read("train", silent).labels.tolist() == labels.tolist()
