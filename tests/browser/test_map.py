"""The map with a real mouse and real keys: hover, click, lasso, and the training played over it."""

import pytest
from playwright.sync_api import expect

from genmodels.worker import train_here
from tests.running import tiny


@pytest.fixture
def explored(runs):
    """A run with a code of two numbers, in the folder that `server` looks at."""
    run = runs.create(tiny(steps=300))
    assert train_here(run) == "finished"
    return run


@pytest.fixture
def page(explored, server, open_browser):
    page = open_browser()
    page.goto(f"{server}/explore?run={explored.id}")
    expect(page.locator(".genlab-studio .latency")).not_to_be_empty()     # the studio stands, and will take moves up
    page.get_by_role("tab", name="The map").click()
    expect(page.get_by_role("button", name="Play the training")).to_be_enabled()
    canvas(page).scroll_into_view_if_needed()
    return page


def canvas(page):
    return page.locator(".genlab-map canvas.lines")


def dots(page):
    """The points as they are drawn."""
    return page.locator(".genlab-map canvas.points").evaluate("canvas => canvas.toDataURL()")


def path(page, *shares):
    """The pointer goes down at the first place of the map, given in shares of it, and up at the last."""
    box = canvas(page).bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in shares]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=5)
    page.mouse.up()


def test_hover_click_lasso_and_play(page, explored):
    canvas(page).hover()
    expect(page.get_by_text("Decoded under the pointer")).to_be_visible()
    page.mouse.move(0, 0)
    expect(page.get_by_text("Decoded where you are")).to_be_visible()
    canvas(page).click(position={"x": 200, "y": 150})
    page.wait_for_url("**z=*")     # the studio took it up
    before = page.url

    page.get_by_role("button", name="Lasso").click()
    path(page, (0.02, 0.02), (0.98, 0.02), (0.98, 0.98), (0.02, 0.98))
    head = page.locator(".genlab-map .picked h4")
    expect(head).to_contain_text("of 360 images")
    assert int(head.inner_text().split()[0]) > 300
    assert len(page.locator(".genlab-map .picked .column").all()) == 10
    page.get_by_role("button", name="Explore from here").click()
    page.wait_for_url(lambda address: address != before)

    last, moment, step = dots(page), page.get_by_label("Moment of the training"), page.locator(".genlab-map output")
    moment.press("Home")
    expect(step).to_have_text("step 0")
    expect(page.locator(".genlab-map .tale")).to_contain_text("Random weights")
    page.wait_for_timeout(100)     # a frame
    assert dots(page) != last
    page.get_by_role("button", name="Play the training").click()
    expect(step).to_have_text("step 1")
    page.get_by_role("button", name="Pause").click()
    moment.press("End")
    moment.press("ArrowLeft")
    expect(step).not_to_have_text("step 300")
    page.get_by_role("button", name="Play the training").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play the training")).to_be_visible()
    expect(step).to_have_text("step 300")
    assert dots(page) == last, "the training ends where the map began"


def test_everything_by_keys(page):
    canvas(page).focus()
    first = dots(page)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**z=*")
    page.keyboard.press("+")
    expect(page.locator(".genlab-map .drawn")).to_contain_text("360 images drawn in")
    page.wait_for_timeout(100)
    assert dots(page) != first

    page.get_by_role("button", name="Fit").press("Enter")
    page.get_by_role("button", name="Lasso").press("Enter")
    canvas(page).focus()
    for key in ["ArrowLeft", "ArrowUp"] * 9 + ["Enter"] + ["ArrowRight", "ArrowDown"] * 18 + ["Enter"]:
        page.keyboard.press(key)
    expect(page.locator(".genlab-map .picked h4")).to_contain_text("of 360 images")
    page.keyboard.press("Escape")     # the cross goes, then the selection
    page.keyboard.press("Escape")
    expect(page.locator(".genlab-map .picked h4")).to_be_hidden()

    page.get_by_label("Colour by").select_option("slant")
    expect(page.locator(".genlab-map .scale")).to_contain_text("°")
    page.get_by_role("button", name="3", exact=True).press("Enter")
    expect(page.get_by_role("button", name="3", exact=True)).to_have_attribute("aria-pressed", "false")
