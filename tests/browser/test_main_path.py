"""The main path as a visitor walks it: open, train, see the curve grow, reload, stop, explore, generate."""

import re
import urllib.request

import pytest
from playwright.sync_api import expect

from ui import theme

GROUND = {"light": theme.LIGHT.background, "dark": theme.DARK.background}


def last_step(page):
    """How far the drawn curve has come, as its text alternative says."""
    return int(re.search(r"step (\d+)", page.locator(".genlab-curves .plot").first.get_attribute("aria-label"))[1])


def grown_beyond(page, step):
    page.wait_for_function(
        """step => Number(document.querySelector('.genlab-curves .plot')?.getAttribute('aria-label')
                         ?.match(/step (\\d+)/)?.[1]) > step""", arg=step)


def whole(page):
    """Nothing on the page broke."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)


def shown_range(page):
    return page.evaluate("document.querySelector('.genlab-curves .plot')._fullLayout.xaxis.range")


def test_from_an_empty_machine_to_an_explored_model(fresh_server, open_browser):
    page = open_browser()
    page.goto(fresh_server)
    page.get_by_role("button", name="Train one now").click()
    expect(page.locator(".genlab-curves .plot .main-svg").first).to_be_visible()
    grown_beyond(page, last_step(page))
    expect(page.locator(".genlab-film .samples canvas")).to_have_attribute("aria-label", re.compile(r"step \d+"))

    page.evaluate("Plotly.relayout(document.querySelector('.genlab-curves .plot'), {'xaxis.range': [2, 30]})")
    grown_beyond(page, last_step(page))
    assert shown_range(page) == [2, 30], "a refresh must not take the zoom away"

    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page.evaluate("Object.defineProperty(document, 'hidden', {configurable: true, get: () => true})")
    page.wait_for_timeout(1500)     # what was on its way arrives
    asked.clear()
    page.wait_for_timeout(2500)
    assert not asked, "a hidden tab fetches nothing"
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    grown_beyond(page, last_step(page))

    address = page.url
    assert "run=" in address
    page.reload()
    expect(page.locator(".genlab-curves .plot .main-svg").first).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Stop", exact=True).click()     # not that of a busy page
    expect(page.get_by_role("button", name="Resume from the last checkpoint")).to_be_visible()
    whole(page)

    page.get_by_test_id("stMain").get_by_role("link", name="Explore").click()
    expect(page.get_by_role("heading", name="Explore")).to_be_visible()
    expect(page.get_by_test_id("stMain").locator("img").first).to_be_visible()
    whole(page)
    page.goto(address.replace("/watch", "/generate"))
    expect(page.get_by_role("heading", name="Generate")).to_be_visible()
    expect(page.get_by_test_id("stMain").locator("img").first).to_be_visible()
    whole(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_deep_link_is_the_first_request_of_a_fresh_server(scheme, fresh_server, open_browser):
    page = open_browser(scheme)
    page.goto(f"{fresh_server}/watch")
    expect(page.get_by_role("heading", name="There is no run yet")).to_be_visible()
    for name in ("Home", "Data", "Train", "Watch", "Explore", "Generate"):
        expect(page.get_by_test_id("stSidebarNav").get_by_role("link", name=name)).to_be_visible()
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert [int(part) for part in re.findall(r"\d+", ground)[:3]] == list(bytes.fromhex(GROUND[scheme][1:]))
    for name in ("Home", "Data", "Train"):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        expect(page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
        whole(page)


def test_pages_and_routes_of_the_real_server_carry_the_security_headers(server):
    for path in ("/", "/api/plotly.js"):
        with urllib.request.urlopen(server + path) as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_the_first_page_has_the_script_of_the_curves_fetched_ahead(server):
    with urllib.request.urlopen(server) as page:
        address = re.fullmatch(r"<(/api/plotly\.js\?v=[\d.]+)>; rel=prefetch; as=script", page.headers["Link"])[1]
    with urllib.request.urlopen(server + address) as script:
        assert "immutable" in script.headers["Cache-Control"]
        assert script.headers["Link"] is None
