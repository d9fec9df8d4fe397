"""Numbers as people say them, pictures without blur, text through one function, curves in their panels."""

import io

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from genmodels.models import MODELS
from ui import show
from ui.components.curves import panels
from ui.words import ago, count, duration


@pytest.mark.parametrize(("seconds", "said"), [
    (0, "0 s"), (-3, "0 s"), (59.4, "59 s"), (60, "1 min"), (90, "1 min 30 s"), (3600, "1 h"), (7500, "2 h 5 min")])
def test_durations(seconds, said):
    assert duration(seconds) == said


@pytest.mark.parametrize(("number", "said"), [(3, "3"), (3.24, "3.2"), (12345.6, "12,346"), (0, "0")])
def test_counts(number, said):
    assert count(number) == said


@pytest.mark.parametrize(("seconds", "said"), [
    (5, "just now"), (120, "2 min ago"), (7300, "2 h ago"), (9e5, "10 days ago")])
def test_ages(seconds, said):
    assert ago(seconds) == said


@pytest.mark.parametrize("shape", [(4, 6), (4, 6, 3), (3, 4, 6), (1, 4, 6)])
def test_enlarging_repeats_pixels_and_invents_none(shape):
    picture = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    large = np.asarray(Image.open(io.BytesIO(show.crisp(picture, least=20))))
    small = picture.transpose(1, 2, 0) if shape[0] in (1, 3) and len(shape) == 3 else picture
    np.testing.assert_array_equal(large, np.repeat(np.repeat(small.squeeze(), 4, 0), 4, 1))


def test_text_without_a_catalogue_is_itself():
    def script():
        import streamlit as st

        from ui.text import t
        st.write(t("Train"))

    at = AppTest.from_function(script)
    at.query_params["lang"] = "../../etc"
    assert at.run().markdown[0].value == "Train"


@pytest.mark.parametrize("model", MODELS)
def test_every_curve_of_every_model_has_its_place_and_a_colour_of_its_own(model):
    drawn = panels(MODELS[model].curves)
    assert sum(len(panel["curves"]) for panel in drawn) == len(MODELS[model].curves)
    for panel in drawn:
        colours = [curve["colour"] for curve in panel["curves"]]
        assert len(set(colours)) == len(colours)
