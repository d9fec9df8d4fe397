"""The one scrubber as a visitor uses it: by hand, by keys, as a film, and while the run goes on."""

import re

import pytest
from playwright.sync_api import expect

from benchmarks.filmed import filmed, growing
from genmodels.panel import snapshot_steps
from genmodels.runs.locks import hold
from genmodels.runs.snapshots import forget_snapshots_after


@pytest.fixture
def run(runs):
    return filmed(runs.root)


@pytest.fixture
def training(run):
    """Has come to step 4,000 of 20,000; this test is its worker."""
    forget_snapshots_after(run.folder, 4000)
    with hold(run.folder / "lock"):
        growing(run, 4000)
        yield run
        growing(run, 20_000)
    run.folder.rename(run.folder.with_name(".gone"))     # nobody is there to be stopped


def opened(page, server, run):
    """The page with everything it fetches ahead."""
    page.goto(f"{server}/watch?run={run.id}")
    expect(page.locator(".genlab-timeline .said")).to_have_text(re.compile("Step"))
    expect(page.locator(".genlab-timeline .reading")).to_have_text("")
    expect(page.locator(".genlab-drifting canvas")).to_have_attribute("aria-label", re.compile("step"))
    expect(page.locator(".genlab-curves .plot .main-svg").first).to_be_visible()
    expect(page.locator(".genlab-histogram .bars").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


def knob(page):
    return page.locator(".genlab-timeline .knob")


def step(page):
    return int(knob(page).get_attribute("aria-valuenow"))


def pixels(page, kind):
    return page.locator(f".genlab-film .{kind} canvas").evaluate("canvas => canvas.toDataURL()")


def everywhere(page):
    """What each part of the page shows at the moment."""
    return {"samples": pixels(page, "samples"), "reconstructions": pixels(page, "reconstructions"),
            "map": page.locator(".genlab-drifting canvas").evaluate("canvas => canvas.toDataURL()"),
            "classes": page.locator(".genlab-histogram .words").first.inner_text(),
            "numbers": page.locator(".genlab-numbers .legend").inner_text()}


def drag(page, *shares):
    box = page.locator(".genlab-timeline .rail").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + shares[0] * box["width"], y)
    page.mouse.down()
    for share in shares[1:]:
        page.mouse.move(box["x"] + share * box["width"], y, steps=8)
    page.mouse.up()
    page.wait_for_timeout(300)


SEEN = """() => {     // the step of every picture that comes onto the screen
  const within = (one) => one.shadowRoot?.querySelector(".genlab-film .samples .step");
  const step = [...document.querySelectorAll("*")].map(within).find(Boolean), look = () => {
    seen.add(step.textContent);
    requestAnimationFrame(look);
  };
  const seen = window.genlabSeen = new Set();
  look();
}"""


def test_one_hand_moves_everything_and_asks_the_server_for_nothing(server, run, open_browser):
    page = opened(open_browser(), server, run)
    late = everywhere(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    drag(page, 0.9, 0.5, 0.1, 0.0)
    early = everywhere(page)
    assert step(page) == 0
    assert [part for part in late if early[part] == late[part]] == [], "every part has moved"
    assert "Missing classes: 4, 5, 6, 7, 8, 9." in early["classes"]

    knob(page).press("ArrowRight")
    expect(knob(page)).to_have_attribute("aria-valuenow", "1")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(knob(page)).to_have_attribute("aria-valuenow", "3")
    expect(knob(page)).to_have_attribute("aria-valuetext", re.compile(r"Step 3 · \d+ s"))
    page.keyboard.press("End")
    expect(knob(page)).to_have_attribute("aria-valuenow", "20000")
    assert everywhere(page) == late
    page.keyboard.press("Home")
    assert step(page) == 0
    assert not asked, "moving is the browser's own business"


def test_the_film_plays_through_and_stops_under_the_hand(server, run, open_browser):
    page = opened(open_browser(), server, run)
    page.evaluate(SEEN)
    page.get_by_role("button", name="2 times the speed").click()
    page.get_by_role("button", name="Play the training").click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Play the training")).to_be_visible()
    assert step(page) == 20_000
    seen = page.evaluate("[...window.genlabSeen]")
    steps = {int(text.replace(",", "").split()[1]) for text in seen}
    assert steps <= {0, *snapshot_steps(20_000), *run.snapshots()}
    assert len(steps) > 20, "it was a film"

    page.get_by_role("button", name="Play the training").click()
    drag(page, 0.6, 0.5)
    there = step(page)
    expect(page.get_by_role("button", name="Play the training")).to_be_visible()
    page.wait_for_timeout(500)
    assert step(page) == there


def test_the_newest_is_followed_until_a_hand_moves_and_again_when_asked(server, training, open_browser):
    page = opened(open_browser(), server, training)
    follow = page.get_by_role("button", name="Follow live")
    expect(follow).to_have_attribute("aria-pressed", "true")
    expect(knob(page)).to_have_attribute("aria-valuenow", "4000")
    growing(training, 5000)
    expect(knob(page)).to_have_attribute("aria-valuenow", "5000")
    drag(page, 0.4, 0.1)
    there = step(page)
    assert there < 4000
    expect(follow).to_have_attribute("aria-pressed", "false")
    growing(training, 6000)
    expect(page.locator(".genlab-timeline .trained")).to_have_attribute("style", re.compile("width"))
    page.wait_for_timeout(2500)
    assert step(page) == there, "refreshing does not fight the visitor"
    follow.click()
    expect(knob(page)).to_have_attribute("aria-valuenow", "6000")
    growing(training, 7000)
    expect(knob(page)).to_have_attribute("aria-valuenow", "7000")
