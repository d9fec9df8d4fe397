"""Watch: what a run says about itself in every state, what can be asked of it, and what becomes of damage."""

import json
import shutil
from dataclasses import replace

import pytest

from genmodels.runs.commands import after
from genmodels.runs.files import append_row
from genmodels.runs.locks import hold
from genmodels.runs.status import read_status, this_host, write_status
from genmodels.ship import prune
from genmodels.worker import branch, branch_config
from tests.pages.reading import healthy, words
from tests.running import tiny
from ui.words import UNKNOWN

SAYS = {"queued": "queued", "paused": "paused", "stopped": "stopped", "failed": "failed", "lost": "lost"}


def sent_to_components(at):
    """The data of every component of ours on the page."""
    return [json.loads(component.proto.json) for component in at.get("bidi_component")]


def tell(run, **changes):
    write_status(run.folder, replace(read_status(run.folder), **changes))


@pytest.fixture
def working(world):
    """A run whose worker lives: this test holds its lock."""
    run = world.create(tiny(steps=100))
    with hold(run.folder / "lock"):
        tell(run, state="running", step=40, images_per_second=5000.0, seconds=8.0, seconds_left=12.0, host=this_host())
        yield run


def test_a_finished_run_shows_its_numbers_and_leads_on(finished_vae, open_page):
    at = open_page("watch", run=finished_vae.id)
    assert at.title[0].value == finished_vae.title
    assert "finished" in words(at)
    result, = [row for row in finished_vae.results() if row["metric"] == "test_nll_elbo"]
    tables = " ".join(element.proto.body for element in at.get("html"))
    assert result["title"] in tables
    assert f"{result['value']:.4g}" in tables
    assert f"n = {result['n']}" in tables
    targets = {link.proto.page for link in at.main.get("page_link")}
    assert targets == {"explore", "generate", "compare"}


def parts(at):
    """What the components of the page are sent, by the folder of their script."""
    sent = [json.loads(component.proto.json) for component in at.get("bidi_component")]
    return {data["module"].split("/")[-2]: data for data in sent}


def test_timeline_curves_and_film_look_at_the_same_run(finished_gan, open_page):
    sent = parts(open_page("watch", run=finished_gan.id))
    assert {data["run"] for data in sent.values()} == {finished_gan.id}
    assert sent["timeline"]["story"] == sent["film"]["story"] == f"/api/runs/{finished_gan.id}/story"
    assert sent["timeline"]["film"] == sent["film"]["films"]["samples"]
    assert sent["curves"]["url"].endswith("/metrics")
    first = sent["curves"]["panels"][0]["curves"]
    assert [(curve["title"], curve["colour"]) for curve in first] == [("Discriminator", 0), ("Generator", 1)]


def test_below_stands_what_suits_the_run(finished_vae, finished_gan, working, open_page):
    usual = {"status", "timeline", "curves", "film"} | live_ones(finished_gan)
    assert set(parts(open_page("watch", run=finished_gan.id))) == usual
    at = parts(open_page("watch", run=finished_vae.id))
    assert at["drifting"]["points"] == f"/api/runs/{finished_vae.id}/drifting"
    assert {"histogram", "numbers", "drifting"} <= set(parts(open_page("watch", run=working.id))), "they may come yet"
    append_row(finished_gan.folder / "live.jsonl", {"metric": "kid", "step": 1, "value": 0.5})
    sent = parts(open_page("watch", run=finished_gan.id))
    assert sent["histogram"]["numbers"] == sent["numbers"]["numbers"] == f"/api/runs/{finished_gan.id}/live-numbers"
    assert "drifting" not in sent


def live_ones(run):
    return {"histogram", "numbers"} if run.live()[0] else set()


def test_a_working_run_tells_how_far_it_is(working, open_page):
    told, in_sidebar = [data for data in sent_to_components(open_page("watch", run=working.id)) if "look" in data]
    told, in_sidebar = (told, in_sidebar) if told["look"] == "full" else (in_sidebar, told)
    now = told["now"]
    assert (told["live"], in_sidebar["look"], now["step"], now["steps"]) == (True, "bar", 40, 100)
    assert (now["seconds_left"], now["seconds"], now["images_per_second"]) == (12, 8, 5000)


@pytest.mark.parametrize("kind", ["pause", "stop", "checkpoint", "snapshot"])
def test_a_button_is_sent_and_then_done(kind, working, open_page):
    at = open_page("watch", run=working.id).button(key=f"do-{kind}").click().run()
    command, = after(working.folder, 0)
    assert command["kind"] == kind
    assert "sent ..." in words(at)
    tell(working, acknowledged=command["number"])
    assert ": done" in words(healthy(at.run()))


def test_a_paused_run_offers_to_go_on(working, open_page):
    tell(working, state="paused")
    at = open_page("watch", run=working.id)
    assert not [button for button in at.button if button.key == "do-pause"]
    healthy(at.button(key="do-resume").click().run())
    assert [row["kind"] for row in after(working.folder, 0)] == ["resume"]


def live(at, run, name):
    return at.number_input(key=f"live-{run.id}-{name}")


def obey(run, command):
    """What the worker does with a setting: it writes it down, then acknowledges."""
    row = {"step": 40, "time": 8.0, "setting": command["setting"], "old": 1.0, "new": command["value"]}
    append_row(run.folder / "changes.jsonl", row)
    tell(run, acknowledged=command["number"])


def test_a_live_setting_is_sent_then_done_and_can_be_reset(working, open_page):
    at = open_page("watch", run=working.id, section="Live settings")
    assert at.button(key="set-beta").disabled
    assert at.button(key="reset-beta").disabled
    assert "Weight of the KL term" in words(at)
    at = healthy(live(at, working, "beta").set_value(4.0).run())
    at = healthy(at.button(key="set-beta").click().run())
    command, = after(working.folder, 0)
    assert (command["kind"], command["setting"], command["value"]) == ("set", "beta", 4.0)
    assert "sent ..." in words(at)
    obey(working, command)
    at = healthy(at.run())
    assert "Now **4**" in words(at)
    assert "at the start 1" in words(at)
    assert "Beta: done" in words(at)
    assert at.button(key="set-beta").disabled
    at = healthy(at.button(key="reset-beta").click().run())
    assert after(working.folder, command["number"])[0]["value"] == 1.0
    assert live(at, working, "beta").value == 1.0


def test_a_live_value_out_of_range_gets_its_sentence_and_is_not_sent(working, open_page):
    at = open_page("watch", run=working.id, section="Live settings")
    at = healthy(live(at, working, "learning_rate").set_value(5.0).run())
    assert "learning_rate = 5.0 does not fit" in at.error[0].value
    assert at.button(key="set-learning_rate").disabled
    assert after(working.folder, 0) == []


def test_what_was_changed_stands_there_afterwards(finished_vae, open_page):
    row = {"step": 20, "time": 0.5, "setting": "beta", "old": 1.0, "new": 4.0}
    append_row(finished_vae.folder / "changes.jsonl", row)
    at = open_page("watch", run=finished_vae.id, section="Live settings")
    assert not [button for button in at.button if button.key == "set-beta"]
    assert any({"20", "Beta", "1.0", "4.0"} <= set(table.value.astype(str).to_numpy().ravel()) for table in at.table)


@pytest.mark.parametrize("state", ["stopped", "failed", "lost"])
def test_a_run_that_ended_early_says_why_and_resumes(state, finished_vae, open_page, world):
    tell(finished_vae, state="running" if state == "lost" else state, step=20, host=this_host(),
         error="A sentence on what happened." if state == "failed" else None)
    at = open_page("watch", run=finished_vae.id)
    assert SAYS[state] in words(at)
    if state != "stopped":
        assert at.error
    at = healthy(at.button(key="go-on").click().run())
    assert world.get(finished_vae.id).state == "queued"
    assert not [button for button in at.button if button.key == "go-on"]


def test_deleting_asks_first_and_then_deletes(finished_gan, open_page, world):
    at = open_page("watch", run=finished_gan.id).button(key="delete").click().run()
    assert "for good" in words(at)
    assert finished_gan.folder.exists()


def test_a_folder_deleted_under_a_live_page_is_a_sentence(finished_vae, finished_gan, open_page):
    at = open_page("watch", run=finished_gan.id)
    shutil.rmtree(finished_gan.folder)
    at = healthy(at.run())
    assert finished_gan.id in at.warning[0].value
    assert at.title[0].value == finished_vae.title


@pytest.mark.parametrize("file", ["status.json", "config.json"])
def test_a_damaged_file_is_a_sentence_and_other_runs_are_unharmed(file, finished_vae, finished_gan, open_page):
    (finished_gan.folder / file).write_text('{"state": ')
    at = open_page("watch", run=finished_gan.id)
    assert at.warning
    assert at.title[0].value == finished_vae.title
    assert "damaged" in words(at)


@pytest.mark.parametrize("file", ["metrics.jsonl", "results.jsonl", "log.txt", "alarms.jsonl", "changes.jsonl"])
def test_torn_lines_break_nothing(file, finished_vae, open_page):
    with (finished_vae.folder / file).open("ab") as stream:
        stream.write(b'\xff{"torn": \n[1, 2\n{"half')
    assert words(open_page("watch", run=finished_vae.id))


def test_the_promise_stands_beside_what_came_true(finished_vae, open_page):
    tell(finished_vae, promise={"seconds": 30.0, "images_per_second": 1000.0,
                                "came_true": {"seconds": 90.0, "images_per_second": 333.0}})
    at = open_page("watch", run=finished_vae.id)
    tables = "".join(table.value.to_string() for table in at.table)
    assert "1 min 30 s" in tables
    assert "333" in tables


def test_only_the_open_section_is_drawn(finished_vae, open_page):
    at = open_page("watch", run=finished_vae.id)
    assert "python -m genmodels train" not in words(at)
    assert not at.number_input
    assert at.query_params.get("section") is None


def test_settings_and_log_can_be_read(finished_vae, open_page):
    at = open_page("watch", run=finished_vae.id, section="Settings")
    cells = [str(cell) for table in at.table for cell in table.value.to_numpy().ravel()]
    assert UNKNOWN in cells, "it has no preset"
    assert "-" not in cells, "it would be drawn as the bullet of a list"
    said = words(at) + words(open_page("watch", run=finished_vae.id, section="Log"))
    assert "python -m genmodels train vae digits" in said
    assert finished_vae.log(1) in said


def test_all_runs_are_listed_beside(finished_vae, finished_gan, open_page):
    at = open_page("watch", run=finished_vae.id)
    assert "All runs (2)" in words(at)
    assert any(finished_gan.id in link.proto.query_string for link in at.sidebar.get("page_link"))


def test_a_long_list_is_cut_until_somebody_asks(world, open_page):
    for _ in range(14):
        world.create(tiny())
    at = open_page("watch")
    few = len(at.sidebar.get("page_link"))
    at = healthy(at.toggle(key="all-runs").set_value(True).run())
    assert len(at.sidebar.get("page_link")) > few


def test_an_alarm_is_shown_with_its_advice(finished_gan, open_page):
    row = {"step": 10, "kind": "slow", "what": "Steps became slow.", "evidence": "6 times.",
           "advice": "Use one thread."}
    (finished_gan.folder / "alarms.jsonl").write_text(json.dumps(row) + "\n")
    assert "Use one thread." in words(open_page("watch", run=finished_gan.id))


def field(at, name):
    """The widget of a setting in the branch form; its key holds the run, the step and the wishes of the address."""
    widgets = (*at.number_input, *at.slider, *at.toggle, *at.selectbox)
    return next(one for one in widgets if str(one.key).startswith("branch-") and str(one.key).endswith(f"-{name}"))


def test_a_branch_is_started_from_the_form_and_its_page_is_next(finished_vae, open_page, world):
    at = open_page("watch", run=finished_vae.id, section="Branch")
    assert not [one for one in at.number_input if "latent_dim" in str(one.key)]     # it would not fit the weights
    at = healthy(field(at, "beta").set_value(4.0).run())
    assert f"branch {finished_vae.id} --step 30 --steps 60 --set beta=4.0" in words(at)
    at = healthy(at.button(key="branch").click().run())
    child = next(run for run in world.runs() if run.card.parent)
    assert at.query_params["run"] == child.id
    assert child.card.parent == {"run": finished_vae.id, "step": 30}
    assert (child.config.settings["beta"], child.config.steps, child.state) == (4.0, 60, "queued")
    assert child.metrics()[0] == finished_vae.metrics()[0]


def test_a_branch_out_of_range_gets_its_sentence(finished_vae, open_page, world):
    at = open_page("watch", run=finished_vae.id, section="Branch")
    at = healthy(field(at, "beta").set_value(99.0).run())
    assert "beta = 99.0 does not fit" in at.error[0].value
    assert at.button(key="branch").disabled
    at = healthy(field(at, "beta").set_value(4.0).run())
    at = healthy(field(at, "steps").set_value(30).run())
    assert "later one" in at.error[0].value
    assert len(world.runs()) == 2


def test_an_address_fills_the_form(finished_vae, open_page):
    at = open_page("watch", run=finished_vae.id, branch="30", beta="4", schedule="false", likelihood="gaussian")
    assert (field(at, "beta").value, field(at, "schedule").value, field(at, "likelihood").value) == (
        4.0, False, "gaussian")
    assert not at.warning


@pytest.mark.parametrize("query", [
    {"branch": "31"}, {"branch": "x" * 5000}, {"branch": "-1"}, {"branch": "30", "beta": "NaN"},
    {"branch": "30", "beta": "1e999"}, {"branch": "30", "beta": "[4]"}, {"branch": "30", "beta": "true"},
    {"branch": "30", "likelihood": "cauchy"}, {"branch": "30", "free_bits": "9" * 5000}])
def test_an_address_that_makes_no_sense_is_told_and_the_form_stays_usable(query, finished_vae, open_page):
    at = open_page("watch", run=finished_vae.id, **query)
    assert at.warning
    assert all(len(warning.value) < 200 for warning in at.warning)
    assert not at.button(key="branch").disabled
    assert field(at, "beta").value == 1.0


def test_a_shipped_run_says_why_it_cannot_be_branched(finished_vae, open_page):
    prune(finished_vae, "Digits")
    assert "shipped without its optimiser" in words(open_page("watch", run=finished_vae.id, section="Branch"))


def test_a_family_is_drawn_only_where_there_is_one(finished_vae, finished_gan, open_page, world):
    child = branch(world, finished_vae.id, 30, branch_config(finished_vae, 30, {"beta": 4.0}, 60))
    at = open_page("watch", run=child.id)
    sent = [json.loads(component.proto.json) for component in at.get("bidi_component")]
    members = next(data["members"] for data in sent if "members" in data)
    assert [(row["id"], row["parent"], row["start"], row["differs"]) for row in members] == [
        (finished_vae.id, None, 0, ""), (child.id, finished_vae.id, 30, "Beta 1.0 → 4.0")]
    alone = open_page("watch", run=finished_gan.id).get("bidi_component")
    assert not [data for data in (json.loads(one.proto.json) for one in alone) if "members" in data]
