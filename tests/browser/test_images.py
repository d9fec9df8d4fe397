"""Drawing with a real mouse and with keys: the model sees it, rebuilds it, repairs it; what was drawn stays."""

import re

import pytest
from playwright.sync_api import expect

from genmodels.worker import train_here
from tests.browser.conftest import at_rest
from tests.running import tiny

SEEN, AGAIN, PAPER = 'img[alt="The image the model sees"]', 'img[alt="The reconstruction"]', ".genlab-sketch .canvas"


@pytest.fixture
def explored(runs):
    run = runs.create(tiny(steps=60))
    assert train_here(run) == "finished"
    return run


class Desk:
    """The image sections as a visitor handles them."""

    def __init__(self, page, address):
        self.page = page
        page.goto(address)

    def section(self, name):
        self.page.get_by_role("tab", name=name).click()

    def line(self, paper, *points):
        """One stroke through points given as shares of the paper."""
        canvas = self.ready(paper)
        canvas.scroll_into_view_if_needed()
        box = self.resting(canvas)
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*place, steps=4)
        self.page.mouse.up()

    def ready(self, paper):
        """The paper, once its script is there: what is drawn before would reach nobody."""
        canvas = self.page.locator(paper)
        expect(canvas.locator("xpath=../..")).to_have_attribute("aria-busy", re.compile("true|false"))
        return canvas

    def resting(self, canvas):
        """Its place, once the page around it has settled: a stroke beside the paper draws nothing."""
        at_rest(self.page)
        before, box = None, canvas.bounding_box()
        while box != before:
            self.page.wait_for_timeout(100)
            before, box = box, canvas.bounding_box()
        return box

    def source(self, picture):
        return self.page.locator(picture).first.get_attribute("src")

    def changed(self, picture, before):
        """Wait until the picture is another one and all that was drawn has been answered; returns its address."""
        expect(self.page.locator(picture).first).not_to_have_attribute("src", before)
        for sketch in self.page.locator(".genlab-sketch").all():
            expect(sketch).to_have_attribute("aria-busy", "false")
        at_rest(self.page)
        return self.source(picture)


def test_a_drawn_digit_is_seen_rebuilt_and_taken_to_the_studio(explored, server, open_browser):
    desk = Desk(open_browser(), f"{server}/explore?run={explored.id}")
    desk.section("From an image")
    expect(desk.page.locator(SEEN)).to_be_visible()
    example, rebuilt = desk.source(SEEN), desk.source(AGAIN)

    desk.line(PAPER, (0.3, 0.2), (0.7, 0.2), (0.45, 0.9))
    drawn = desk.changed(SEEN, example)
    desk.changed(AGAIN, rebuilt)
    expect(desk.page.get_by_text("drawn by you")).to_be_visible()
    expect(desk.page.locator('[role=img][aria-label^="Mean and spread of the posterior"]')).to_be_visible()

    desk.line(PAPER, (0.3, 0.55), (0.75, 0.55))
    crossed = desk.changed(SEEN, drawn)
    desk.page.get_by_role("button", name="Undo the last stroke").click()
    expect(desk.page.locator(SEEN)).to_have_attribute("src", drawn)
    desk.page.locator(".genlab-sketch .redo").click()
    expect(desk.page.locator(SEEN)).to_have_attribute("src", crossed)

    desk.page.get_by_role("button", name="Explore from here").click()
    desk.page.wait_for_url("**z=*")
    expect(desk.page.locator(SEEN)).to_have_attribute("src", crossed)

    desk.page.get_by_role("button", name="Clear all").click()
    expect(desk.page.locator(SEEN)).to_have_attribute("src", example)


def test_the_keys_draw_as_well(explored, server, open_browser):
    desk = Desk(open_browser("dark"), f"{server}/explore?run={explored.id}")
    desk.section("From an image")
    expect(desk.page.locator(SEEN)).to_be_visible()
    example = desk.source(SEEN)
    desk.ready(PAPER).focus()
    desk.page.keyboard.press("ArrowUp")
    desk.page.keyboard.press("Space")
    for _ in range(8):
        desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Space")
    drawn = desk.changed(SEEN, example)
    desk.page.keyboard.press("Control+z")
    expect(desk.page.locator(SEEN)).to_have_attribute("src", example)
    desk.page.keyboard.press("Control+y")
    expect(desk.page.locator(SEEN)).to_have_attribute("src", drawn)
    desk.page.keyboard.press("Delete")
    expect(desk.page.locator(SEEN)).to_have_attribute("src", example)


def test_a_mask_is_painted_and_what_it_covers_repaired(explored, server, open_browser):
    desk = Desk(open_browser(), f"{server}/explore?run={explored.id}&source=held-out&image=4&damage=half")
    desk.section("Repair")
    best = desk.page.locator("figure", has_text="★ best")
    expect(best).to_have_count(1)
    expect(best).to_contain_text(re.compile(r"\d+\.\d dB|exact"))
    halved = desk.source('img[alt="Destroyed"]')

    desk.page.get_by_role("button", name="By hand").or_(desk.page.get_by_role("radio", name="By hand")).first.click()
    expect(desk.page.get_by_text("Paint over the picture")).to_be_visible()
    desk.page.wait_for_url("**damage=hand*")
    desk.line(".genlab-sketch.mask .canvas", (0.5, 0.1), (0.5, 0.9))
    painted = desk.changed('img[alt="Destroyed"]', halved)
    expect(best).to_have_count(1)
    desk.line(".genlab-sketch.mask .canvas", (0.1, 0.5), (0.9, 0.5))
    desk.changed('img[alt="Destroyed"]', painted)

    desk.section("Arithmetic")
    expect(desk.page.locator('img[alt="A - B + C"]')).to_be_visible()
    desk.section("Repair")
    expect(desk.page.locator('img[alt="Destroyed"]')).to_be_visible()     # the mask is still there
    expect(best).to_have_count(1)


def test_ink_lies_where_the_pen_was_at_every_size_of_the_paper(explored, server, open_browser):
    desk = Desk(open_browser(), f"{server}/explore?run={explored.id}")
    desk.section("From an image")
    expect(desk.page.locator(SEEN)).to_be_visible()
    desk.line(PAPER, (0.2, 0.8), (0.8, 0.8))
    for width in (1440, 1024, 700):
        desk.page.set_viewport_size({"width": width, "height": 900})
        lit = desk.page.locator(PAPER).evaluate("""canvas => {
            const { width, height } = canvas, all = canvas.getContext("2d").getImageData(0, 0, width, height).data;
            const at = (x, y) => all[4 * (Math.round(y * height) * width + Math.round(x * width))];
            return { square: width === height, on: at(0.5, 0.8), off: at(0.5, 0.65), above: at(0.5, 0.2) };
        }""")
        assert lit == {"square": True, "on": 255, "off": 0, "above": 0}, width
