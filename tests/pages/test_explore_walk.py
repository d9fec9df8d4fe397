"""Explore's walk: it begins between two images of different classes, images can be pinned, a link holds it."""

import json

import numpy as np
import pytest
import torch

from genmodels import data, sample
from tests.pages.reading import healthy, words
from ui import walk_address


def walk_of(at):
    """What the component was told; the first section of the page is the walk."""
    return json.loads(next(part.proto.json for part in at.get("bidi_component")
                           if part.proto.component_name == "genlab_walk"))


def codes(run, rows):
    mean, _ = sample.encode(run.model(), data.load("digits", "held-out").images[rows])
    return walk_address.rounded(mean.numpy())


def test_it_begins_between_two_images_of_different_classes(finished_vae, open_page):
    sent = walk_of(open_page("explore", run=finished_vae.id))
    labels = data.load("digits", "held-out").labels
    other = int(np.argmax(labels != labels[0]))
    np.testing.assert_allclose(walk_address.unpack(sent["stops"], 2), codes(finished_vae, [0, other]), atol=2e-3)
    assert sent["follow"], "there is a studio on the page that can come along"


def test_an_image_is_pinned_and_another_walk_is_one_click(finished_vae, open_page):
    at = open_page("explore", run=finished_vae.id, row="7")
    healthy(at.button(key="pin-image").click().run())
    stops = walk_address.unpack(walk_of(at)["stops"], 2)
    np.testing.assert_allclose(stops[2], codes(finished_vae, [7])[0], atol=2e-3)
    assert len(stops) == 3
    healthy(at.button(key="others").click().run())
    assert walk_address.unpack(walk_of(at)["stops"], 2).shape == (2, 2)


def test_a_link_holds_the_walk(finished_vae, open_page):
    stops = walk_address.rounded(torch.randn(5, 2).numpy())
    at = open_page("explore", run=finished_vae.id, stops=walk_address.pack(stops), path="lerp", frames="9", loop="1")
    sent = walk_of(at)
    np.testing.assert_array_equal(walk_address.unpack(sent["stops"], 2), stops)
    assert (sent["path"], sent["frames"], sent["loop"]) == ("lerp", 9, True)


@pytest.mark.parametrize("text", ["", "AAA", "%%%%", "A" * 4000])
def test_a_broken_link_is_told_and_the_walk_goes_on(text, finished_vae, open_page):
    at = open_page("explore", run=finished_vae.id, stops=text)
    assert "walk in the address does not fit" in words(at)
    assert walk_address.unpack(walk_of(at)["stops"], 2).shape == (2, 2)
