"""The moment that all parts of the Watch page share, asked in Node."""

import bisect

import pytest

from tests.scripts import answer

MOVES = """(() => {
  const now = new Moment(), told = [];
  const forget = now.listen((moment, by) => told.push([moment.step, moment.following, by ?? null]));
  for (const [name, ...given] of ask.moves) now[name](...given);
  forget();
  now.advance(999);
  return told;
})()"""


def told(*moves):
    return answer("parts/moment.js", MOVES, moves=moves)


def test_the_newest_is_followed_until_a_hand_moves():
    assert told(["advance", 10], ["advance", 20], ["go", 5, "hand"], ["advance", 30]) == [
        [10, True, None], [20, True, None], [5, False, "hand"]]


def test_following_is_taken_up_again_at_the_newest():
    assert told(["advance", 10], ["go", 5, "hand"], ["advance", 30], ["follow", "button"], ["advance", 40]) == [
        [10, True, None], [5, False, "hand"], [30, True, "button"], [40, True, None]]


def test_nothing_is_told_when_nothing_moved():
    assert told(["advance", 10], ["advance", 10]) == [[10, True, None]]


def test_followers_go_back_with_a_run_that_was_taken_back():
    assert told(["advance", 300], ["advance", 200]) == [[300, True, None], [200, True, None]]


def test_one_run_has_one_moment_and_another_has_its_own():
    assert answer("parts/moment.js", '[moment("a") === moment("a"), moment("a") === moment("b")]') == [True, False]


@pytest.mark.parametrize("steps", [[], [4], [0, 1, 2, 4, 8, 8.5, 100]])
def test_the_last_one_not_after_a_step_is_found(steps):
    asked = [-1, 0, 0.5, 1, 3, 4, 8, 8.7, 100, 1e9]
    first = 0 if steps else -1
    assert answer("parts/moment.js", "ask.asked.map((step) => lastAt(ask.steps, step))", steps=steps, asked=asked) == [
        max(first, bisect.bisect_right(steps, step) - 1) for step in asked]
