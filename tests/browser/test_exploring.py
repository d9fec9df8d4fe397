"""The sheet of samples with a real mouse: a click makes a sample the large one, and the address follows."""

import pytest
from playwright.sync_api import expect

from genmodels.worker import train_here
from tests.running import tiny

PICTURE = '[data-testid="stImage"] img'


@pytest.fixture
def explored(runs):
    """A run with a code of two numbers, in the folder that `server` looks at."""
    run = runs.create(tiny(steps=60))
    assert train_here(run) == "finished"
    return run


def changed(page, before):
    """Wait until the first picture is another one; returns its address."""
    expect(page.locator(PICTURE).first).not_to_have_attribute("src", before)
    return page.locator(PICTURE).first.get_attribute("src")


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
