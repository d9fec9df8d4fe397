"""The curves under the hand: a zoom that new rows do not take away, finer rows in it, family, seconds, marks."""

import re

import pytest
from playwright.sync_api import expect

from genmodels.runs.files import append_row, write_rows
from genmodels.runs.locks import hold
from genmodels.runs.status import Status, this_host, write_status
from tests.running import tiny

PLOT = ".genlab-curves .plot"
RAW = "plot.data.find(({ uid }) => uid === 'vae-loss-raw').x"
STEPS = 30_000


def row(step, loss):
    return {"step": step, "time": step / 100, "values": {"vae/loss": loss, "vae/reconstruction": loss, "vae/kl": 0.5}}


@pytest.fixture
def family(runs):
    """A parent with a long past, and a branch of it whose worker lives: the test holds its lock and writes its rows."""
    parent = runs.create(tiny(steps=STEPS))
    write_rows(parent.folder / "metrics.jsonl", [row(step, 2.0 + step % 30) for step in range(10, STEPS + 1, 10)])
    append_row(parent.folder / "alarms.jsonl", {"step": 12_000, "kind": "slow", "what": "Steps became slow."})
    write_status(parent.folder, Status("finished", step=STEPS, steps=STEPS))
    branch = runs.create(tiny(steps=STEPS), parent={"run": parent.id, "step": 15_000})
    write_rows(branch.folder / "metrics.jsonl",
               [row(step, 2.0 + step % 30 if step <= 15_000 else 50.0) for step in range(10, 20_001, 10)])
    with hold(branch.folder / "lock"):
        write_status(branch.folder, Status("running", step=20_000, steps=STEPS, host=this_host()))
        yield parent, branch
        write_status(branch.folder, Status("stopped", step=20_000, steps=STEPS))


@pytest.fixture
def open_tall(open_browser):
    """A window so tall that every plot is in sight; the others are not drawn anew."""
    def opened(*scheme):
        page = open_browser(*scheme)
        page.set_viewport_size({"width": 1440, "height": 2400})
        return page

    return opened


def ask(page, what):
    return page.evaluate(f"(() => {{ const plot = document.querySelector('{PLOT}'); return {what}; }})()")


def lines(page):
    """uid -> number of points, of the lines in the first panel."""
    return dict(ask(page, "plot.data.map(({ uid, x }) => [uid, x.length])"))


def seen(page, what):
    page.wait_for_function(f"(() => {{ const plot = document.querySelector('{PLOT}'); return {what}; }})()")


def test_a_zoom_shows_finer_rows_and_outlives_new_ones(server, open_tall, family):
    _, branch = family
    page = open_tall()
    page.goto(f"{server}/watch?run={branch.id}")
    seen(page, "plot?.data?.length > 2")
    assert lines(page)["vae-loss-raw"] <= 2 * 1024, "2,000 rows come in buckets"
    page.evaluate(f"Plotly.relayout(document.querySelector('{PLOT}'), {{'xaxis.range': [19000, 21000]}})")
    seen(page, f"{RAW}.filter((x) => x >= 19000 && x <= 19500).length === 51")
    for step in range(20_010, 20_101, 10):
        append_row(branch.folder / "metrics.jsonl", row(step, 60.0))
    seen(page, f"{RAW}.at(-1) === 20100")
    ranges = page.evaluate(f"[...document.querySelectorAll('{PLOT}')].map((plot) => plot._fullLayout.xaxis.range)")
    assert ranges == [[19000, 21000]] * len(ranges), "no refresh takes the zoom away, and all panels look at one place"
    assert "step 20100" in page.locator(PLOT).first.get_attribute("aria-label")
    page.evaluate(f"Plotly.relayout(document.querySelector('{PLOT}'), {{'xaxis.autorange': true}})")
    seen(page, "plot._fullLayout.xaxis.range[0] <= 10")


def test_the_legend_keeps_what_was_hidden_when_rows_come(server, open_tall, family):
    _, branch = family
    page = open_tall()
    page.goto(f"{server}/watch?run={branch.id}")
    seen(page, "plot?.data?.length > 2 && Boolean(plot.on)")
    parts = f"[...document.querySelectorAll('{PLOT}')].at(-1)"
    mine = "({ legendgroup }) => legendgroup === 'vae/kl'"
    page.evaluate(f"Plotly.restyle({parts}, {{ visible: 'legendonly' }}, "
                  f"{parts}.data.flatMap((trace, i) => (({mine})(trace) ? [i] : [])))")
    append_row(branch.folder / "metrics.jsonl", row(20_010, 60.0))
    seen(page, "plot.getAttribute('aria-label').includes('step 20010')")
    hidden = page.evaluate(f"{parts}.data.filter({mine}).map(({{ visible }}) => visible)")
    assert hidden
    assert set(hidden) == {"legendonly"}


def test_a_branch_shows_its_parents_line_and_where_it_left_it(server, open_tall, family):
    parent, branch = family
    page = open_tall("dark")
    page.goto(f"{server}/watch?run={branch.id}")
    uid = f"vae-loss-{parent.id}"
    seen(page, f"plot?.data?.some(({{ uid }}) => uid === '{uid}')")
    assert ask(page, f"plot.data.find(({{ uid }}) => uid === '{uid}').x.at(-1)") > 29_000, "beyond the branching step"
    assert ask(page, "plot.data.find(({ uid }) => uid === 'mark-origin').x") == [15_000]
    expect(page.locator(".genlab-curves .meaning")).to_contain_text("where it came from (step 15000)")
    page.get_by_label("Family").uncheck()
    seen(page, f"!plot.data.some(({{ uid }}) => uid === '{uid}')")
    expect(page.locator(".genlab-curves .meaning a")).to_have_count(0)


def test_a_parent_shows_its_branches_and_marks_and_counts_in_seconds_too(server, open_tall, family):
    parent, branch = family
    page = open_tall()
    page.goto(f"{server}/watch?run={parent.id}")
    uid = f"vae-loss-{branch.id}"
    seen(page, f"plot?.data?.some(({{ uid }}) => uid === '{uid}')")
    assert ask(page, f"plot.data.find(({{ uid }}) => uid === '{uid}').x[0]") >= 15_000, "its own rows only"
    told = ask(page, "plot.data.filter(({ text }) => text).map(({ uid, x, text }) => [uid, x, text])")
    assert ["mark-alarm", [12_000], ["Steps became slow."]] in told
    assert [uid for uid, *_ in told] == ["mark-alarm", "mark-branch"]
    page.evaluate(f"Plotly.relayout(document.querySelector('{PLOT}'), {{'xaxis.range': [10000, 14000]}})")
    page.get_by_label("Along").select_option("seconds")
    seen(page, "plot._fullLayout.xaxis.title.text === 'training time in seconds'")
    low, high = ask(page, "plot._fullLayout.xaxis.range")
    assert (round(low), round(high)) == (100, 140), "the same part of the training is looked at"
    assert ask(page, "plot.data.find(({ uid }) => uid === 'mark-alarm').x") == [pytest.approx(120)]


def test_a_plot_out_of_sight_is_drawn_when_it_comes_into_it(server, open_browser, family):
    _, branch = family
    page = open_browser()
    page.set_viewport_size({"width": 1440, "height": 300})
    page.goto(f"{server}/watch?run={branch.id}")
    plot = page.locator(PLOT).first
    seen(page, "plot?.data?.length > 2")
    assert plot.bounding_box()["y"] > 300 + 200
    append_row(branch.folder / "metrics.jsonl", row(20_010, 60.0))
    expect(plot).to_have_attribute("aria-label", re.compile("step 20010"))
    assert ask(page, f"{RAW}.at(-1)") < 20_010
    plot.scroll_into_view_if_needed()
    seen(page, f"{RAW}.at(-1) === 20010")
