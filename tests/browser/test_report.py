"""The report in a real browser, from the disk and without a network: it moves, and asks for nothing."""

import pytest
from playwright.sync_api import expect

from genmodels.report import report
from genmodels.runs import RunStore
from tests.report.making import HOSTILE, told


@pytest.fixture
def opened(tmp_path, open_browser):
    """`opened(scheme, width)`: the page, and the addresses that it asked for."""
    def opened(scheme="light", width=1440, **about):
        run = told(tmp_path / "runs", **about)
        file = tmp_path / "report.html"
        file.write_bytes(report(run, RunStore(tmp_path / "runs")))
        page, asked = open_browser(scheme), []
        page.context.set_offline(True)
        page.set_viewport_size({"width": width, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        expect(page.locator(".said")).to_have_text("Step 400 of 400 · 12 s")
        return page, asked
    return opened


def pixels(page, place=0):
    return page.locator(".film canvas").nth(place).evaluate("canvas => canvas.toDataURL()")


def moment(page):
    places = {"number": "#live .value", "curve": "#curves output", "classes": "#bars .about"}
    return {"samples": pixels(page), "reconstructions": pixels(page, 1)} | {
        name: page.locator(place).first.inner_text() for name, place in places.items()}


def test_one_hand_moves_pictures_curves_and_numbers(opened):
    page, asked = opened()
    late = moment(page)
    slider = page.get_by_role("slider", name="Moment of the training")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator(".said")).to_have_text("Step 1 of 400 · 0 s")
    early = moment(page)
    assert not set(late.items()) & set(early.items())
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "Step 37 of 400 · 1 s")
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")     # also where nothing is focused
    expect(page.locator(".said")).to_have_text("Step 1 of 400 · 0 s")
    assert moment(page) == early
    assert [address for address in asked if not address.startswith("data:")] == asked[:1]
    assert asked[0].startswith("file:")


def test_the_film_plays_to_its_end_and_marks_lead_to_what_happened(opened):
    page, _ = opened()
    page.get_by_role("button", name="2 times the speed").click()
    page.get_by_role("button", name="Play the training").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play the training")).to_be_visible()
    expect(page.locator(".said")).to_have_text("Step 400 of 400 · 12 s")
    page.get_by_role("button", name="alarm at step 200: Nothing moves.").click()
    expect(page.locator(".said")).to_contain_text("Step 182")
    page.locator("#curves svg").first.hover(position={"x": 60, "y": 80})
    expect(page.locator("#curves .tip").first).to_contain_text("step")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1920])
def test_it_fits_the_screen(opened, scheme, width):
    page, _ = opened(scheme, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 21, 28)"}[scheme]


def test_hostile_words_do_nothing(opened):
    page, asked = opened(title=HOSTILE, words=HOSTILE)
    assert page.locator("h1").inner_text() == HOSTILE
    assert page.title() != "1"
    assert page.locator("img").count() == 0
    assert len([address for address in asked if not address.startswith("data:")]) == 1
