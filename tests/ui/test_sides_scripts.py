"""Which picture each of several runs shows when one scrubber moves them all."""

import pytest

from tests.scripts import answer

SHORT = {"steps": [0, 10, 20], "times": [0.0, 1.0, 2.0], "total": 20, "active": False}
LONG = {"steps": [0, 50, 100, 200], "times": [0.0, 1.0, 2.0, 8.0], "total": 200, "active": False}
GROWING = {"steps": [0, 30], "times": [0.0, 3.0], "total": None, "active": True}


def shown(story, by, at):
    return answer("sides/align.js", "shown(ask.story, ask.by, ask.at)", story=story, by=by, at=at)


@pytest.mark.parametrize(("by", "at", "short", "long"), [
    ("share", 0.5, 10, 100), ("share", 0.49, 0, 50), ("share", 1, 20, 200), ("step", 60, 20, 50), ("step", 5, 0, 0),
    ("seconds", 1.5, 10, 50), ("seconds", 7.9, 20, 100), ("seconds", 8, 20, 200)])
def test_each_run_shows_its_last_picture_before_the_moment(by, at, short, long):
    assert shown(SHORT, by, at)["step"] == short
    assert shown(LONG, by, at)["step"] == long


def test_a_run_that_ended_before_says_so_and_one_that_trains_does_not():
    assert shown(SHORT, "step", 60)["over"]
    assert not shown(SHORT, "step", 20)["over"]
    assert not shown(SHORT, "share", 1)["over"]
    assert not shown(GROWING, "step", 60)["over"]


def test_a_share_of_a_training_whose_length_is_not_known_is_of_what_there_is():
    assert shown(GROWING, "share", 1)["step"] == 30
    assert shown(GROWING, "share", 0.9)["step"] == 0


def test_a_run_without_pictures_shows_nothing():
    assert shown({"steps": [], "times": [], "total": None, "active": True}, "step", 5) is None


@pytest.mark.parametrize(("by", "stops"), [
    ("step", [0, 10, 20, 50, 100, 200]), ("seconds", [0, 1, 2, 8]), ("share", [0, 0.25, 0.5, 1])])
def test_the_scrubber_stops_where_any_run_has_another_picture(by, stops):
    assert answer("sides/align.js", "stops(ask.stories, ask.by)", stories=[SHORT, LONG], by=by) == stops
