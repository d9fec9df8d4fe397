"""Generate: what the address says is what is drawn, on the page, in the files, and from the library."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from genmodels import data, pictures, sample
from genmodels.config import ImageSpec, RunConfig
from genmodels.worker import train_here
from tests.pages.media import media, shrunk  # noqa: F401  (a fixture)
from tests.pages.reading import healthy, words


def sheet(at):
    """The grid as it reaches the browser."""
    sent = told(at, "genlab_tiles")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(sent["picture"].partition(",")[2])))), sent


def told(at, name):
    """What a component of the page was told."""
    return json.loads(next(part.proto.json for part in at.get("bidi_component") if part.proto.component_name == name))


def open_tab(at, name):
    """AppTest cannot click a tab; it can open the page with the tab chosen."""
    at.session_state["section"] = name
    return healthy(at.run())


def drawn(run, n=64, seed=0, truncation=1.0, label=None):
    model = run.model()
    z = sample.codes(model, n, seed=seed, truncation=truncation)
    return sample.decode(model, z, label), z


@pytest.fixture
def conditional(world):
    settings = {"conditional": True, "width": 4, "latent_dim": 5, "batch_size": 16}
    run = world.create(RunConfig(model="dcgan", dataset="digits", image=ImageSpec(channels=1, size=8), steps=20,
                                 classes=tuple("0123456789"), settings=settings, precision="float32"))
    assert train_here(run) == "finished"
    return run


def test_without_runs_it_says_what_to_do_first(empty, open_page):
    at = open_page("generate")
    assert "No model to draw from yet" in words(at)
    assert [link.proto.page for link in at.main.get("page_link")] == ["train"]


@pytest.mark.parametrize("which", ["finished_vae", "finished_gan"])
def test_the_sheet_is_what_the_library_draws_from_the_seed(which, request, open_page):
    run = request.getfixturevalue(which)
    picture, sent = sheet(open_page("generate", run=run.id))
    np.testing.assert_array_equal(picture, pictures.grid(drawn(run)[0], 8))
    assert (sent["n"], sent["chosen"]) == (64, 0)


def test_seed_number_and_truncation_change_the_sheet(finished_gan, open_page):
    at = open_page("generate", run=finished_gan.id)
    first, _ = sheet(at)
    healthy(at.number_input(key="seed").set_value(7).run())
    assert (sheet(at)[0] != first).any()
    healthy(at.segmented_control(key="n").set_value(16).run())
    healthy(at.slider(key="truncation").set_value(0.5).run())
    images, _ = drawn(finished_gan, 16, 7, 0.5)
    np.testing.assert_array_equal(sheet(at)[0], pictures.grid(images, 4))


def test_a_link_draws_the_same_as_the_page_it_was_copied_from(finished_gan, open_page):
    at = open_page("generate", run=finished_gan.id, seed="7", n="16", truncation="0.5", sample="3")
    picture, sent = sheet(at)
    np.testing.assert_array_equal(picture, pictures.grid(drawn(finished_gan, 16, 7, 0.5)[0], 4))
    assert sent["chosen"] == 2


@pytest.mark.parametrize("query", [{"seed": "-3"}, {"seed": "lots"}, {"n": "17"}, {"truncation": "9"},
                                   {"sample": "900"}, {"section": "Breed", "family": "AAAA"},
                                   {"corner-1": "-7"}, {"z": "AAAA"}, {"class": "99"}])
def test_a_link_with_values_out_of_range_still_draws(query, finished_gan, open_page):
    picture, _ = sheet(open_page("generate", run=finished_gan.id, **query))
    assert picture.size


def test_a_choice_from_a_longer_list_becomes_the_last_of_the_shorter(finished_gan, open_page):
    at = open_page("generate", run=finished_gan.id, sample="60")
    healthy(at.segmented_control(key="n").set_value(16).run())
    assert sheet(at)[1]["chosen"] == 15


def test_another_seed_is_one_click(finished_gan, open_page):
    at = open_page("generate", run=finished_gan.id)
    healthy(at.button(key="new-seed").click().run())
    seed = at.number_input(key="seed").value
    np.testing.assert_array_equal(sheet(at)[0], pictures.grid(drawn(finished_gan, seed=seed)[0], 8))


def test_a_sample_is_shown_large_beside_its_nearest_training_images(finished_gan, open_page, media):  # noqa: F811
    at = open_page("generate", run=finished_gan.id)
    healthy(at.number_input(key="sample").set_value(12).run())
    shown = shrunk(media.picture(at, "Sample 12"))
    np.testing.assert_array_equal(shown, drawn(finished_gan)[0][11, 0])
    assert sheet(at)[1]["chosen"] == 11
    train = data.load("digits")
    order = ((train.images[:, 0].astype(int) - shown.astype(int)) ** 2).sum((1, 2)).argsort(kind="stable")[:5]
    for row in order:
        picture = media.picture(at, f"Training image {row},")
        np.testing.assert_array_equal(shrunk(picture), train.images[row, 0])


def test_the_files_hold_what_is_on_the_page(finished_gan, open_page, media):  # noqa: F811
    at = open_page("generate", run=finished_gan.id, seed="5", n="36")
    images, z = drawn(finished_gan, 36, 5)
    with np.load(io.BytesIO(media.download(at, "Images and codes as npz"))) as file:
        np.testing.assert_array_equal(file["images"], images.transpose(0, 2, 3, 1))
        np.testing.assert_array_equal(file["codes"], z.numpy())
        assert sorted(file.files) == ["codes", "images"]
        assert file["images"].dtype == np.uint8
    large = np.asarray(Image.open(io.BytesIO(media.download(at, "Grid as PNG"))))
    grid = pictures.grid(images, 6)
    factor = len(large) // len(grid)
    np.testing.assert_array_equal(large, pictures.enlarge(grid, factor))


def test_a_conditional_model_draws_each_class_in_turn_or_the_one_asked_for(conditional, open_page, media):  # noqa: F811
    at = open_page("generate", run=conditional.id, n="16")
    np.testing.assert_array_equal(sheet(at)[0], pictures.grid(drawn(conditional, 16)[0], 4))
    healthy(at.selectbox(key="sheet-class").select("7").run())
    np.testing.assert_array_equal(sheet(at)[0], pictures.grid(drawn(conditional, 16, label=7)[0], 4))
    with np.load(io.BytesIO(media.download(at, "Images and codes as npz"))) as file:
        assert file["labels"].tolist() == [7] * 16


def test_without_its_training_images_a_model_still_draws(finished_gan, open_page, monkeypatch):
    from genmodels.errors import DataError
    from ui import real

    def offline(config):
        raise DataError("No mirror answers.")

    monkeypatch.setattr(real, "dataset", offline)
    at = open_page("generate", run=finished_gan.id)
    assert "No mirror answers." in words(at)
    np.testing.assert_array_equal(sheet(at)[0], pictures.grid(drawn(finished_gan)[0], 8))
