"""Generate and Explore with a real mouse: breed and undo, play and scrub, pin, export; the address keeps it all."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from genmodels import latent, sample
from genmodels.worker import train_here
from tests.browser.conftest import at_rest
from tests.running import tiny
from ui import family, walk_address

PIXELS = """canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data)
    .filter((_, i) => i % 4 === 0)"""


@pytest.fixture
def gan(runs):
    """A run that draws 8 x 8 digits, in the folder that `server` looks at."""
    run = runs.create(tiny("gan", steps=60))
    assert train_here(run) == "finished"
    return run


def asked(page, name):
    return parse_qs(urlsplit(page.url).query).get(name, [None])[0]


def shown(page, component):
    """Grey values of the large picture."""
    return np.array(page.locator(f".{component} .picture canvas").evaluate(PIXELS), np.uint8)


def seen(page, component, codes, model):
    """The large picture becomes what the model draws from this code."""
    expected = sample.decode(model, codes)[0, 0].flatten().astype(int)
    canvas = page.locator(f".{component} .picture canvas").element_handle()     # it lies in a shadow
    page.wait_for_function("""([canvas, expected]) => {
        const drawn = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return expected.every((grey, i) => Math.abs(drawn[4 * i] - grey) <= 3);
    }""", arg=[canvas, expected.tolist()])


def test_breed_undo_and_go_on_from_an_ancestor(gan, server, open_browser):
    page, model = open_browser(), gan.model()
    page.goto(f"{server}/generate?run={gan.id}&seed=4&n=16")
    page.get_by_role("tab", name="Breed").click()
    root = sample.codes(model, 16, seed=4)[0]
    seen(page, "genlab-breed", root[None], model)

    variations, tree = page.locator(".genlab-breed .children button"), page.locator(".genlab-breed .tree button")
    variations.nth(4).click()
    page.wait_for_url("**family=*")
    expect(tree).to_have_count(2)
    page.mouse.move(0, 0)     # nothing under the pointer: the member itself is shown
    seen(page, "genlab-breed", latent.litter(root, 12, 0.4, 1)[4:5], model)

    variations.nth(0).click()
    expect(tree).to_have_count(3)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(tree).to_have_count(1)
    page.wait_for_function("() => !new URL(location).searchParams.has('family')")     # the root alone needs no address
    page.get_by_role("button", name="Redo", exact=True).click()
    page.get_by_role("button", name="Redo", exact=True).click()
    expect(tree).to_have_count(3)
    tree.nth(0).click()
    variations.nth(7).click()
    expect(tree).to_have_count(4)
    page.wait_for_function("() => new URL(location).searchParams.get('family').split('.').length === 5")
    kept = family.read(asked(page, "family"), 100)
    assert kept.parents() == [-1, 0, 1, 0]
    assert kept.at == 3

    page.reload()     # the link holds the family, and which section was open
    expect(tree).to_have_count(4)
    page.mouse.move(0, 0)
    seen(page, "genlab-breed", kept.codes()[3:], model)


def test_pin_play_scrub_and_export_a_walk(gan, server, open_browser):
    page, model = open_browser("dark"), gan.model()
    page.goto(f"{server}/generate?run={gan.id}&frames=5")
    page.get_by_role("tab", name="Walk").click()
    stops = page.locator(".genlab-walk .stop")
    expect(stops).to_have_count(2)
    page.get_by_role("button", name="Random stop").click()
    page.wait_for_url("**stops=*")
    page.get_by_role("button", name="Remove stop 1").click()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("button", name="Stop 3: one place earlier").click()
    page.get_by_label("line").check()
    page.wait_for_url("**path=lerp*")
    codes = walk_address.unpack(asked(page, "stops"), 100)
    assert len(codes) == 3

    page.get_by_role("button", name="Go to stop 1").click()
    before = shown(page, "genlab-walk")
    page.get_by_role("button", name="Play").click()
    scrub = page.locator(".genlab-walk .scrub")
    page.wait_for_function("scrub => Number(scrub.value) > 2", arg=scrub.element_handle())
    assert (shown(page, "genlab-walk") != before).any()
    page.get_by_role("button", name="Pause").click()

    scrub.press("Home")
    for _ in range(3):
        scrub.press("ArrowRight")
    expect(page.locator(".genlab-walk .step")).to_have_text("frame 4 of 9")
    path = latent.walk(torch_of(codes), 5, "lerp")
    seen(page, "genlab-walk", path[3:4], model)

    page.get_by_label("Loop").check()
    page.wait_for_url("**loop=1*")
    at_rest(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("APNG")).click()
    with Image.open(io.BytesIO(waiting.value.path().read_bytes())) as film:
        assert film.n_frames == 12
        film.seek(3)
        frame = np.asarray(film.convert("L"))
    np.testing.assert_array_equal(frame[::len(frame) // 8, ::len(frame) // 8], sample.decode(model, path[3:4])[0, 0])


def torch_of(codes):
    import torch

    return torch.from_numpy(codes)
