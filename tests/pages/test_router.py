"""The frame: every page of the table opens in both worlds, active runs show everywhere, errors are sentences."""

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from genmodels.runs.status import read_status, write_status
from tests.pages.reading import healthy, words
from tests.running import tiny
from ui.frame import label

PAGES = ("home", "data", "train", "watch", "explore", "generate", "compare")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_something_without_any_run(name, empty, open_page):
    assert words(open_page(name)).strip()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_finished_runs(name, world, open_page):
    assert words(open_page(name)).strip()


@pytest.mark.parametrize("name", ["watch", "explore", "generate"])
def test_pages_about_a_run_say_what_to_do_first(name, empty, open_page):
    links = [link.proto.page for link in open_page(name).get("page_link")]
    assert "train" in links


def test_an_active_run_shows_on_every_page_and_links_to_watch(world, open_page):
    run = world.create(tiny(steps=100))
    write_status(run.folder, replace(read_status(run.folder), step=25))
    at = open_page("data")
    assert "At work now" in words(at)
    bars = [json.loads(component.proto.json) for component in at.sidebar.get("bidi_component")]
    assert [(bar["run"], bar["now"]["step"]) for bar in bars] == [(run.id, 25)]
    link = next(link for link in at.sidebar.get("page_link") if link.proto.page == "watch")
    assert run.id in link.proto.query_string


def test_a_run_that_ends_leaves_the_strip(world, open_page):
    run = world.create(tiny(steps=100))
    at = open_page("data")
    write_status(run.folder, replace(read_status(run.folder), state="finished", step=100))
    assert "At work now" not in words(healthy(at.run()))


def test_a_stranger_in_the_address_is_told_and_another_run_shown(finished_vae, open_page):
    at = open_page("watch", run="../../etc/passwd")
    assert any("../../etc/passwd" in warning.value for warning in at.warning)
    assert at.query_params["run"] in [run.id for run in (finished_vae,)] or at.query_params["run"].startswith("gan")


def test_the_address_follows_the_picker(finished_vae, finished_gan, open_page):
    at = open_page("watch", run=finished_vae.id)
    assert at.title[0].value == finished_vae.title
    at = healthy(at.selectbox(key="run").select(finished_gan.id).run())
    assert at.query_params["run"] == finished_gan.id
    assert at.title[0].value == finished_gan.title


def test_the_picker_calls_a_run_the_same_whatever_becomes_of_it(world):
    """The browser sends labels back: one that changes with the state would be taken for a choice of a stranger."""
    one, other = world.create(tiny()), world.create(tiny())
    before = label(one)
    write_status(one.folder, replace(read_status(one.folder), state="finished"))
    assert label(world.get(one.id)) == before
    assert label(other) != before


def test_a_user_error_is_one_sentence_and_a_bug_is_not_hidden():
    def script():
        from genmodels.errors import ConfigError
        from ui import frame
        with frame.sentences():
            raise ConfigError("beta = 99 does not fit.")

    at = AppTest.from_function(script).run()
    assert [error.value for error in at.error] == ["beta = 99 does not fit."]
    assert not at.exception

    def broken():
        from ui import frame
        with frame.sentences():
            raise ZeroDivisionError

    assert AppTest.from_function(broken).run().exception


def test_the_last_net_of_the_server_knows_sentences_from_bugs():
    from ui.frame import on_script_error
    assert not on_script_error(ZeroDivisionError())

    def script():
        from genmodels.errors import RunError
        from ui.frame import on_script_error
        assert on_script_error(RunError("It was deleted."))

    at = AppTest.from_function(script).run()
    assert [error.value for error in at.error] == ["It was deleted."]
