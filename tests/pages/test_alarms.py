"""Alarm cards on Watch: evidence, severity, what to press and what becomes of it, on working and on finished runs."""

import base64
import json
import re
from dataclasses import replace

import pytest

from genmodels.runs.commands import after
from genmodels.runs.episodes import episodes, severity
from genmodels.runs.files import append_row
from genmodels.runs.locks import hold
from genmodels.runs.status import read_status, this_host, write_status
from tests.pages.reading import healthy, words
from tests.running import tiny
from ui.evidence import drawing

PLOT = {"x": [10, 20, 30], "series": {"discriminator": [0.5, 0.9, None]}, "limit": 0.8, "unit": "share"}
NOW = {"label": "Set generator_rate = 0.001 now", "settings": {"generator_rate": 0.001}, "from": None}
BACK = {"label": "Branch from step 30 with generator_rate = 0.001", "settings": {"generator_rate": 0.001}, "from": 30}
ANEW = {"label": "Start again with width = 32", "settings": {"width": 32}, "from": 0}


def an_alarm(step=20, rule="saturated", **more):
    return {"step": step, "rule": rule, "kind": "Saturated outputs", "what": "The outputs stick to the ends.",
            "evidence": "3 % are left.", "advice": "Lower the rate.", "why": "No gradient passes.", "plot": PLOT,
            "tries": [NOW, BACK, ANEW], **more}


def put(run, *rows):
    for row in rows:
        append_row(run.folder / "alarms.jsonl", row)


def pictures(at):
    """The plots on the page, as SVG; they travel as images."""
    coded = [re.search(r"svg\+xml;base64,([^\"]+)", html.proto.body) for html in at.get("html")]
    return [base64.b64decode(found[1]).decode() for found in coded if found]


def pressed(at, start):
    return [button for button in at.button if (button.key or "").startswith("try-") and button.label.startswith(start)]


def test_without_an_alarm_the_page_says_what_would_be_looked_for(finished_vae, finished_gan, open_page):
    at = open_page("watch", run=finished_vae.id)
    assert any("No alarm so far" in box.label for box in at.expander)
    assert "Posterior collapse" in words(at)
    assert "Critic winning" not in words(at)
    assert "Critic winning" in words(open_page("watch", run=finished_gan.id))


def test_a_card_says_what_was_seen_why_and_what_to_try(finished_gan, open_page):
    put(finished_gan, an_alarm())
    at = open_page("watch", run=finished_gan.id)
    for part in ("Saturated outputs", "step 20", "stick to the ends", "3 % are left", "No gradient passes", "Lower"):
        assert part in words(at), part
    drawn, = pictures(at)
    assert "limit 0.8" in drawn
    assert not pressed(at, "Set "), "a finished run hears nothing"


def test_a_live_setting_is_sent_to_the_worker(world, open_page):
    run = world.create(tiny("gan", steps=100))
    put(run, an_alarm())
    with hold(run.folder / "lock"):
        write_status(run.folder, replace(read_status(run.folder), state="running", step=40, host=this_host()))
        at = open_page("watch", run=run.id)
        button, = pressed(at, "Set ")
        healthy(button.click().run())
    command, = after(run.folder, 0)
    assert (command["kind"], command["setting"], command["value"]) == ("set", "generator_rate", 0.001)


def test_what_could_be_changed_live_is_a_new_start_once_the_run_has_ended(finished_gan, open_page):
    put(finished_gan, an_alarm(tries=[NOW]))
    at = open_page("watch", run=finished_gan.id)
    assert not pressed(at, "Set ")
    assert len(pressed(at, "Start again with generator_rate = 0.001")) == 1


def test_a_branch_goes_on_from_the_kept_checkpoint_with_the_setting(finished_gan, open_page, world):
    put(finished_gan, an_alarm(tries=[BACK]))
    shorter = finished_gan.config.model_dump() | {"steps": 60}
    content = json.loads((finished_gan.folder / "config.json").read_text())
    (finished_gan.folder / "config.json").write_text(json.dumps(content | {"config": shorter}))
    at = open_page("watch", run=finished_gan.id)
    button, = pressed(at, "Branch from step 30")
    at = healthy(button.click().run())
    child = world.get(at.query_params["run"])
    assert child.card.parent == {"run": finished_gan.id, "step": 30}
    assert child.config.settings["generator_rate"] == 0.001
    assert child.config.steps == 60


def test_where_no_checkpoint_is_left_one_starts_again(finished_gan, open_page, world):
    put(finished_gan, an_alarm(tries=[BACK | {"from": 10}]))
    button, = pressed(open_page("watch", run=finished_gan.id), "Start again")
    at = healthy(button.click().run())
    run = world.get(at.query_params["run"])
    assert run.card.parent is None
    assert run.config.settings["generator_rate"] == 0.001
    assert run.config.seed == finished_gan.config.seed


def test_a_setting_of_another_version_is_a_sentence(finished_gan, open_page, world):
    put(finished_gan, an_alarm(tries=[{"label": "", "settings": {"wobble": 3}, "from": 0}]))
    before = len(world.runs())
    button, = pressed(open_page("watch", run=finished_gan.id), "Start again with wobble = 3")
    at = healthy(button.click().run())
    assert "wobble" in at.toast[0].value
    assert len(world.runs()) == before


def test_old_rows_and_torn_plots_are_shown_as_far_as_they_go(finished_vae, open_page):
    old = {"step": 5, "kind": "slow steps", "what": "A step takes long.", "evidence": "9 ms.", "advice": "Wait."}
    put(finished_vae, old, an_alarm(plot={"x": [1], "series": {}}, tries=None))
    at = open_page("watch", run=finished_vae.id)
    assert "A step takes long." in words(at)
    assert pictures(at) == []


def test_older_alarms_stand_folded(finished_vae, open_page):
    rules = ("collapse", "blurred", "blurred")
    put(finished_vae, *(an_alarm(step, rule, kind=rule) for step, rule in enumerate(rules)))
    at = open_page("watch", run=finished_vae.id)
    assert any(box.label == "Earlier alarms: 1" for box in at.expander), "what came twice stands there once"


def test_an_ended_episode_is_folded_into_its_alarm():
    rows = [an_alarm(5), an_alarm(7, rule="collapse"), an_alarm(9, kind="over"), an_alarm(12)]
    told = episodes(rows)
    assert [(number, row["step"], severity(row)) for number, row in told] == [
        (3, 12, "open"), (1, 7, "open"), (0, 5, "over")]
    assert told[-1][1]["ended"] == 9


@pytest.mark.parametrize(("row", "said"), [({"rule": "not_finite"}, "stopped"), ({"kind": "slow steps"}, "note"),
                                           ({"rule": "collapse"}, "open")])
def test_severity_is_told_by_the_rule(row, said):
    assert severity(row) == said


def test_a_drawing_holds_its_lines_and_its_limit_inside_the_frame():
    wide = drawing({"x": [0, 50, 100], "limit": 9.0,
                    "series": {"a": [1e-6, 1.0, float("nan")], "<b>": [2.0, 3.0, 4.0]}})
    assert wide.count("stroke-linejoin") == 2
    assert "&lt;b&gt;" in wide
    assert "nan" not in wide
    assert drawing({"x": [], "series": {"a": []}}) == ""
    assert drawing({}) == ""
