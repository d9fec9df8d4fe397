"""Changing one's mind in a real browser: live settings, what an alarm offers, a prediction before a training."""

import re

import pytest
from playwright.sync_api import expect

from genmodels import worker
from genmodels.cases import CASES, read_prediction
from genmodels.runs.files import append_row
from tests.running import tiny, wait_for

TITLE = "A name that needs more than one line beside its state and takes the headline's whole width"
TRY_NOW = {"settings": {"beta": 2.0}, "from": None}
TRY_BACK = {"settings": {"beta": 0.5}}
ALARM = {"rule": "posterior_collapse", "kind": "Posterior collapse", "what": "The code says nothing.",
         "evidence": "0.1 nats are left.", "why": "Every sample will look alike.", "advice": "Lower beta.",
         "plot": {"x": [1, 2, 3], "series": {"kl": [3.0, 1.0, 0.1]}, "limit": 0.5, "unit": "nats"}}


@pytest.fixture
def training(server, runs):
    """A VAE that trains in the background until the test ends, with a checkpoint to branch off."""
    run = worker.submit(runs, tiny(steps=1_000_000, live_share=0.0), title=TITLE)
    wait_for(lambda: run.checkpoints() and run.state == "running", 120)
    return run


def marks(page, kind):
    """Steps of the marks of that kind on the curves."""
    return page.evaluate(f"""document.querySelector('.genlab-curves .plot')?.data
        ?.find(({{ uid }}) => uid === 'mark-{kind}')?.x ?? []""")


def assert_a_long_title_pushes_nothing_away(page):
    """In the sidebar the whole title stands beside the state; in the headline the links stay together."""
    expect(page.get_by_test_id("stMain").get_by_role("link", name="Generate")).to_be_visible()
    parts = page.locator(".st-key-run-links .stHorizontalBlock > *")
    expect(parts.nth(1)).to_be_visible()
    title, state = parts.all()[:2]
    assert state.bounding_box()["x"] >= title.bounding_box()["x"] + title.bounding_box()["width"]
    words = title.locator("p:visible")
    assert words.evaluate("words => words.scrollWidth <= words.clientWidth && words.clientHeight > 20"), "all its lines"
    main = page.get_by_test_id("stMain")
    links = [main.get_by_role("link", name=name) for name in ("Explore", "Generate", "Compare")]
    assert len({round(link.bounding_box()["y"]) for link in links}) == 1


def test_beta_is_changed_by_hand_then_by_what_an_alarm_offers_then_on_a_branch(server, runs, training, open_browser):
    page = open_browser()
    page.goto(f"{server}/watch?run={training.id}")
    assert_a_long_title_pushes_nothing_away(page)
    page.get_by_role("tab", name="Live settings").click()
    beta = page.get_by_role("spinbutton", name="Beta")
    beta.fill("4")
    beta.press("Enter")
    row = page.locator('[data-testid="stHorizontalBlock"]', has=beta)
    row.get_by_role("button", name="Set").click()
    expect(row.get_by_text("Now 4")).to_be_visible()
    expect(row.get_by_text("at the start 1")).to_be_visible()
    expect(row.get_by_text("done")).to_be_visible()
    change, = training.changes()
    assert (change["setting"], change["old"], change["new"]) == ("beta", 1.0, 4.0)
    wait_for(lambda: marks(page, "change") == [change["step"]])
    expect(page.locator('.genlab-timeline button[aria-label*="beta was changed from 1 to 4"]')).to_have_count(1)

    step = training.checkpoints()[0]
    append_row(training.folder / "alarms.jsonl", ALARM | {"step": step, "tries": [TRY_NOW, TRY_BACK | {"from": step}]})
    card = page.locator('[class*="st-key-alarm-"]', has_text=ALARM["what"])     # the doctor may have seen more
    for part in ("kind", "evidence", "why", "advice"):
        expect(card.get_by_text(ALARM[part])).to_be_visible()
    drawn = card.locator("img")
    expect(drawn).to_be_visible()
    assert drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    card.get_by_role("button", name="Set beta = 2 now").click()
    wait_for(lambda: training.changed_settings() == {"beta": 2.0})
    expect(row.get_by_text("Now 2")).to_be_visible()
    card.get_by_role("button", name=re.compile(r"Branch from step .* with beta = 0\.5")).click()
    page.wait_for_url(lambda address: training.id not in address)
    child, = (run for run in runs.runs() if run.id != training.id)
    assert child.card.parent["run"] == training.id
    assert child.config.settings["beta"] == 0.5
    expect(page.get_by_role("heading", name=child.title)).to_be_visible()


def test_a_case_asks_for_a_prediction_and_then_tells_how_it_came_out(server, runs, open_browser):
    case, page = CASES["critic"], open_browser()
    page.goto(f"{server}/break_it?case={case.key}")
    commit = page.get_by_role("button", name="That is my prediction: start")
    expect(commit).to_be_disabled()
    expect(page.locator(".genlab-curves")).to_have_count(0)
    page.get_by_text(case.words("balance")).click()
    commit.click()
    expect(page.get_by_text("You said:")).to_be_visible()
    page.wait_for_function("document.querySelector('.genlab-curves .plot')?.data?.[0]?.x.length > 3")
    expect(page.get_by_text("What happened:")).to_have_count(0)
    run, = runs.runs()
    assert read_prediction(run).choice == "balance"
    page.get_by_test_id("stMain").get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("What happened:")).to_be_visible()
    outcome = read_prediction(run).outcome
    expect(page.get_by_text(outcome.evidence)).to_be_visible()
    page.reload()
    expect(page.get_by_text(outcome.evidence)).to_be_visible()
