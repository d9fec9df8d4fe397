"""The Data page: every dataset can be looked at, own pictures come and go, each thing a reader may press works."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from genmodels import data
from genmodels.data import own
from genmodels.data.download import UnreachableError
from genmodels.data.imports import check_files, create
from genmodels.data.pictures import Fit
from tests.data.making import archive, encoded, noise, zoo

PAGES = Path(__file__).parents[2] / "pages"


@pytest.fixture(autouse=True)
def world(tmp_path, monkeypatch):
    """An empty cache, no folder of data, no runs; nothing cached from the test before."""
    monkeypatch.setenv("GENMODELS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GENMODELS_ROOT", str(tmp_path / "runs"))
    monkeypatch.delenv("GENMODELS_DATA", raising=False)
    st.cache_data.clear()
    st.cache_resource.clear()


def page(**query):
    """The page as it opens on a link."""
    at = AppTest.from_file(PAGES / "data.py", default_timeout=30)
    for name, value in query.items():
        at.query_params[name] = value
    return healthy(at.run())


def healthy(at):
    """The page itself, if nothing on it broke."""
    assert not at.exception
    return at


def words(at):
    """All that is written on the page."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.info, at.warning, at.error, at.code)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def alts(at):
    """What every image says to those who do not see it."""
    return [image.proto.imgs[0].alt for image in at.get("image")]


def pills(at, key):
    """A row of choices by its key."""
    return next(one for one in at.get("button_group") if one.key == key)


def upload(at, *files):
    """Files dropped on the page."""
    kinds = {"zip": "application/zip"}
    at.file_uploader(key="own-files").set_value([(name, content, kinds.get(name.rpartition(".")[2], "image/png"))
                                              for name, content in files])
    return healthy(at.run())


HERE = [name for name in data.DATASETS if name in ("mnist-5k", "digits", "shapes")]


def test_opens_on_the_best_dataset_at_hand():
    at = page()
    assert "MNIST-5k" in [header.value for header in at.subheader]
    assert not at.error


def test_opens_inside_the_frame():
    at = AppTest.from_file(PAGES / "_router.py", default_timeout=30).run()
    assert "Data" in words(healthy(at.switch_page("data.py").run()))


@pytest.mark.parametrize("name", HERE)
def test_every_dataset_that_is_here_shows_itself(name):
    at, card = page(dataset=name), data.DATASETS[name]
    for text in (card.title, card.summary, card.source, card.licence, *card.checksums.values(),
                 f"{card.sizes['train']:,} to train on", "Images per class", "Mean image", "Before and after"):
        assert text in words(at)
    assert f"72 random images of {card.title}" in alts(at)
    assert [f"Mean image of {text}" for text in ("all", *card.classes)] == [a for a in alts(at) if a.startswith("Mean")]
    assert len(at.get("plotly_chart")) == 2


def test_known_factors_are_shown_where_there_are_any():
    at = page(dataset="shapes")
    assert [alt for alt in alts(at) if "while" in alt] == \
        [f"square while {name} grows" for name in ("size", "rotation", "x", "y", "hue")]
    pills(at, "factor-shape").set_value("triangle")
    assert "triangle while hue grows" in alts(healthy(at.run()))
    assert "Known factors" not in words(page(dataset="digits"))


def test_choosing_a_dataset_changes_the_address():
    at = page()
    pills(at, "data-dataset").set_value("digits")
    healthy(at.run())
    assert "Digits 8x8" in [header.value for header in at.subheader]
    assert at.query_params["dataset"] in ("digits", ["digits"])


def test_a_stranger_in_the_address_is_told():
    at = page(dataset="../../etc/passwd")
    assert "There is no dataset '../../etc/passwd' here" in at.warning[0].value
    assert "MNIST-5k" in [header.value for header in at.subheader]


def test_another_grid_and_back_again():
    def shown(at):
        return next(image.proto.imgs[0].url for image in at.get("image") if "random images" in image.proto.imgs[0].alt)

    at = page(dataset="digits")
    first = shown(at)
    at.button(key="data-another").click()
    assert shown(healthy(at.run())) != first
    at.number_input(key="data-seed").set_value(0)
    assert shown(healthy(at.run())) == first


def test_one_class_only():
    at = page(dataset="digits")
    at.selectbox(key="class-digits").set_value("7")
    healthy(at.run())
    assert "72 random images of Digits 8x8" in alts(at)


def test_the_held_out_split():
    at = page(dataset="digits")
    pills(at, "data-split").set_value("held-out")
    healthy(at.run())
    assert "Mean image of all" in alts(at)


def test_a_dataset_to_download_offers_itself_and_offline_offers_another(monkeypatch):
    def nobody(*anything):
        raise UnreachableError("no mirror answered")

    monkeypatch.setattr("genmodels.data.mirrored.fetch", nobody)
    at = page(dataset="kmnist")
    assert "KMNIST is not on this machine yet" in at.info[0].value
    assert not at.get("plotly_chart")
    at.button(key="download-kmnist").click()
    healthy(at.run())
    assert len(at.error) == 1
    assert "none of its mirrors can be reached" in at.error[0].value
    assert "use mnist-5k" in at.error[0].value
    at.button(key="use-mnist-5k").click()
    assert "72 random images of MNIST-5k" in alts(healthy(at.run()))


def test_a_download_shows_how_far_it_is_and_then_the_images(monkeypatch):
    bars, digits = [], data.DATASETS["digits"]

    def read(split, progress):
        for share in (0.0, 0.5, 1.0):
            progress(share, "file from somewhere")
            bars.append(share)
        return digits.read(split, progress)

    card = replace(digits, name="kmnist", title="KMNIST", read=read, here=lambda: bool(bars))
    monkeypatch.setitem(data.DATASETS, "kmnist", card)
    at = page(dataset="kmnist")
    assert not alts(at)
    at.button(key="download-kmnist").click()
    healthy(at.run())
    assert bars[:3] == [0.0, 0.5, 1.0]
    assert "72 random images of KMNIST" in alts(at)


def test_a_zip_becomes_a_dataset():
    files = archive([*zoo(cats=40, dogs=6), ("zoo/note.txt", b"x"), ("../up.png", b"x")])
    at = upload(page(view="own"), ("zoo.zip", files))
    assert [metric.value for metric in at.metric] == ["46", "2", "2", "0", "0"]
    assert "../up.png: its name points outside of the archive" in words(at)
    assert "cats has 7 times as many pictures as dogs" in words(at)
    assert sum("as the network sees it" in alt for alt in alts(at)) == 8
    at.text_input(key="own-name").set_value("my-zoo")
    at.button(key="own-create").click()
    healthy(at.run())
    assert not at.error
    assert data.load("my-zoo").classes == ("cats", "dogs")
    assert "my-zoo" in [header.value for header in page(dataset="my-zoo").subheader]


def test_single_pictures_in_colour_and_padded():
    at = page(view="own")
    pills(at, "own-channels").set_value(3)
    pills(at, "own-size").set_value(32)
    pills(at, "own-shape").set_value("pad")
    upload(at, *((f"{i}.png", encoded(noise(i))) for i in range(20)))
    at.text_input(key="own-name").set_value("noise")
    at.button(key="own-create").click()
    healthy(at.run())
    assert data.load("noise").images.shape == (18, 3, 32, 32)


def test_a_folder_on_this_machine(tmp_path):
    for name, content in zoo():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    at = page(view="own")
    pills(at, "own-from").set_value("folder")
    healthy(at.run())
    at.text_input(key="own-folder").set_value(str(tmp_path / "zoo"))
    assert at.run().metric[0].value == "40"
    at.text_input(key="own-folder").set_value(str(tmp_path / "nowhere"))
    assert "There is no folder" in healthy(at.run()).error[0].value


@pytest.mark.parametrize(("name", "sentence"), [
    ("", "cannot be the name"), ("../x", "cannot be the name"), ("mnist", "already a dataset 'mnist'")])
def test_a_bad_name_loses_nothing(name, sentence):
    at = upload(page(view="own"), ("zoo.zip", archive(zoo())))
    at.text_input(key="own-name").set_value(name)
    at.button(key="own-create").click()
    healthy(at.run())
    assert sentence in at.error[0].value
    assert at.metric[0].value == "40"
    at.text_input(key="own-name").set_value("good")
    at.button(key="own-create").click()
    healthy(at.run())
    assert "good" in data.datasets()


def test_hostile_and_poor_uploads_are_sentences():
    bomb = upload(page(view="own"), ("bomb.zip", archive([("a.png", bytes(20 << 20))])))
    assert "which pictures do not do" in bomb.error[0].value
    few = upload(page(view="own"), ("few.zip", archive(zoo(cats=3, dogs=3))))
    assert "6 pictures can be used; a dataset needs at least 16" in few.error[0].value
    assert not [button for button in few.button if button.key == "own-create"]
    none = upload(page(view="own"), ("none.zip", archive([("a.txt", b"x")])))
    assert "0 pictures" in none.error[0].value


def make(name):
    """An own dataset on the disk."""
    create(name, check_files([("zoo.zip", archive(zoo()))], Fit(data.DATASETS["mnist"].image)))


def test_deleting_asks_once_and_does_it():
    make("mine")
    at = page(dataset="mine")
    assert "Delete **mine** for good?" in words(at)
    at.button(key="delete-mine").click()
    healthy(at.run())
    assert "mine" not in data.datasets()
    assert "MNIST-5k" in [header.value for header in at.subheader]


def test_built_in_datasets_cannot_be_deleted():
    assert not [button for button in page(dataset="digits").button if str(button.key).startswith("delete")]


def test_a_damaged_dataset_can_be_removed(tmp_path):
    make("mine")
    (tmp_path / "cache" / "datasets" / "mine" / "manifest.json").write_text("{")
    at = page(view="own")
    assert "The dataset mine is damaged" in at.warning[0].value
    at.button(key="delete-mine").click()
    healthy(at.run())
    assert own.damaged() == ()


def test_damaged_pixels_are_a_sentence(tmp_path):
    make("mine")
    file = tmp_path / "cache" / "datasets" / "mine" / "train-images.npy"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert "missing or damaged" in page(dataset="mine").error[0].value


def test_the_histogram_counts_what_the_dataset_has():
    spec = json.loads(page(dataset="digits").get("plotly_chart")[0].proto.spec)
    assert [trace["name"] for trace in spec["data"]] == ["to train on", "held out"]
    counted = np.bincount(data.load("digits").labels)
    assert counted.sum() == data.DATASETS["digits"].sizes["train"]
