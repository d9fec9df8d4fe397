"""The sections about directions and about finding an image: what they claim, what their buttons do, what they keep."""

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
import torch

from genmodels import data, latent, pictures, sample
from genmodels.latent import Direction
from tests.pages.media import media, shrunk  # noqa: F401  (a fixture)
from tests.pages.reading import healthy, words
from ui import direction_rows, explore_code, explore_space, generate_directions, generate_embed


def open_section(at, name):
    at.session_state["section"] = name
    return healthy(at.run())


def group(at, name):
    return healthy(at.segmented_control(key="direction-group").set_value(name).run())


def said(at):
    """All words of the page, without the marks that keep Markdown from reading names."""
    return words(at).replace("\\", "")


def one_of(at, key):
    value = at.query_params[key]
    return value[0] if isinstance(value, list) else value


def kept(at, key):
    """A button of that key, wherever it stands."""
    return next(button for button in at.button if button.key == key)


@pytest.fixture
def shipped_shapes(world):
    shutil.copytree(Path(__file__).parents[2] / "checkpoints" / "conv-vae-shapes", world.root / "conv-vae-shapes")
    return world.get("conv-vae-shapes")


def test_on_shapes_size_and_place_are_named_with_their_rank_and_n(shipped_shapes, open_page):
    at = open_section(open_page("explore", run=shipped_shapes.id), "Directions")
    told = said(at)
    for name in ("size", "x", "y", "hue"):
        assert f"Rank correlation with {name} 0." in told
    assert "n = 1,000" in told
    assert "Looked for, but along no line well enough to be named: rotation" in told
    at = group(at, "axis")
    assert "axis 1: hue" in said(at)
    assert "Unnamed: the attribute closest to it is" in said(at)


def test_a_strip_holds_what_the_model_draws_along_the_direction(finished_vae, open_page, media):  # noqa: F811
    code = np.float32([1.5, -0.5])
    at = open_page("explore", run=finished_vae.id, z=explore_code.pack(code))
    at = group(open_section(at, "Directions"), "axis")
    space = explore_space.space(finished_vae)
    axis = next(one for one in explore_space.directions(space) if one.group == "axis")
    codes = axis.codes(torch.from_numpy(code), torch.linspace(-3, 3, 7))
    expected = pictures.grid(sample.decode(space.model, codes), 7)
    shown = media.picture(at, f"Pictures along {axis.title}, from -3 to 3")
    np.testing.assert_array_equal(shrunk(shown, expected.shape[0]), expected)


def test_a_direction_goes_to_the_pad_with_another_for_the_other_way(finished_vae, open_page):
    at = group(open_section(open_page("explore", run=finished_vae.id), "Directions"), "axis")
    healthy(kept(at, "directions-x-axis-1").click().run())
    assert (one_of(at, "x"), one_of(at, "y")) == ("axis-1", "z0")
    at = group(open_section(at, "Directions"), "axis")
    healthy(kept(at, "directions-y-axis-1").click().run())
    assert (one_of(at, "x"), one_of(at, "y")) == ("z0", "axis-1")


def test_from_class_to_class(finished_vae, open_page):
    at = group(open_section(open_page("explore", run=finished_vae.id), "Directions"), "pair")
    at.selectbox(key="class-from").select(3)
    healthy(at.selectbox(key="class-to").select(8).run())
    told = said(at)
    assert "from 3 to 8" in told
    assert "being 8" in told
    healthy(kept(at, "directions-x-class-3-8").click().run())
    assert one_of(at, "x") == "class-3-8"
    at = group(open_section(at, "Directions"), "pair")
    healthy(at.selectbox(key="class-to").select(3).run())
    assert "Choose two different classes" in said(at)


def test_a_direction_is_kept_with_the_run_under_a_name_and_deleted(finished_vae, open_page):
    at = group(open_section(open_page("explore", run=finished_vae.id), "Directions"), "axis")
    at.text_input(key="directions-own-axis-1-name").set_value("my axis")
    healthy(kept(at, "directions-own-axis-1-save").click().run())
    own, = finished_vae.notes().directions
    space = explore_space.space(finished_vae)
    axis = next(one for one in explore_space.directions(space) if one.key == "axis-1")
    assert (own.name, own.step) == ("my axis", finished_vae.checkpoints()[-1])
    torch.testing.assert_close(torch.tensor(own.vector), axis.vector)

    at.text_input(key="directions-own-axis-1-name").set_value("my axis")
    healthy(kept(at, "directions-own-axis-1-save").click().run())
    assert "There is a direction 'my axis' already" in said(at)
    assert at.text_input(key="directions-own-axis-1-name").value == "my axis"

    at = group(at, "own")
    assert "**my axis**" in said(at)
    healthy(kept(at, f"directions-delete-{own.key}").click().run())
    assert finished_vae.notes().directions == ()


def test_a_way_walked_by_hand_is_kept(finished_vae, open_page):
    start, end = np.float32([0.5, 0.5]), np.float32([-0.5, 1.5])
    at = open_page("explore", run=finished_vae.id, z=explore_code.pack(start))
    at = group(open_section(at, "Directions"), "own")
    assert "No direction of your own yet" in said(at)
    healthy(kept(at, "directions-mark").click().run())
    assert "The start is marked" in said(at)
    at.query_params["z"] = explore_code.pack(end)
    healthy(at.run())
    at.text_input(key="directions-way-name").set_value("there")
    healthy(kept(at, "directions-way-save").click().run())
    own, = finished_vae.notes().directions
    torch.testing.assert_close(torch.tensor(own.vector), torch.tensor([-1.0, 1.0]) / 2**0.5)


def test_a_mark_that_does_not_fit_is_no_mark(finished_vae, open_page):
    at = open_page("explore", run=finished_vae.id, start="<script>")
    at = group(open_section(at, "Directions"), "own")
    assert "directions-way-save" not in [button.key for button in at.button]


def test_names_are_shown_as_they_were_written(finished_vae, open_page):
    finished_vae.change_notes(lambda notes: notes.with_direction("**[x](http://y)**", (1.0, 0.0)))
    at = group(open_section(open_page("explore", run=finished_vae.id), "Directions"), "own")
    assert r"\*\*\[x\]\(http\://y\)\*\*" in words(at)


def test_damaged_notes_are_told_and_the_page_goes_on(finished_vae, open_page):
    (finished_vae.folder / "notes.json").write_text("{")
    at = group(open_section(open_page("explore", run=finished_vae.id), "Directions"), "own")
    assert "notes.json" in said(at)


def test_the_words_say_when_a_name_is_not_justified():
    weak = Direction("sefa-1", "SeFa direction 1", "sefa", torch.tensor([1.0]), 1.0, "found", 0.3, 48, "size")
    assert direction_rows.justification(weak).startswith("Unnamed: the attribute closest to it is size at 0.30")
    strong = Direction("sefa-1", "SeFa direction 1: size", "sefa", torch.tensor([1.0]), 1.0, "found", 0.9, 48, "size")
    assert direction_rows.justification(strong) == (
        "Rank correlation with size 0.90 (95 % interval 0.82 to 0.94, n = 48). Found.")
    pair = Direction("class-0-1", "from 0 to 1", "class", torch.tensor([1.0]), 1.0, "", 0.9, 48, "being 1")
    assert direction_rows.justification(pair) == "Rank correlation with being 1 0.90 (n = 48)."
    plain = Direction("own-1", "mine", "own", torch.tensor([1.0]), 1.0)
    assert direction_rows.justification(plain) == ""


def test_a_generator_has_sefa_at_once_and_everything_soon(finished_gan, world, open_page):
    generate_directions._looking(finished_gan).result(60)
    at = open_section(open_page("generate", run=finished_gan.id), "Directions")
    told = said(at)
    assert "SeFa direction 1" in told
    assert "of what the weights of generator.layers.0 let through" in told
    at = group(at, "ganspace")
    assert "GANSpace direction 1" in said(at)
    known = generate_directions.directions(finished_gan)
    assert {"sefa", "ganspace"} <= {one.group for one in known}


def test_nobody_waits_for_the_search(finished_gan, world, monkeypatch):
    go_on, look = threading.Event(), generate_directions._look
    monkeypatch.setattr(generate_directions, "_look", lambda model: go_on.wait(60) and look(model))
    try:
        assert {one.group for one in generate_directions.directions(finished_gan)} == {"sefa"}
    finally:
        go_on.set()
    generate_directions._looking(finished_gan).result(60)
    assert {one.group for one in generate_directions.directions(finished_gan)} >= {"sefa", "ganspace"}


def test_a_direction_of_a_generator_is_kept_and_comes_to_the_studio(finished_gan, world, open_page):
    generate_directions._looking(finished_gan).result(60)
    at = open_section(open_page("generate", run=finished_gan.id), "Directions")
    at.text_input(key="directions-own-sefa-1-name").set_value("mine")
    healthy(kept(at, "directions-own-sefa-1-save").click().run())
    assert generate_directions.directions(finished_gan)[0].title == "mine"
    healthy(kept(at, "directions-x-sefa-1").click().run())
    assert (one_of(at, "x"), one_of(at, "y")) == ("sefa-1", "sefa-2")


def test_a_search_shows_what_it_found_and_hands_it_over(finished_gan, world, open_page, media, monkeypatch):  # noqa: F811
    monkeypatch.setattr(latent, "embed", lambda model, image, label: embed(model, image, label, steps=20))
    at = open_section(open_page("generate", run=finished_gan.id), "Find this image")
    healthy(at.number_input(key="find-image").set_value(5).run())
    image = data.load("digits", "held-out").images[5]
    np.testing.assert_array_equal(shrunk(media.picture(at, "The image to find")), image[0])
    healthy(at.button(key="find").click().run())
    last = list(embed(finished_gan.model(), image, steps=20))[-1]
    np.testing.assert_array_equal(shrunk(media.picture(at, "The nearest picture found")), last.picture[0])
    assert f"**{last.residual:.3f}**" in said(at)
    healthy(at.button(key="find-take").click().run())
    torch.testing.assert_close(torch.from_numpy(explore_code.unpack(one_of(at, "z"), last.code.shape[0])), last.code)


embed = latent.embed


def test_models_that_encode_need_no_search(finished_vae, finished_gan):
    assert generate_embed.suits(finished_gan)
    assert not generate_embed.suits(finished_vae)
    assert not generate_directions.suits(finished_vae)
