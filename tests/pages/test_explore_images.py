"""From an image, repair, arithmetic: the page shows what the library computes, and does not believe the browser."""

import base64
import io
import math
import re
from html import unescape
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st
import torch
from PIL import Image

from genmodels import data, pictures, repair, sample
from genmodels.config import ImageSpec, RunConfig
from genmodels.data.strokes import Stroke
from genmodels.worker import train_here
from tests.pages.reading import healthy, words
from ui import explore_arithmetic, explore_code, explore_repair, explore_space, repair_controls
from ui.components.sketch import Drawing, drawn
from ui.image_source import Shown

LINE = {"width": 150, "points": [300, 100, 300, 900]}
DRAWING = Drawing((Stroke(((0.3, 0.1), (0.3, 0.9)), 0.15),), None, 1)


@pytest.fixture
def conditional(world):
    settings = {"conditional": True, "width": 4, "hidden": 16, "latent_dim": 3, "batch_size": 16}
    run = world.create(RunConfig(model="conv_vae", dataset="digits", image=ImageSpec(channels=1, size=8), steps=40,
                                 classes=tuple("0123456789"), settings=settings, precision="float32"))
    assert train_here(run) == "finished"
    return run


@pytest.fixture
def open_tab(open_page):
    """AppTest cannot click a tab; it can open the page with the tab chosen."""
    def opened(run, name, state=None, **query):
        at = open_page("explore", run=run.id, **query)
        at.session_state["section"] = name
        for key, value in (state or {}).items():
            at.session_state[key] = value
        return healthy(at.run())
    return opened


def figures(at):
    """Every picture of the rows on the page, by its alternative text."""
    found = {}
    for address, alt in re.findall(r'<img src="data:image/png;base64,([^"]+)"[^>]* alt="([^"]*)"', marks(at)):
        found[unescape(alt)] = np.asarray(Image.open(io.BytesIO(base64.b64decode(address))))
    return found


def marks(at):
    return " ".join(element.proto.body for element in at.main.get("html"))


def held_out(row):
    return data.load("digits", "held-out").images[row:row + 1]


def code_of(at, size=2):
    text = at.query_params["z"]
    return torch.tensor(explore_code.unpack(text[0] if isinstance(text, list) else text, size))[None]


def test_until_something_is_drawn_a_held_out_image_is_shown_and_that_is_said(finished_vae, open_tab):
    at = open_tab(finished_vae, "From an image")
    assert "an example until you are ready: held-out image 0" in marks(at)
    np.testing.assert_array_equal(figures(at)["The image the model sees"], held_out(0)[0, 0])


def test_an_image_shows_its_reconstruction_ghosts_and_place(finished_vae, open_tab):
    at = open_tab(finished_vae, "From an image", source="held-out", image="5")
    shown = figures(at)
    np.testing.assert_array_equal(shown["The image the model sees"], held_out(5)[0, 0])
    again = sample.reconstruct(finished_vae.model(), held_out(5))[0, 0]
    np.testing.assert_array_equal(shown["The reconstruction"], again)
    assert shown["Its place among all images"].shape == (320, 320, 3)
    assert "held-out images" in words(at)
    healthy(at.button(key="ghosts").click().run())
    assert (figures(at)["Ghosts from the posterior"] != shown["Ghosts from the posterior"]).any()
    healthy(at.button(key="another").click().run())


def test_the_posterior_is_charted_and_told(finished_vae, open_tab):
    at = open_tab(finished_vae, "From an image", source="held-out", image="5")
    mean, logvar = sample.encode(finished_vae.model(), held_out(5))
    for dimension in range(2):
        told = f"z{dimension} {mean[0, dimension]:.2f} ± {(0.5 * logvar[0, dimension]).exp():.2f}"
        assert told in marks(at)


def test_exploring_from_here_takes_the_mean_of_the_posterior(finished_vae, open_tab):
    at = open_tab(finished_vae, "From an image", source="held-out", image="5")
    healthy(at.button(key="from-here").click().run())
    torch.testing.assert_close(code_of(at), sample.encode(finished_vae.model(), held_out(5))[0])


def test_a_conditional_model_takes_its_class_along(conditional, open_tab):
    at = open_tab(conditional, "From an image", source="held-out", image="5")
    label = int(data.load("digits", "held-out").labels[5])
    again = sample.reconstruct(conditional.model(), held_out(5), [label])[0, 0]
    np.testing.assert_array_equal(figures(at)["The reconstruction"], again)
    healthy(at.button(key="from-here").click().run())
    assert at.query_params["class"] in (str(label), [str(label)])


def test_a_drawing_is_scaled_centred_and_shown_as_the_model_sees_it(finished_vae, open_tab):
    at = open_tab(finished_vae, "From an image", {"sketch-kept": DRAWING})
    image = figures(at)["The image the model sees"]
    assert "drawn by you" in marks(at)
    assert image.shape == (8, 8)
    assert image[:, 3:5].max(1).min() > 200                 # the line fills the height of a digit, in the middle,
    assert image[:, :2].max() == image[:, 6:].max() == 0    # though it was drawn on the left
    healthy(at.toggle(key="centred").set_value(False).run())
    assert figures(at)["The image the model sees"][:, 2].max() > 200


def test_the_class_of_a_drawing_is_the_one_that_rebuilds_it_best_unless_it_is_said(conditional, open_tab):
    at = open_tab(conditional, "From an image", {"sketch-kept": DRAWING})
    image, model = figures(at)["The image the model sees"], conditional.model()
    errors = [np.square(sample.reconstruct(model, image[None, None], [label])[0, 0].astype(float) - image).sum()
              for label in range(10)]
    best = int(np.argmin(errors))
    assert f"drawn by you, read as {best}" in marks(at)
    np.testing.assert_array_equal(figures(at)["The reconstruction"],
                                  sample.reconstruct(model, image[None, None], [best])[0, 0])
    healthy(at.selectbox(key="upload-class").select(7).run())
    np.testing.assert_array_equal(figures(at)["The reconstruction"],
                                  sample.reconstruct(model, image[None, None], [7])[0, 0])


def test_repair_is_offered_from_the_image(finished_vae, open_tab):
    at = open_tab(finished_vae, "From an image", source="held-out", image="5")
    healthy(at.button(key="to-repair").click().run())
    assert at.session_state["section"] == "Repair"
    np.testing.assert_array_equal(figures(at)["Original"], held_out(5)[0, 0])


def test_a_picture_of_ones_own_is_read_fitted_and_swapped(finished_vae, open_tab):
    at = open_tab(finished_vae, "From an image", source="upload")
    own = held_out(2)[0, 0]
    healthy(at.file_uploader(key="upload").upload("mine.png", pictures.png(own), "image/png").run())
    np.testing.assert_array_equal(figures(at)["The image the model sees"], own)
    healthy(at.toggle(key="inverted").set_value(True).run())
    np.testing.assert_array_equal(figures(at)["The image the model sees"], 255 - own)
    healthy(at.toggle(key="upload-cut").set_value(True).run())
    assert figures(at)["The image the model sees"].max() > 200


def test_a_file_that_is_no_picture_gets_a_sentence_and_the_page_goes_on(finished_vae, open_tab):
    at = open_tab(finished_vae, "From an image", source="upload")
    healthy(at.file_uploader(key="upload").upload("mine.png", b"<html>no</html>", "image/png").run())
    assert "'mine.png' cannot be used" in at.error[0].value
    np.testing.assert_array_equal(figures(at)["The image the model sees"], held_out(0)[0, 0])


@pytest.mark.parametrize(("query", "damage"), [
    ({"sigma": "0.3"}, repair.Noise(0.3)), ({"damage": "salt", "share": "20"}, repair.SaltAndPepper(0.2)),
    ({"damage": "square", "square-side": "50", "square-x": "0", "square-y": "100"},
     repair.Hole(repair.square(8, 4, 4, 0))),
    ({"damage": "half", "half": "left"}, repair.Hole(repair.half(8, "left")))])
def test_all_repairs_stand_beside_each_other_with_their_psnr(finished_vae, open_tab, query, damage):
    at = open_tab(finished_vae, "Repair", source="held-out", image="3", noise="7", **query)
    train = data.load("digits")
    tool = repair.repairer(finished_vae.model(), train.images, torch.from_numpy(train.labels))
    seed = 0 if isinstance(damage, repair.Hole) else 7
    expected = repair.compare(tool, train.images, held_out(3), damage, seed)
    shown, text = figures(at), marks(at)
    np.testing.assert_array_equal(shown["Original"], held_out(3)[0, 0])
    for name, method in repair.METHODS.items():
        np.testing.assert_array_equal(shown[method.title], expected.repaired[name][0, 0], err_msg=name)
        assert explore_repair.decibels(expected.psnr[name][0]) in text
    if seed:
        np.testing.assert_array_equal(shown["Destroyed"], expected.destroyed[0, 0])
    assert text.count("★ best") == 1
    assert {f"Iteration {n}" for n in (0, 1, 5, 40)} <= set(shown)


def test_what_is_painted_is_repaired_and_only_that(finished_vae, open_tab):
    at = open_tab(finished_vae, "Repair", source="held-out", image="3", damage="hand")
    assert "Paint over the picture" in words(at)
    at.session_state["mask-kept"] = DRAWING
    healthy(at.run())
    shown = figures(at)
    for method in repair.METHODS.values():
        np.testing.assert_array_equal(np.delete(shown[method.title], [2], 1), np.delete(held_out(3)[0, 0], [2], 1))
    assert set(np.unique(shown["Destroyed"][1:-1, 2])) == {105, 150}     # a pattern, not black


def test_other_noise_is_other_noise(finished_vae, open_tab):
    at = open_tab(finished_vae, "Repair", source="held-out", image="3")
    before = figures(at)["Destroyed"]
    healthy(at.button(key="other-noise").click().run())
    assert (figures(at)["Destroyed"] != before).any()


def test_many_images_are_compared_when_asked(finished_vae, open_tab, monkeypatch):
    monkeypatch.setattr("ui.repairing.SCORED", 6)
    at = open_tab(finished_vae, "Repair", source="held-out", image="3", damage="half")
    healthy(at.toggle(key="repair-many").set_value(True).run())
    table = next(element.value for element in at.markdown if "mean PSNR" in element.value)
    assert all(method.title in table for method in repair.METHODS.values())
    assert sum(int(line.split("|")[4]) for line in table.splitlines()[2:]) == 6


def test_the_interval_is_that_of_the_mean():
    values = np.float64([1, 2, 3, 4, math.inf])
    mean, half = repair_controls.interval(values)
    assert mean == 2.5
    assert half == pytest.approx(1.96 * np.std([1, 2, 3, 4], ddof=1) / 2)
    assert repair_controls.interval(np.float64([math.inf])) == (math.inf, 0.0)


@pytest.mark.parametrize(("model", "baseline", "destroyed", "sentence"), [
    (20.0, 15.0, 9.0, "The model wins here"), (15.0, 20.0, 9.0, "The model loses here"),
    (15.1, 15.0, 9.0, "A draw"), (8.0, 7.0, 9.0, "Nothing helps here")])
def test_the_page_says_who_wins(finished_vae, monkeypatch, model, baseline, destroyed, sentence):
    space = explore_space.space(finished_vae)
    by = {"model": model, "baseline": baseline}
    scores = {name: np.float64([by[method.by]]) for name, method in repair.METHODS.items()}
    scores["destroyed"] = np.float64([destroyed])
    shown = Shown(held_out(0)[0], 0, "")
    result = repair.Comparison(held_out(0), np.ones((1, 1, 8, 8), bool), {}, scores)
    said = []
    for kind in ("success", "info", "warning", "markdown"):
        monkeypatch.setattr(st, kind, lambda text, icon=None: said.append(text))
    explore_repair._said(space, shown, result)
    assert sentence in said[0]


def test_a_sum_is_decoded_from_the_sum_of_codes(finished_vae, open_tab):
    at = open_tab(finished_vae, "Arithmetic", **{"a-image": "1", "b-image": "2", "c-image": "3"})
    model = finished_vae.model()
    mean, _ = sample.encode(model, data.load("digits", "held-out").images[1:4])
    total = mean[0] - mean[1] + mean[2]
    shown = figures(at)
    np.testing.assert_array_equal(shown["A - B + C"], sample.decode(model, total[None])[0, 0])
    np.testing.assert_array_equal(shown["C with 0.00 of the step"], sample.decode(model, mean[2:3])[0, 0])
    assert shown["A real image nearby"].shape == (8, 8)
    healthy(at.button(key="sum-from-here").click().run())
    space = explore_space.space(finished_vae)
    torch.testing.assert_close(code_of(at), total[None].clamp(-space.reach, space.reach))


def test_a_conditional_sum_is_drawn_as_the_class_of_c(conditional, world):
    space = explore_space.space(conditional)
    images = data.load("digits", "held-out").images[:3]
    a, b, c = (Shown(image, label, "") for image, label in zip(images, (1, 2, 7), strict=True))
    total = explore_arithmetic._sum(space, a, b, c)
    expected = sample.decode(space.model, torch.tensor([total.code]), 7)
    np.testing.assert_array_equal(total.pictures[4:5], expected)


@pytest.mark.parametrize("sent", [
    None, 7, {}, {"version": 1}, {"strokes": [LINE]}, {"strokes": [LINE], "version": True},
    {"strokes": [LINE], "version": -1}, {"strokes": [LINE], "version": math.inf}, {"strokes": "x", "version": 2},
    {"strokes": [LINE] * 100, "version": 2}])
def test_a_drawing_that_does_not_fit_leaves_the_last_one(monkeypatch, sent):
    monkeypatch.setattr(st, "session_state", {"pad": SimpleNamespace(drawn=sent), "pad-kept": DRAWING})
    assert drawn("pad") == DRAWING


def test_a_drawing_is_kept_with_its_colour_and_older_ones_are_passed_over(monkeypatch):
    state = {"pad": SimpleNamespace(drawn={"strokes": [LINE], "version": 4, "ink": "#ff8000"})}
    monkeypatch.setattr(st, "session_state", state)
    assert drawn("pad") == Drawing(DRAWING.strokes, (255, 128, 0), 4)
    state["pad"].drawn = {"strokes": [], "version": 3}
    assert drawn("pad").version == 4
    state["pad"].drawn = {"strokes": [], "version": 5, "ink": "red; }"}
    assert drawn("pad") == Drawing((), None, 5)
