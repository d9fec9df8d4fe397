"""Explore: every control moves the code, the code is in the address, the picture is what the model draws from it."""

import io
import json
import math

import numpy as np
import pytest
import streamlit as st
import torch
from PIL import Image

from genmodels import data, latent, pictures, sample
from genmodels.config import ImageSpec, RunConfig
from genmodels.worker import train_here
from tests.pages.media import media, shrunk  # noqa: F401  (a fixture)
from tests.pages.reading import healthy, words
from tests.running import tiny
from ui import explore_code, explore_space

DECODED = "The picture the model draws"


def code_of(at, size=2):
    text = at.query_params.get("z")
    if text is None:
        return torch.zeros(1, size)
    return torch.tensor(explore_code.unpack(text[0] if isinstance(text, list) else text, size))[None]


def expected(run, code, label=None):
    return sample.decode(run.model(), code, label)[0, 0]


def open_tab(at, name):
    """AppTest cannot click a tab; it can open the page with the tab chosen."""
    at.session_state["section"] = name
    return healthy(at.run())


@pytest.fixture
def wide(world):
    """A VAE with more dimensions than fit on the page at once, most of them dead."""
    run = world.create(tiny(steps=400, settings={"latent_dim": 12}))
    assert train_here(run) == "finished"
    return run


@pytest.fixture
def conditional(world):
    settings = {"conditional": True, "width": 4, "hidden": 16, "latent_dim": 3, "batch_size": 16}
    run = world.create(RunConfig(model="conv_vae", dataset="digits", image=ImageSpec(channels=1, size=8), steps=40,
                                 classes=tuple("0123456789"), settings=settings, precision="float32"))
    assert train_here(run) == "finished"
    return run


def test_without_runs_it_says_what_to_do_first(empty, open_page):
    at = open_page("explore")
    assert "takes a model that encodes" in words(at)
    assert [link.proto.page for link in at.main.get("page_link")] == ["train"]
    assert not at.slider


def test_a_model_that_cannot_encode_is_not_offered(finished_vae, finished_gan, open_page):
    at = open_page("explore", run=finished_gan.id)
    assert "does not fit this page" in words(at)
    assert at.query_params["run"] in (finished_vae.id, [finished_vae.id])


def test_the_picture_is_what_the_model_draws_from_the_middle(finished_vae, open_page, media):  # noqa: F811
    at = open_page("explore", run=finished_vae.id)
    shown = shrunk(media.picture(at, DECODED))
    np.testing.assert_array_equal(shown, expected(finished_vae, torch.zeros(1, 2)))


def test_a_slider_moves_its_dimension_and_the_picture(finished_vae, open_page, media):  # noqa: F811
    at = open_page("explore", run=finished_vae.id)
    before = media.picture(at, DECODED)
    slider = next(slider for slider in at.slider if slider.key.endswith("-1"))
    healthy(slider.set_value(2.5).run())
    torch.testing.assert_close(code_of(at), torch.tensor([[0.0, 2.5]]))
    after = media.picture(at, DECODED)
    np.testing.assert_array_equal(shrunk(after), expected(finished_vae, torch.tensor([[0.0, 2.5]])))
    assert (before != after).any()


def test_a_strip_is_drawn_through_the_current_code(finished_vae, open_page, media):  # noqa: F811
    at = open_page("explore", run=finished_vae.id, z=explore_code.pack(np.float32([1.0, -2.0])))
    codes = torch.tensor([[value, -2.0] for value in (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)])
    strip = pictures.grid(sample.decode(finished_vae.model(), codes), 7)
    picture = media.picture(at, "Pictures as z0 goes")
    factor = picture.shape[0] // 8
    np.testing.assert_array_equal(picture[::factor, ::factor], strip)


def test_random_reset_and_class_mean_move_the_code(finished_vae, open_page, media):  # noqa: F811
    at = open_page("explore", run=finished_vae.id)
    healthy(at.button(key="random").click().run())
    first = code_of(at)
    healthy(at.button(key="random").click().run())
    assert not torch.equal(first, code_of(at))
    np.testing.assert_array_equal(shrunk(media.picture(at, DECODED)), expected(finished_vae, code_of(at)))

    picker = next(box for box in at.selectbox if box.key.startswith("class-mean"))
    healthy(picker.select(4).run())
    held_out = data.load("digits", "held-out")
    mean, _ = sample.encode(finished_vae.model(), held_out.images[held_out.labels == 4])
    torch.testing.assert_close(code_of(at)[0], mean.mean(0))

    healthy(at.button(key="reset").click().run())
    assert "z" not in at.query_params
    assert all(slider.value == 0 for slider in at.slider if slider.key.startswith("z-"))


def test_a_link_holds_the_code_exactly_and_a_broken_one_is_told(finished_vae, open_page, media):  # noqa: F811
    code = np.float32([math.pi, -math.e])
    at = open_page("explore", run=finished_vae.id, z=explore_code.pack(code))
    np.testing.assert_array_equal(shrunk(media.picture(at, DECODED)), expected(finished_vae, torch.tensor(code[None])))
    assert not at.warning
    at = open_page("explore", run=finished_vae.id, z="AAAA")
    assert "does not fit this model" in at.warning[0].value


@pytest.mark.parametrize("text", ["", "AAAA", "%%%%", "A" * 5000, "äöü", explore_code.pack(np.float32([1, np.nan])),
                                  explore_code.pack(np.float32([1, np.inf])), explore_code.pack(np.float32([1, 2, 3]))])
def test_what_is_no_code_is_refused(text):
    assert explore_code.unpack(text, 2) is None


@pytest.mark.parametrize("size", [2, 16, 64])
def test_a_code_survives_the_address(size):
    code = np.random.default_rng(0).normal(size=size).astype(np.float32)
    np.testing.assert_array_equal(explore_code.unpack(explore_code.pack(code), size), code)


def test_it_always_says_how_far_the_point_is_and_shows_the_nearest_image(finished_vae, open_page, media):  # noqa: F811
    at = open_page("explore", run=finished_vae.id)
    near = words(at)
    assert "among the data" in near
    train = data.load("digits")
    shown = expected(finished_vae, torch.zeros(1, 2)).astype(int)
    row = ((train.images[:, 0].astype(int) - shown) ** 2).sum((1, 2)).argmin()
    np.testing.assert_array_equal(shrunk(media.picture(at, "The nearest training image")), train.images[row, 0])
    far = words(open_page("explore", run=finished_vae.id, z=explore_code.pack(np.float32([4, -4]))))
    assert "far from any data" in far
    assert "than 100% of real images" in far


def test_the_map_shows_every_image_and_where_one_is(finished_vae, open_page):
    at = open_page("explore", run=finished_vae.id, z=explore_code.pack(np.float32([1.5, -0.5])))
    sent = json.loads(next(part.proto.json for part in at.get("bidi_component")
                           if part.proto.component_name == "genlab_map"))
    assert sent["here"] == [1.5, -0.5]
    assert sent["classes"] == list("0123456789")


def test_a_click_between_points_takes_that_point_and_one_on_a_point_its_image(finished_vae, world, monkeypatch):
    space = explore_space.space(finished_vae)
    gone = []
    monkeypatch.setattr(explore_code, "go", gone.append)

    def click(**message):
        monkeypatch.setattr(st, "session_state", {"map": type("State", (), {"click": message})()})
        explore_code.to_click(space, "map")

    click(x=0.25, y=-1.5, row=None)
    assert gone.pop() == [0.25, -1.5]
    click(x=0.0, y=0.0, row=7)
    torch.testing.assert_close(torch.tensor(gone.pop()), space.encoded.mean[space.rows[7]])
    for message in ({}, {"x": "a", "y": 0, "row": None}, {"x": math.nan, "y": 0, "row": None}, {"x": 0, "row": 1}):
        click(**message)
    assert gone == []
    click(x=1.0, y=1.0, row=10**9)     # no such image: the point itself
    assert gone.pop() == [1.0, 1.0]


def test_in_more_dimensions_a_click_lands_on_the_plane_exactly(wide, monkeypatch):
    space = explore_space.space(wide)
    gone = []
    monkeypatch.setattr(explore_code, "go", gone.append)
    message = {"x": 0.1, "y": -0.05, "row": None}
    monkeypatch.setattr(st, "session_state", {"map": type("State", (), {"click": message})()})
    explore_code.to_click(space, "map")
    point = space.axes.project(torch.tensor([gone[0]]))[0]
    torch.testing.assert_close(point, torch.tensor([0.1, -0.05]), rtol=1e-4, atol=1e-5)


def test_sliders_are_ordered_by_information_and_dead_ones_are_folded(wide, open_page):
    space = explore_space.space(wide)
    carried = [float(space.information[dimension]) for dimension in space.order]
    assert carried == sorted(carried, reverse=True)
    assert 8 < space.alive + 8 < 20     # some live, some dead
    at = open_page("explore", run=wide.id)
    shown = [int(slider.key.rsplit("-", 1)[1]) for slider in at.slider if slider.key.startswith("z-")]
    assert shown == list(space.order[:space.alive][:8])
    assert f"{12 - space.alive} dead dimensions" in [fold.label for fold in at.expander][-1]
    at.session_state["dead"] = True
    healthy(at.run())
    keys = [int(slider.key.rsplit("-", 1)[1]) for slider in at.slider if slider.key.startswith("z-")]
    assert set(space.order[space.alive:]) <= set(keys)


def test_a_collapsed_posterior_is_told_with_advice(world, open_page):
    run = world.create(tiny(steps=200, settings={"latent_dim": 6, "beta": 50.0}))
    assert train_here(run) == "finished"
    at = open_page("explore", run=run.id)
    assert "collapsed onto the prior" in words(at)
    assert "6 dead dimensions" in [fold.label for fold in at.expander][-1]


def test_a_walk_begins_and_ends_at_its_images_and_can_be_taken_home(finished_vae, open_page, media):  # noqa: F811
    at = open_page("explore", run=finished_vae.id)
    at.number_input(key="from").set_value(3)
    at.number_input(key="to").set_value(8)
    healthy(at.slider(key="frames").set_value(5).run())
    held_out, model = data.load("digits", "held-out"), finished_vae.model()
    means, _ = sample.encode(model, held_out.images[[3, 8]])
    frames = sample.decode(model, latent.walk(means, 5, "slerp"))
    strip = np.asarray(Image.open(io.BytesIO(media.download(at, "Strip as PNG"))))
    np.testing.assert_array_equal(strip, pictures.grid(frames, 5))
    with Image.open(io.BytesIO(media.download(at, "GIF"))) as film:
        assert film.n_frames == 2 * 5 - 2
        np.testing.assert_array_equal(shrunk(np.asarray(film.convert("L"))), frames[0, 0])

    straight = healthy(at.segmented_control(key="path").set_value("lerp").run())
    other = np.asarray(Image.open(io.BytesIO(media.download(straight, "Strip as PNG"))))
    np.testing.assert_array_equal(other, pictures.grid(sample.decode(model, latent.walk(means, 5, "lerp")), 5))

    step = next(slider for slider in at.slider if slider.key == "step-5")
    healthy(step.set_value(5).run())
    np.testing.assert_array_equal(shrunk(media.picture(at, "Walk from held-out image 3 to 8, 5")), frames[-1, 0])
    healthy(at.button(key="others").click().run())
    assert (at.number_input(key="from").value, at.number_input(key="to").value) != (3, 8)


def test_an_image_shows_its_posterior_and_becomes_the_shown_code(finished_vae, open_page, media):  # noqa: F811
    at = open_tab(open_page("explore", run=finished_vae.id), "An image and its posterior")
    healthy(at.number_input(key="image").set_value(5).run())
    image = data.load("digits", "held-out").images[5:6]
    np.testing.assert_array_equal(shrunk(media.picture(at, "The image the model sees")), image[0, 0])
    again = sample.reconstruct(finished_vae.model(), image)[0, 0]
    np.testing.assert_array_equal(shrunk(media.picture(at, "The reconstruction")), again)

    ghosts = media.picture(at, "Ghosts from the posterior")
    healthy(at.button(key="ghosts").click().run())
    assert (media.picture(at, "Ghosts from the posterior") != ghosts).any()

    healthy(at.button(key="from-here").click().run())
    torch.testing.assert_close(code_of(at), sample.encode(finished_vae.model(), image)[0])
    np.testing.assert_array_equal(shrunk(media.picture(at, DECODED)), again)
    healthy(at.button(key="another").click().run())


def test_a_picture_of_ones_own_is_read_fitted_and_swapped(finished_vae, open_page, media):  # noqa: F811
    at = open_tab(open_page("explore", run=finished_vae.id), "An image and its posterior")
    healthy(at.segmented_control(key="source").set_value("upload").run())
    assert "8 x 8 pixels" in words(at)
    own = data.load("digits", "held-out").images[2, 0]
    healthy(at.file_uploader(key="upload").upload("mine.png", pictures.png(own), "image/png").run())
    np.testing.assert_array_equal(shrunk(media.picture(at, "The image the model sees")), own)
    healthy(at.toggle(key="inverted").set_value(True).run())
    np.testing.assert_array_equal(shrunk(media.picture(at, "The image the model sees")), 255 - own)


def test_a_file_that_is_no_picture_gets_a_sentence(finished_vae, open_page):
    at = open_tab(open_page("explore", run=finished_vae.id), "An image and its posterior")
    healthy(at.segmented_control(key="source").set_value("upload").run())
    healthy(at.file_uploader(key="upload").upload("mine.png", b"<html>no</html>", "image/png").run())
    assert "'mine.png' cannot be used" in at.error[0].value


def test_the_information_of_each_dimension_is_charted(wide, open_page):
    at = open_tab(open_page("explore", run=wide.id), "What the dimensions carry")
    space = explore_space.space(wide)
    told = {metric.label: metric.value for metric in at.metric}
    assert told["Dimensions in use"] == f"{space.alive} of 12"
    assert told["Information in a code"] == f"{float(space.information.sum()):.1f} nats"


def test_the_plane_is_there_for_codes_of_two_numbers_only(finished_vae, wide, open_page):
    at = open_tab(open_page("explore", run=finished_vae.id), "The whole plane")
    sent = [json.loads(part.proto.json) for part in at.get("bidi_component")]
    assert [part["n"] for part in sent if "rows" in part] == [400]
    assert "The whole plane" not in [tab.label for tab in open_page("explore", run=wide.id).tabs]


def test_a_conditional_model_draws_the_chosen_class(conditional, open_page, media):  # noqa: F811
    at = open_page("explore", run=conditional.id)
    code = torch.zeros(1, 3)
    np.testing.assert_array_equal(shrunk(media.picture(at, DECODED)), expected(conditional, code, 0))
    healthy(at.selectbox(key="class").select(7).run())
    assert at.query_params["class"] in ("7", ["7"])
    np.testing.assert_array_equal(shrunk(media.picture(at, DECODED)), expected(conditional, code, 7))


def test_exploring_from_an_image_of_a_conditional_model_takes_its_class_along(conditional, open_page, media):  # noqa: F811
    at = open_tab(open_page("explore", run=conditional.id), "An image and its posterior")
    healthy(at.number_input(key="image").set_value(5).run())
    held_out = data.load("digits", "held-out")
    image, label = held_out.images[5:6], int(held_out.labels[5])
    healthy(at.button(key="from-here").click().run())
    assert at.query_params["class"] in (str(label), [str(label)])
    again = sample.reconstruct(conditional.model(), image, [label])[0, 0]
    np.testing.assert_array_equal(shrunk(media.picture(at, DECODED)), again)
