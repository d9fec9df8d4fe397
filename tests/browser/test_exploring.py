"""Exploring with a real mouse: what AppTest cannot press moves the code, and the address follows."""

import pytest
from playwright.sync_api import expect

from genmodels.runs import RunStore
from genmodels.worker import train_here
from tests.running import tiny

PICTURE = '[data-testid="stImage"] img'


@pytest.fixture
def explored(tmp_path):
    """A run with a code of two numbers, in the folder that `server` looks at."""
    run = RunStore(tmp_path / "runs").create(tiny(steps=60))
    assert train_here(run) == "finished"
    return run


def changed(page, before):
    """Wait until the first picture is another one; returns its address."""
    expect(page.locator(PICTURE).first).not_to_have_attribute("src", before)
    return page.locator(PICTURE).first.get_attribute("src")


def test_slider_map_plane_and_back(explored, server, open_browser):
    page = open_browser()
    page.goto(f"{server}/explore?run={explored.id}")
    picture = page.locator(PICTURE).first
    expect(picture).to_be_visible()
    middle = picture.get_attribute("src")

    page.locator('[data-testid="stSlider"] input').first.focus()
    page.keyboard.press("PageUp")
    moved = changed(page, middle)
    page.wait_for_url("**z=*")

    canvas = page.locator(".genlab-map canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.click(box["x"] + 0.05 * box["width"], box["y"] + 0.9 * box["height"])
    clicked, address = changed(page, moved), page.url

    page.get_by_role("tab", name="The whole plane").click()
    sheet = page.locator(".genlab-tiles img")
    sheet.scroll_into_view_if_needed()
    sheet.click(position={"x": 3, "y": 3})
    changed(page, clicked)
    assert page.url != address

    page.go_back()
    page.wait_for_url(address)
    expect(picture).to_have_attribute("src", clicked)


def test_a_click_on_the_sheet_shows_that_sample_large(explored, server, open_browser):
    page = open_browser("dark")
    page.goto(f"{server}/generate?run={explored.id}&seed=3&n=16")
    large = page.locator(PICTURE).first
    expect(large).to_be_visible()
    before = large.get_attribute("src")
    sheet = page.locator(".genlab-tiles img")
    box = sheet.bounding_box()
    sheet.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.4})     # third of the second row
    changed(page, before)
    page.wait_for_url("**sample=7*")
    assert "seed=3" in page.url
