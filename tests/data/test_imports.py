"""Own pictures become a dataset: counted, fitted, split, kept, deleted."""

import json
import threading

import numpy as np
import pytest
from PIL import Image

from genmodels import data
from genmodels.config import ImageSpec
from genmodels.data import own
from genmodels.data.imports import check_files, check_folder, check_name, create
from genmodels.data.pictures import Fit, fit, read
from genmodels.errors import DataError
from tests.data.making import archive, encoded, noise, zoo

GREY = Fit(ImageSpec(channels=1, size=28))
COLOUR = Fit(ImageSpec(channels=3, size=32))


def zoo_draft(how=GREY, **counts):
    """A draft with two classes."""
    return check_files([("zoo.zip", archive(zoo(**counts)))], how)


def write_zoo(folder, **counts):
    """The same pictures as a folder."""
    for name, content in zoo(**counts):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "zoo"


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", [28, 32])
@pytest.mark.parametrize("shape", ["crop", "pad"])
def test_a_zip_becomes_a_dataset(channels, size, shape):
    card = create("my-zoo", zoo_draft(Fit(ImageSpec(channels=channels, size=size), shape), cats=40, dogs=20))
    assert card.own
    assert card.classes == ("cats", "dogs")
    assert card.sizes == {"train": 54, "held-out": 6}
    assert data.find("my-zoo").image == ImageSpec(channels=channels, size=size)
    train, held_out = data.load("my-zoo"), data.load("my-zoo", "held-out")
    assert train.images.shape == (54, channels, size, size)
    assert np.bincount(train.labels).tolist() == [36, 18]
    assert np.bincount(held_out.labels).tolist() == [4, 2]
    assert not {i.tobytes() for i in train.images} & {i.tobytes() for i in held_out.images}


def test_a_folder_gives_the_same_as_a_zip(tmp_path):
    from_folder, from_zip = check_folder(write_zoo(tmp_path), GREY), zoo_draft()
    assert from_folder.classes == from_zip.classes
    assert {i.tobytes() for i in from_folder.images} == {i.tobytes() for i in from_zip.images}


def test_the_split_is_the_same_each_time():
    create("one", zoo_draft())
    create("two", zoo_draft())
    np.testing.assert_array_equal(data.load("one", "held-out").images, data.load("two", "held-out").images)


def test_single_pictures_are_one_class():
    draft = check_files([(f"C:\\photos\\{i}.png", encoded(noise(i))) for i in range(20)], COLOUR)
    assert draft.classes == ("pictures",)
    assert draft.report.counts == {"pictures": 20}


def test_the_report_counts_everything():
    many = [*zoo(cats=60, dogs=6), ("zoo/cats/again.png", encoded(noise(3))),
            ("zoo/dogs/black.png", encoded(Image.new("RGB", (50, 50)))), ("zoo/dogs/broken.png", b"nothing"),
            ("zoo/readme.md", b"hello"), ("zoo/dogs/large.png", encoded(noise(7777, (90, 80))))]
    report = check_files([("zoo.zip", archive(many))], GREY).report
    assert report.counts == {"cats": 60, "dogs": 8}
    assert next(iter(report.sizes.items())) == ((40, 30), 67)
    assert report.sizes[90, 80] == 1
    assert report.repeats == (("zoo/cats/again.png", "zoo/cats/3.png"),)
    assert report.empty == ("zoo/dogs/black.png",)
    assert {one.name: one.reason for one in report.unreadable}.keys() == {"zoo/dogs/broken.png", "zoo/readme.md"}
    assert report.imbalance == 7.5
    assert report.uneven
    assert {preview.group for preview in report.previews} == {"cats", "dogs"}
    assert len(report.previews) == 8


def test_previews_show_what_goes_in():
    draft = zoo_draft(COLOUR)
    kept = {image.tobytes() for image in draft.images}
    for preview in draft.report.previews:
        assert preview.after.tobytes() in kept
        assert preview.before.shape == (3, 30, 40)


def test_nothing_is_kept_before_create(cache_folder):
    zoo_draft()
    assert not cache_folder.exists()


def test_too_few_pictures():
    draft = zoo_draft(cats=8, dogs=7)
    assert "15 pictures can be used; a dataset needs at least 16" in draft.problem
    with pytest.raises(DataError, match="15 pictures"):
        create("small", draft)
    assert "small" not in data.datasets()


def test_too_many_classes():
    members = [(f"zoo/{i}/a.png", encoded(noise(i))) for i in range(101)]
    assert "There are 101 folders" in check_files([("zoo.zip", archive(members))], GREY).problem


def test_no_pictures_at_all():
    draft = check_files([("zoo.zip", archive([("a.txt", b"x")]))], GREY)
    assert draft.images.shape == (0, 1, 28, 28)
    assert "0 pictures" in draft.problem
    assert draft.report.imbalance == 1.0


@pytest.mark.parametrize("name", ["", "a", "A-B", "../up", "two words", "-x", "ümlaut", "x" * 41, "a/b", "a\x00b",
                                  ".x"])
def test_names_that_cannot_be(name):
    with pytest.raises(DataError, match="cannot be the name"):
        check_name(name)


@pytest.mark.parametrize("name", ["mnist", "shapes", "mine"])
def test_names_that_are_taken(name):
    create("mine", zoo_draft())
    with pytest.raises(DataError, match=f"already a dataset '{name}'"):
        create(name, zoo_draft())


def test_two_at_once_under_one_name():
    draft, told = zoo_draft(), []

    def make():
        try:
            told.append(create("both", draft).name)
        except DataError as error:
            told.append(str(error))

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("both") == 1
    assert sum("already a dataset 'both'" in words for words in told) == 5
    assert len(data.load("both")) == 36


def test_own_datasets_come_after_the_built_in_ones_and_go_when_deleted():
    create("mine", zoo_draft())
    assert list(data.datasets())[-1] == "mine"
    own.delete("mine")
    assert "mine" not in data.datasets()
    with pytest.raises(DataError, match="no own dataset 'mine'"):
        own.delete("mine")
    with pytest.raises(DataError, match="no own dataset 'mnist'"):
        own.delete("mnist")


def test_loaded_images_outlive_their_deletion():
    create("mine", zoo_draft())
    images = data.load("mine")
    own.delete("mine")
    assert images.images.sum() > 0


@pytest.mark.parametrize("content", ["{", "[]", "{}", json.dumps({"sha256": {}, "origin": "", "classes": 3})])
def test_a_damaged_card_harms_no_other(cache_folder, content):
    create("good", zoo_draft())
    create("bad", zoo_draft())
    (cache_folder / "datasets" / "bad" / "manifest.json").write_text(content)
    assert "good" in data.datasets()
    assert "bad" not in data.datasets()
    assert own.damaged() == ("bad",)
    with pytest.raises(DataError, match="'bad' is damaged; delete it"):
        data.find("bad")
    own.delete("bad")
    assert own.damaged() == ()


def test_damaged_pixels_are_noticed(cache_folder):
    create("mine", zoo_draft())
    file = cache_folder / "datasets" / "mine" / "train-images.npy"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(DataError, match="'mine' are missing or damaged"):
        data.load("mine")


def test_a_folder_that_cannot_be_written_is_told(cache_folder):
    draft = zoo_draft()
    cache_folder.write_text("in the way")
    with pytest.raises(DataError, match="'mine' cannot be written"):
        create("mine", draft)


class TestFit:
    """From any picture to a square one."""

    def test_the_right_size_is_left_alone(self):
        picture = noise(1, (28, 28), "L")
        for shape in ("crop", "pad"):
            np.testing.assert_array_equal(fit(picture, Fit(GREY.image, shape))[0], np.asarray(picture))

    def test_crop_keeps_the_middle(self):
        picture = Image.new("L", (84, 28), 0)
        picture.paste(200, (28, 0, 56, 28))
        assert fit(picture, GREY).min() >= 190

    def test_pad_keeps_everything_on_the_colour_of_the_border(self):
        picture = Image.new("L", (84, 28), 90)
        picture.paste(250, (28, 10, 56, 18))
        pixels = fit(picture, Fit(GREY.image, "pad"))[0]
        assert (pixels[:8] == 90).all()
        assert (pixels[-8:] == 90).all()
        assert pixels[14, 14] > 200

    def test_grey_is_the_luma_of_the_colour(self):
        pixels = fit(Image.new("RGB", (40, 40), (255, 0, 0)), GREY)
        assert set(pixels.ravel().tolist()) == {76}      # 0.299 x 255, ITU-R BT.601

    @pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
    @pytest.mark.parametrize("side", [30, 600])
    def test_every_kind_of_pixel_becomes_light_and_dark(self, mode, side):
        left = Image.new("L", (side, side), 0)
        left.paste(255, (side // 2, 0, side, side))
        if mode == "I;16":
            picture = Image.fromarray(np.asarray(left).astype(np.uint16) * 257)
        else:
            picture = left.convert("RGB").convert(mode) if mode in ("CMYK", "P") else left.convert(mode)
        opened, size = read(encoded(picture, "JPEG" if mode == "CMYK" else "PNG"))
        pixels = fit(opened, GREY)[0]
        assert size == (side, side)
        assert pixels[:, 3].max() < 12
        assert pixels[:, -4].min() > 243

    @pytest.mark.parametrize("side", [30, 600])
    def test_transparent_is_white(self, side):
        picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
        picture.paste((0, 0, 0, 255), (0, 0, side // 2, side))
        pixels = fit(read(encoded(picture))[0], GREY)[0]
        assert pixels[14, 3] == 0
        assert pixels[14, -4] == 255

    def test_a_turned_photograph_is_set_upright(self):
        picture = Image.new("RGB", (300, 200))
        picture.paste((255, 255, 255), (0, 0, 300, 60))
        exif = Image.Exif()
        exif[0x0112] = 6
        opened, _ = read(encoded(picture, "JPEG", exif=exif))
        assert opened.size == (200, 300)
        assert np.asarray(opened.convert("L"))[:, -20:].min() > 200

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "WEBP"])
    def test_every_format_is_read(self, kind):
        original = noise(1, (16, 16)).resize((64, 64))
        opened, size = read(encoded(original, kind))
        assert size == (64, 64)
        difference = np.asarray(opened.convert("RGB"), int) - np.asarray(original, int)
        assert np.abs(difference).mean() < 25
