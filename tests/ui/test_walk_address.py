"""Walks in the address: what is kept comes back, what does not fit is refused, and the browser writes the same text."""

import numpy as np
import pytest

from tests.scripts import answer
from ui import walk_address
from ui.walk_address import MOST, Walk, checked, pack, plain, rounded, unpack


def stops(n=3, size=16, scale=1.0):
    return rounded(scale * np.random.default_rng(0).normal(size=(n, size)))


def same(one, other):
    np.testing.assert_array_equal(one.stops, other.stops)
    return (one.kind, one.steps, one.closed, one.label) == (other.kind, other.steps, other.closed, other.label)


@pytest.mark.parametrize("walk", [Walk(stops(1)), Walk(stops(MOST), "lerp", 36, True, 9)], ids=["least", "most"])
def test_what_the_browser_is_told_it_may_tell_again(walk):
    assert same(checked(plain(walk), 16, 10), walk)


@pytest.mark.parametrize("change", [
    {"stops": ""}, {"stops": "AAAA"}, {"stops": "%%%"}, {"stops": None}, {"stops": "A" * 10**6},
    {"stops": pack(np.full((1, 16), np.nan))}, {"stops": pack(np.full((1, 16), np.inf))},
    {"stops": pack(np.full((1, 16), 101))}, {"stops": pack(stops(MOST + 1))}, {"stops": pack(stops(3, 15))},
    {"path": "sideways"}, {"path": None}, {"frames": 1}, {"frames": 37}, {"frames": 12.5}, {"frames": "12"},
    {"frames": True}, {"frames": None}, {"class": 10}, {"class": -1}, {"class": True}, {"class": "3"}])
def test_what_is_no_walk_is_refused(change):
    assert checked(plain(Walk(stops())) | change, 16, 10) is None


@pytest.mark.parametrize("said", [None, 7, "walk", [], {}])
def test_what_is_not_even_a_message_is_refused(said):
    assert checked(said, 16, 0) is None


def test_a_model_without_classes_draws_only_the_first():
    assert checked(plain(Walk(stops())), 16, 0) is not None
    assert checked(plain(Walk(stops(), label=1)), 16, 0) is None


@pytest.mark.parametrize("scale", [1e-7, 1e-4, 1.0, 30.0])
def test_the_browser_writes_the_same_letters_and_reads_the_same_numbers(scale):
    codes = np.random.default_rng(1).normal(size=(4, 100)).astype(np.float32) * np.float32(scale)
    codes[0, :7] = [0, -0.0, 100, -100, 2**-14, 1 + 2**-11, 1 + 3 * 2**-11]     # the last two lie between two halves
    told = answer("walk/halves.js", """((stops) => ({ text: toText(stops), back: fromText(toText(stops), 100),
        rounded: stops.map((stop) => rounded(stop)) }))(ask.stops)""", stops=codes.tolist())
    assert told["text"] == pack(codes)
    np.testing.assert_array_equal(np.float32(told["back"]), unpack(pack(codes), 100))
    np.testing.assert_array_equal(np.float32(told["rounded"]), rounded(codes))


def test_the_limits_of_an_address_hold_the_largest_walk():
    size = 256
    largest = pack(stops(MOST, size))
    assert unpack(largest, size).shape == (MOST, size)
    assert len(largest) < 9000
    assert float(np.finfo(np.float16).max) > walk_address.FURTHEST
