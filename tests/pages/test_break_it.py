"""Break it: no curve before the prediction, which stays; then how it came out."""

from dataclasses import replace

import pytest

from genmodels.cases import CASES, read_prediction
from genmodels.runs.files import append_row
from genmodels.worker import train_here
from tests.pages.reading import healthy, words
from tests.running import tiny


@pytest.fixture
def small(monkeypatch):
    """The case of beta 0 with a training of a moment."""
    case = replace(CASES["beta-0"], steps=30, dataset="digits", settings={"beta": 0.0, **tiny().settings})
    monkeypatch.setitem(CASES, case.key, case)
    return case


def test_all_cases_are_offered(empty, open_page):
    at = open_page("break_it")
    assert {case.title for case in CASES.values()} <= {title.value for title in at.subheader}


def test_nothing_is_shown_or_started_before_the_prediction(empty, small, open_page):
    at = open_page("break_it", case=small.key)
    assert at.button(key="commit").disabled
    assert at.radio[0].value is None
    assert small.why not in words(at), "what comes of it would be told too soon"
    assert not at.get("bidi_component")
    assert empty.runs() == []


def test_a_prediction_is_made_kept_and_told_how_it_came_out(empty, small, open_page):
    at = open_page("break_it", case=small.key)
    at = healthy(at.radio[0].set_value("better").run())
    at = healthy(at.button(key="commit").click().run())
    run, = empty.runs()
    assert at.query_params["run"] == run.id
    assert read_prediction(run).choice == "better"
    assert small.words("better") in words(at)
    assert train_here(run) == "finished"
    at = open_page("break_it", run=run.id)     # a reload, much later
    told = read_prediction(empty.get(run.id))
    assert told.outcome.evidence in words(at) + "".join(one.value for one in at.success)
    assert ("Right." in "".join(one.value for one in at.success)) == told.right
    assert small.why in [one.value for one in at.caption]
    assert not at.error, "to be wrong is no error"


@pytest.mark.parametrize(("rules", "told"), [
    (("blurred", "loose_codes", "loose_codes"), ["loose_codes at 20"]),
    (("blurred", "too_slow"), ["blurred at 10", "too_slow at 20"]), ((), [])])
def test_the_doctors_word_on_the_case_is_told_and_without_it_what_else_it_said(rules, told, empty, small, open_page):
    at = open_page("break_it", case=small.key)
    at = healthy(at.radio[0].set_value("hollow").run())
    healthy(at.button(key="commit").click().run())
    run, = empty.runs()
    assert train_here(run) == "finished"
    (run.folder / "alarms.jsonl").unlink(missing_ok=True)
    for step, rule in enumerate(rules, 1):
        row = {"rule": rule, "kind": rule, "step": 10 * step, "what": f"{rule} at {10 * step}"}
        append_row(run.folder / "alarms.jsonl", row)
        append_row(run.folder / "alarms.jsonl", row | {"kind": "over", "step": 10 * step + 5, "what": "well again"})
    said = [one.value for one in open_page("break_it", run=run.id).caption if one.value.startswith("The doctor")]
    assert [line.split(": ")[1] for line in said] == told


@pytest.mark.parametrize(("query", "sentence"), [
    ({"case": "nothing"}, "no case 'nothing'"), ({"case": "x" * 5000}, "no case"),
    ({"run": "nobody"}, "no run 'nobody'"),
    ({"run": "../x"}, "no run")])
def test_an_address_that_names_nothing_is_told_and_the_cases_are_offered(query, sentence, empty, open_page):
    at = open_page("break_it", **query)
    assert sentence in at.warning[0].value
    assert CASES["collapse"].title in words(at)


def test_a_run_nobody_predicted_is_told(finished_vae, open_page):
    assert "Nobody predicted" in open_page("break_it", run=finished_vae.id).warning[0].value
