"""The studio under a real hand: hover shows, click keeps, drag moves, undo goes back; the server hears later."""

import re
import time

import numpy as np
import pytest
from playwright.sync_api import expect

from genmodels.config import ImageSpec, RunConfig
from genmodels.worker import train_here
from tests.browser.conftest import PATIENCE
from tests.running import tiny, wait_for
from ui.explore_code import unpack

PICTURE = ".genlab-studio .picture canvas"
SIZE = 4
AT_ONCE = """(pad, [x, y]) => {
    const picture = pad.getRootNode().querySelector(".picture canvas"), before = picture.toDataURL();
    const box = pad.getBoundingClientRect(), clientX = box.left + x * box.width, clientY = box.top + y * box.height;
    pad.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY }));
    return picture.toDataURL() !== before;
}"""
GO = """([run, z, y]) => {
    const script = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/parts/place.js")).name;
    return import(script).then(({ place }) => place(run).go(z, y, "walk"));
}"""


@pytest.fixture
def run(runs):
    run = runs.create(tiny(steps=400, settings={"latent_dim": SIZE, "beta": 0.05}))
    assert train_here(run) == "finished"
    return run


@pytest.fixture
def conditional(runs):
    settings = {"conditional": True, "width": 4, "hidden": 16, "latent_dim": SIZE, "batch_size": 16}
    run = runs.create(RunConfig(
        model="conv_vae", dataset="digits", image=ImageSpec(channels=1, size=8), steps=60, classes=tuple("0123456789"),
        settings=settings, precision="float32"))
    assert train_here(run) == "finished"
    return run


class Studio:
    """The studio on a page, as a visitor sees and handles it."""

    def __init__(self, page, address):
        self.page = page
        page.goto(address)
        self.awake()

    def awake(self):
        expect(self.page.locator(".genlab-studio .latency")).not_to_be_empty()
        expect(self.find(".verdict strong")).not_to_be_empty()

    def find(self, part):
        return self.page.locator(f".genlab-studio {part}")

    @property
    def picture(self):
        return self.page.locator(PICTURE).evaluate("canvas => canvas.toDataURL()")

    @property
    def values(self):
        return [float(text.replace("\u2212", "-")) for text in self.find(".row .value").all_inner_texts() if text]

    def shows(self, row, value, within=1e-6):
        """Wait until that row's number is this: it is written when the next frame is drawn."""
        wait_for(lambda: self.values[row] == pytest.approx(value, abs=within))

    @property
    def code(self):
        """The code of the address; None where it has none."""
        text = re.search(r"[?&]z=([\w-]+)", self.page.url)
        return text and unpack(text[1], SIZE)

    def point(self, x, y):
        self.find(".pad").scroll_into_view_if_needed()
        box = self.find(".pad").bounding_box()
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    def kept(self, expected):
        """Wait until the address holds what is expected: a condition of the code, or the code."""
        if not callable(expected):
            code = expected
            expected = lambda z: z is not None and np.allclose(z, code, atol=1e-5)     # noqa: E731
        until = time.monotonic() + PATIENCE / 1000
        while not expected(self.code):
            assert time.monotonic() < until, f"the address stays at {self.code}"
            self.page.wait_for_timeout(20)
        return self.code

    def other(self, before):
        """Wait until the address holds another code than before."""
        return self.kept(lambda z: z is not None and (before is None or not np.array_equal(z, before)))


def test_hover_shows_click_keeps_drag_moves_and_everything_can_be_taken_back(run, server, open_browser):
    studio = Studio(open_browser(), f"{server}/explore?run={run.id}")
    page, start = studio.page, studio.picture

    page.mouse.move(*studio.point(0.2, 0.3))
    hovered = studio.picture
    assert hovered != start
    for x, y in [(0.8, 0.1), (0.1, 0.9), (0.9, 0.9)]:
        assert studio.find(".pad").evaluate(AT_ONCE, [x, y]), "a move shows its picture before the next frame"
    page.mouse.move(5, 5)
    assert studio.picture == start, "leaving restores"
    assert studio.code is None, "looking is not keeping"

    page.mouse.click(*studio.point(0.2, 0.3))
    clicked = studio.other(None)
    assert studio.picture == hovered
    np.testing.assert_allclose(studio.values[:SIZE], [clicked[i] for i in order(studio)], atol=0.006)

    page.mouse.move(*studio.point(0.5, 0.5))
    page.mouse.down()
    seen = set()
    for step in range(10):
        page.mouse.move(*studio.point(0.5 + 0.03 * step, 0.5))
        seen.add(studio.picture)
    assert len(seen) == 10
    np.testing.assert_array_equal(studio.code, clicked), "what is in the hand is not kept yet"
    page.mouse.up()
    dragged, after = studio.other(clicked), studio.picture
    page.mouse.move(5, 5)
    assert studio.picture == after

    undo, redo = studio.find(".undo"), studio.find(".redo")
    undo.click()     # a whole drag is one thing to undo
    assert studio.picture == hovered
    studio.kept(clicked)
    page.keyboard.press("Control+z")
    assert studio.picture == start
    expect(undo).to_be_disabled()
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+Shift+Z")
    assert studio.picture == after
    expect(redo).to_be_disabled()
    studio.kept(dragged)

    page.reload()
    studio.awake()
    assert studio.picture == after, "every point is a link"


def order(studio):
    """Which dimension each slider moves, from their labels."""
    labels = studio.find(".row input[type=range]").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    return [int(label.removeprefix("z")) for label in labels[:SIZE]]


def test_sliders_strips_locks_names_and_keys(run, server, open_browser):
    studio = Studio(open_browser("dark"), f"{server}/explore?run={run.id}")
    page, start, (first, right, up, _) = studio.page, studio.picture, order(studio)

    strip = studio.find(".strip").first
    strip.hover(position={"x": 3, "y": 10})
    lowest = 6 / 7 * float(studio.find(".row input[type=range]").first.get_attribute("min"))
    studio.shows(0, lowest, within=0.006)
    shown = studio.picture
    assert shown != start
    page.mouse.move(5, 5)
    assert studio.picture == start
    strip.click(position={"x": 3, "y": 10})
    code = studio.kept([lowest if i == first else 0 for i in range(SIZE)])
    assert studio.picture == shown

    slider = studio.find(".row input[type=range]").nth(1)
    slider.focus()
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowRight")
    studio.shows(1, 1.1)
    studio.kept([1.1 if i == right else z for i, z in enumerate(code)])
    page.keyboard.press("Control+z")     # keys in a row are one thing to undo
    studio.shows(1, 0)
    studio.kept(code)

    name = studio.find("input.name").first
    name.fill("roundness")
    name.press("r")     # alone, this letter would have Streamlit run the page again
    name.press("Backspace")
    name.press("Enter")
    studio.find(".lock, [aria-pressed]").first.click()
    studio.find(".random").click()
    random = studio.other(code)
    assert random[first] == pytest.approx(lowest), "a locked dimension stays"
    page.keyboard.press("Escape")
    studio.find(".reset").click()
    studio.kept(code)     # all zero but the locked one

    for choice, dimension in zip(studio.find(".choice select").all(), (right, up), strict=True):
        choice.select_option(f"z{dimension}")
    page.wait_for_url(f"**x=z{right}&y=z{up}*")
    studio.find(".pad").focus()
    page.keyboard.press("ArrowUp")
    studio.kept([0.1 if i == up else z for i, z in enumerate(code)])

    studio.find("[role=tab]").nth(1).click()
    titles = studio.find("[role=tabpanel]:not([hidden]) .row")
    expect(titles.first).to_be_visible()

    page.reload()
    studio.awake()
    expect(studio.find("input.name").first).to_have_value("roundness")
    assert run.notes().dimensions == {first: "roundness"}
    options = studio.find(".choice option").all_inner_texts()
    assert f"z{first} · roundness" in options


def test_the_studio_follows_a_walk_and_draws_the_class_that_is_asked_for(conditional, server, open_browser):
    studio = Studio(open_browser(), f"{server}/explore?run={conditional.id}")
    start = studio.picture
    studio.find(".kinds select").select_option("7")
    assert studio.picture != start
    studio.page.wait_for_url("**class=7*")
    expect(studio.find(".kinds select")).to_have_value("7")

    walked = [0.5, -1.0, 0.25, 1.0]
    for share in (0.5, 0.75, 1):
        studio.page.evaluate(GO, [conditional.id, [share * x for x in walked], 3])
    studio.kept(walked)
    expect(studio.find(".kinds select")).to_have_value("3")
    studio.find(".undo").click()     # the frames of a walk are one thing to undo
    expect(studio.find(".kinds select")).to_have_value("7")

    studio.page.wait_for_url("**class=7*")
    studio.page.go_back()
    studio.page.wait_for_url("**class=3*")
    expect(studio.find(".kinds select")).to_have_value("3")
    studio.kept(walked)


def test_a_model_that_is_too_slow_for_the_page_is_drawn_by_the_server_which_is_said(run, server, open_browser):
    page = open_browser()
    page.add_init_script("globalThis.genlabBudget = -1")
    page.set_viewport_size({"width": 834, "height": 1112})     # a tablet
    studio = Studio(page, f"{server}/explore?run={run.id}")
    expect(studio.find(".latency")).to_contain_text("on the server")
    expect(studio.find(".why")).to_contain_text("too large")
    start = studio.picture
    page.mouse.move(*studio.point(0.1, 0.1))
    page.wait_for_function("([before]) => document.querySelector('.stMain') !== null", arg=[start])
    expect(studio.find(".verdict strong")).not_to_be_empty()
    studio.page.wait_for_timeout(300)
    assert studio.picture != start
    main = page.locator(".stMain").evaluate("main => [main.scrollWidth, main.clientWidth]")
    assert main[0] <= main[1], "nothing sticks out sideways"
