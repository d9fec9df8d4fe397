"""How runs are doing: told in one answer, with a stamp that changes when there is something else to show."""

import json
from dataclasses import replace

import pytest

from genmodels.runs import RunStore
from genmodels.runs.files import append_row
from genmodels.runs.status import read_status, write_status
from tests.running import tiny
from tests.scripts import answer
from tests.ui.test_routes import get, run  # noqa: F401
from ui.words import count, duration


def pulses(*names):
    status, _, body = get("/api/pulse?" + "&".join(f"run={name}" for name in names))
    assert status == 200
    return json.loads(body)


def tell(one, **changes):
    write_status(one.folder, replace(read_status(one.folder), **changes))


def test_one_answer_tells_of_several_runs_and_of_those_that_are_gone(run):  # noqa: F811
    other = RunStore(run.folder.parent).create(tiny())
    tell(other, step=12, seconds=3.25, images_per_second=99.5, device="cpu", precision="float32")
    told = pulses(run.id, other.id, "..", "vae-digits-20200101-000000-aaaa")
    assert [told[".."], told["vae-digits-20200101-000000-aaaa"]] == [None, None]
    assert told[run.id]["state"] == "queued"
    assert {name: told[other.id][name] for name in ("step", "steps", "seconds", "images_per_second", "where")} == {
        "step": 12, "steps": 40, "seconds": 3.2, "images_per_second": 99.5, "where": "cpu · float32"}


def test_the_stamp_rests_while_only_numbers_move_and_changes_with_what_python_draws(run):  # noqa: F811
    stamp = pulses(run.id)[run.id]["stamp"]
    for changes in ({"step": 5}, {"seconds": 9.0, "seconds_left": 1.0, "note": "saving"}):
        tell(run, **changes)
        assert pulses(run.id)[run.id]["stamp"] == stamp
    for change in (lambda: tell(run, acknowledged=3), lambda: tell(run, state="finished"),
                   lambda: tell(run, error="What happened."),
                   lambda: append_row(run.folder / "alarms.jsonl", {"step": 1, "what": "Slow."}),
                   lambda: append_row(run.folder / "changes.jsonl", {"step": 1, "setting": "beta"})):
        before, stamp = stamp, (change(), pulses(run.id)[run.id]["stamp"])[1]
        assert stamp != before


def test_too_many_runs_in_one_question_are_refused(run):  # noqa: F811
    status, _, body = get("/api/pulse?" + "&".join(["run=a"] * 17))
    assert (status, b"at most 16" in body) == (400, True)
    assert pulses() == {}


def test_a_stranger_hears_no_pulse(run):  # noqa: F811
    assert get("/api/pulse", origin="http://evil.example")[0] == 403


@pytest.mark.parametrize("function", [duration, count])
def test_the_page_says_numbers_as_python_does(function):
    numbers = [0, 0.4, 1, 7.2, 9.96, 10, 59.4, 60, 61, 90, 3599, 3600, 3661, 7325, 12345.6, 1e6]
    words = {"s": "{s} s", "m": "{m} min", "h": "{h} h"}
    told = answer("parts/said.js", f"ask.numbers.map((number) => {function.__name__}(number, ask.words))",
                  numbers=numbers, words=words)
    assert told == [function(number) for number in numbers]
