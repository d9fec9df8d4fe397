"""Comparing in a real browser: choose runs, align their curves, move through their pictures, take files away."""

import csv
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from genmodels.runs.files import append_row, write_rows
from genmodels.runs.locks import hold
from genmodels.runs.snapshots import write_snapshot
from genmodels.runs.status import read_status, this_host, write_status
from tests.running import tiny

PLOT = ".genlab-overlay .plot"
GREYS = {0: 0, 100: 60, 200: 120}     # step -> grey of every picture drawn then


def row(step, loss):
    return {"step": step, "time": step / 100, "values": {"vae/loss": loss, "vae/reconstruction": loss, "vae/kl": 0.5}}


def result(value):
    return {"metric": "kid", "title": "KID", "unit": "", "value": value, "low": value - 0.1, "high": value + 0.1,
            "floor": 0.0, "n": 1000, "seed": 0, "judge": "j", "step": 200, "seconds": 1.0}


def left_behind(store, brighter, **rest):
    """A run of 200 steps whose pictures are of one grey each."""
    run = store.create(tiny(steps=200, **rest))
    write_rows(run.folder / "metrics.jsonl", [row(step, 2.0 + brighter + 100 / step) for step in range(10, 201, 10)])
    for step, grey in GREYS.items():
        pixels = np.full((64, 1, 8, 8), grey + brighter, np.uint8)
        write_snapshot(run.folder, step, pixels, pixels[:4], pixels[:4] + 1)
    append_row(run.folder / "results.jsonl", result(float(brighter)))
    (run.folder / "checkpoint-200").mkdir()     # of which the result is
    write_status(run.folder, replace(read_status(run.folder), state="finished", step=200, steps=200))
    return run


@pytest.fixture
def pair(runs):
    return left_behind(runs, 0), left_behind(runs, 100, seed=1)


def address(server, pair, section, **query):
    rest = "".join(f"&{name}={value}" for name, value in query.items())
    return f"{server}/compare?runs={','.join(run.id for run in pair)}&section={section}{rest}"


def axis(page, what="plot.data.map(({ x }) => Math.max(...x))"):
    return page.evaluate(f"(() => {{ const plot = document.querySelector('{PLOT}'); return {what}; }})()")


def seen(page, what):
    page.wait_for_function(f"(() => {{ const plot = document.querySelector('{PLOT}'); return {what}; }})()")


def greys(page, wanted, canvases=".panes canvas"):
    """Wait until the first tile of each canvas has this grey in its middle."""
    page.wait_for_function("""([canvases, wanted]) => {
      const of = (canvas) => canvas.getContext("2d").getImageData(3, 3, 1, 1).data[0];
      return JSON.stringify([...all(canvases)].map(of)) === JSON.stringify(wanted);
      function all(selector) {
        const roots = [document, ...[...document.querySelectorAll("*")].flatMap((one) => one.shadowRoot ?? [])];
        return roots.flatMap((root) => [...root.querySelectorAll(selector)]);
      }
    }""", arg=[f".genlab-sides {canvases}", wanted])


def image(download):
    return Image.open(io.BytesIO(download.path().read_bytes()))


def settle(page):
    """All pictures are there."""
    expect(page.locator(".genlab-sides canvas").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".genlab-sides > .note")).to_be_empty()


def test_runs_are_chosen_by_search_and_the_address_follows(server, open_browser, pair):
    one, other = pair
    page = open_browser()
    page.goto(f"{server}/compare?runs={one.id}")
    expect(page.get_by_text("Choose one more run")).to_be_visible()
    page.get_by_role("combobox", name="Runs", exact=True).fill(other.id[-4:])
    page.get_by_role("option").first.click()
    page.wait_for_url(re.compile(re.escape(other.id)))
    page.keyboard.press("Escape")
    expect(page.get_by_role("main").get_by_role("img", name="B", exact=True)).to_be_visible()


def test_curves_align_by_steps_images_and_seconds(server, open_browser, pair):
    page = open_browser("dark")
    page.goto(address(server, pair, "Curves"))
    seen(page, "plot?.data?.length === 4")
    assert set(axis(page)) == {200}
    page.get_by_text("Images looked at", exact=True).click()
    page.wait_for_url(re.compile("along=images"))
    seen(page, "Math.max(...plot.data[0].x) === 3200")
    page.get_by_text("Seconds", exact=True).click()
    seen(page, "Math.max(...plot.data[0].x) === 2")
    assert axis(page, "plot._fullLayout.xaxis.title.text") == "training time in seconds"
    page.locator(".genlab-overlay .log").check()
    assert axis(page, "plot._fullLayout.yaxis.type") == "log"


def test_a_run_that_trains_goes_on_growing_and_the_zoom_stays(server, open_browser, pair, runs):
    running = runs.create(tiny(steps=500))
    write_rows(running.folder / "metrics.jsonl", [row(step, 5.0) for step in range(10, 101, 10)])
    with hold(running.folder / "lock"):
        write_status(running.folder, replace(read_status(running.folder), state="running", step=100, host=this_host()))
        page = open_browser()
        page.goto(address(server, [pair[0], running], "Curves"))
        seen(page, "plot?.data?.length === 4")
        page.evaluate(f"Plotly.relayout(document.querySelector('{PLOT}'), {{'xaxis.range': [50, 150]}})")
        append_row(running.folder / "metrics.jsonl", row(140, 4.0))
        seen(page, "plot.data.some(({ x }) => Math.max(...x) === 140)")
        assert axis(page, "plot._fullLayout.xaxis.range") == [50, 150]
        write_status(running.folder, replace(read_status(running.folder), state="stopped"))


def test_one_scrubber_moves_all_pictures_without_the_server(server, open_browser, pair):
    page = open_browser()
    page.goto(address(server, pair, "Pictures"))
    settle(page)
    scrub = page.get_by_role("slider", name="Moment of all trainings")
    expect(scrub).to_have_attribute("aria-valuetext", "100 % of each training")
    greys(page, [120, 220])
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    scrub.focus()
    page.keyboard.press("ArrowLeft")
    expect(scrub).to_have_attribute("aria-valuetext", "50 % of each training")
    greys(page, [60, 160])
    page.keyboard.press("Home")
    greys(page, [0, 100])
    page.get_by_role("button", name="Play", exact=True).click()
    expect(scrub).to_have_attribute("aria-valuetext", "100 % of each training")
    greys(page, [120, 220])
    assert asked == [], "moving asks nobody"


def test_a_divider_parts_two_runs(server, open_browser, pair):
    page = open_browser()
    page.goto(address(server, pair, "Pictures", view="swipe"))
    settle(page)
    divider = page.get_by_role("slider", name="Divider between the two runs")
    frame = page.locator(".genlab-sides .frame")
    box = frame.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + 40, steps=4)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", "25")
    shot = np.asarray(Image.open(io.BytesIO(frame.screenshot())).convert("L"))
    tile = shot.shape[1] // 8
    assert abs(int(shot[tile // 2, tile // 2]) - 120) < 5, "the first run on the left"
    assert abs(int(shot[tile // 2, 7 * tile + tile // 2]) - 220) < 5, "the second on the right"
    page.keyboard.press("End")
    expect(divider).to_have_attribute("aria-valuenow", "100")
    page.get_by_label("Left", exact=True).select_option(pair[1].id)
    page.get_by_label("Right", exact=True).select_option(pair[0].id)
    greys(page, [220], ".frame .above")


def test_two_runs_take_turns_until_somebody_stops_them(server, open_browser, pair):
    page = open_browser()
    page.goto(address(server, pair, "Pictures", view="blink"))
    settle(page)
    above = page.locator(".genlab-sides .above")
    for percent in ("100%", "0%"):
        expect(above).to_have_css("clip-path", re.compile(rf"inset\(0px {percent} 0px 0px\)|inset\(0px\)"))
    page.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Take turns")).to_be_visible()


def test_reconstructions_stand_below_the_images_they_are_of(server, open_browser, pair):
    page = open_browser()
    page.goto(address(server, pair, "Pictures", pictures="reconstructions"))
    settle(page)
    greys(page, [120, 121, 221])


def test_files_are_taken_away(server, open_browser, pair):
    page = open_browser()
    page.goto(address(server, pair, "Pictures"))
    settle(page)
    with page.expect_download() as picture:
        page.get_by_role("link", name="Pictures as PNG").click()
    assert image(picture.value).width > 960
    page.get_by_role("tab", name="Numbers").click()
    with page.expect_download() as table:
        page.get_by_role("button", name="Numbers as CSV").click()
    rows = list(csv.DictReader(io.StringIO(table.value.path().read_bytes().decode("utf-8-sig"))))
    assert [(line["run"], line["best"]) for line in rows] == [(pair[0].id, "yes"), (pair[1].id, "")]
    page.get_by_role("tab", name="Curves").click()
    seen(page, "plot?.data?.length === 4")
    page.locator(PLOT).hover()
    with page.expect_download() as curves:
        page.locator(f"{PLOT} [data-title^='Download plot']").click()
    assert image(curves.value).width > 960


@pytest.mark.parametrize("width", [768, 1920])
@pytest.mark.parametrize("section", ["Curves", "Pictures", "Numbers", "Settings"])
def test_no_section_is_wider_than_the_page(width, section, server, open_browser, pair):
    page = open_browser()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address(server, pair, section))
    expect(page.get_by_role("tab", name=section)).to_be_visible()
    page.wait_for_load_state("networkidle")
    wide = page.get_by_test_id("stMain").evaluate("(main) => main.scrollWidth - main.clientWidth")
    assert wide <= 0
