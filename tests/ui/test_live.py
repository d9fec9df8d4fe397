"""The live socket: the pictures torch draws, the newest wish of a lane, the nearest real images, and no strangers."""

import asyncio
import threading
from dataclasses import replace

import numpy as np
import pytest
import streamlit as st
import torch

from genmodels import data, sample
from genmodels.errors import DataError
from genmodels.nearest import NearestImages
from genmodels.runs import RunStore
from genmodels.worker import train_here
from tests.running import tiny
from tests.ui.sockets import Visitor, message
from ui import live, live_wishes


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    train_here(RunStore(folder).create(tiny(steps=3)))
    return folder


@pytest.fixture
def run(root, monkeypatch):
    monkeypatch.setenv("GENMODELS_ROOT", str(root))
    st.cache_resource.clear()
    return RunStore(root).runs()[0]


def talk(run, *wishes, **headers):
    """The answers to wishes that are said one after another."""
    async def visit():
        answers = []
        async with Visitor(live.engine_data(run)["live"], **headers) as visitor:
            for wish in wishes:
                await visitor.send(wish)
                answers.append(await visitor.hear())
        return answers
    return asyncio.run(visit())


def turned_away(path, *contents, **headers):
    """Whether the visitor was let in, and with which code the server closed."""
    async def visit():
        visitor = Visitor(path, **headers)
        async with visitor:
            for content in contents:
                await visitor.send(content)
            ended = await visitor.end()
            return visitor.accepted, ended
    return asyncio.run(visit())


def test_it_draws_what_torch_draws(run):
    z = torch.tensor([[0.5, -1], [2, 0]])
    [(header, arrays)] = talk(run, message(z.flatten(), number=7))
    expected = sample.decode(run.model(), z).transpose(0, 2, 3, 1)
    assert header["number"] == 7
    np.testing.assert_array_equal(arrays["pixels"], expected)


def test_it_says_what_the_model_is(run):
    [(header, _)] = talk(run, message(kind="facts"))
    assert header["facts"] == {"latent": 2, "classes": 0, "channels": 1, "size": 8}


def test_the_nearest_are_the_training_images_nearest_to_the_picture(run):
    z = torch.tensor([[0.5, -1]])
    [(header, arrays)] = talk(run, message(z.flatten(), kind="nearest", k=3))
    images = data.load("digits", "train")
    expected = NearestImages(images.images).of(sample.decode(run.model(), z), 3)
    assert header["rows"] == expected.rows[0].tolist()
    assert header["labels"] == images.labels[header["rows"]].tolist()
    np.testing.assert_allclose(header["distances"], expected.distances[0])
    np.testing.assert_array_equal(arrays["pixels"], images.images[header["rows"]].transpose(0, 2, 3, 1))


CARD = data.find("digits")


def elsewhere(name):
    return replace(CARD, here=lambda: False)


def removed(name):
    raise DataError("There is no dataset.")


@pytest.mark.parametrize("find", [elsewhere, removed])
def test_without_its_dataset_a_run_still_draws_but_has_no_nearest(run, monkeypatch, find):
    monkeypatch.setattr(data, "find", find)
    (drawn, _), (near, _) = talk(run, message([0, 0]), message([0, 0], kind="nearest", k=3))
    assert "error" not in drawn
    assert near["rows"] is None


def test_a_kept_step_draws_with_the_weights_of_then(run):
    step = run.checkpoints()[0]
    async def visit():
        async with Visitor(live.engine_data(run, step)["live"]) as visitor:
            await visitor.say([1, 1])
            return await visitor.hear()
    _, arrays = asyncio.run(visit())
    expected = sample.decode(run.model(step), torch.ones(1, 2)).transpose(0, 2, 3, 1)
    np.testing.assert_array_equal(arrays["pixels"], expected)


class SlowDesk:
    """Answers nothing before `open`, and remembers what it was asked."""

    def __init__(self, monkeypatch):
        self.gate, self.asked = threading.Event(), []
        monkeypatch.setattr(live_wishes, "answer", self._answer)

    async def busy(self):
        while not self.asked:
            await asyncio.sleep(0.01)

    def open(self):
        self.gate.set()

    def _answer(self, run, step, wish):
        self.asked.append((wish.lane, wish.number))
        assert self.gate.wait(60)
        return message()


def test_in_each_lane_the_newest_wins(run, monkeypatch):
    """While one wish is drawn, forty come: of each lane the last alone is answered."""
    desk = SlowDesk(monkeypatch)

    async def visit():
        async with Visitor(live.engine_data(run)["live"]) as visitor:
            await visitor.say([0, 0], lane="a", number=100)
            await desk.busy()
            for number in range(40):
                await visitor.say([0, 0], lane="ab"[number % 2], number=number)
            await visitor.settled()
            desk.open()
            for _ in range(3):
                await visitor.heard()
    asyncio.run(visit())
    assert desk.asked == [("a", 100), ("a", 38), ("b", 39)]


def test_a_picture_for_the_hand_does_not_wait_for_strips(run, monkeypatch):
    desk = SlowDesk(monkeypatch)

    async def visit():
        async with Visitor(live.engine_data(run)["live"]) as visitor:
            await visitor.say([0, 0], lane="first")
            await desk.busy()
            for lane, codes in (("field", 16), ("strip", 7), ("hand", 1), ("other hand", 1)):
                await visitor.say([0, 0] * codes, lane=lane)
            await visitor.settled()
            desk.open()
            for _ in range(5):
                await visitor.heard()
    asyncio.run(visit())
    assert [lane for lane, _ in desk.asked] == ["first", "hand", "other hand", "strip", "field"]


def test_lanes_are_bounded(run, monkeypatch):
    desk, many = SlowDesk(monkeypatch), 3 * live.LANES

    async def visit():
        async with Visitor(live.engine_data(run)["live"]) as visitor:
            await visitor.say([0, 0], lane="first")
            await desk.busy()
            for lane in range(many):
                await visitor.say([0, 0], lane=str(lane))
            await visitor.settled()
            desk.open()
            for _ in range(live.LANES + 1):
                await visitor.heard()
    asyncio.run(visit())
    assert [lane for lane, _ in desk.asked] == ["first", *(str(lane) for lane in range(many - live.LANES, many))]


@pytest.mark.parametrize("codes", [[1], [1, 2, 3], [], [0, float("nan")], [0, float("inf")], [0, 1e9], [0.0] * 1000])
def test_codes_that_do_not_fit_are_answered_with_a_sentence(run, codes):
    (refused, arrays), (drawn, _) = talk(run, message(codes, number=3), message([0, 0]))
    assert (refused["number"], arrays) == (3, {})
    assert refused["error"].endswith(".")
    assert "error" not in drawn, "the visitor may go on"


HOSTILE = [b"", b"\0", b"\xff\xff\xff\xff{}", message() + b"x", b"\4\0\0\0null", b"\2\0\0\0[]", "text",
           message(kind="delete"), message(lane=7), message(lane="x" * 500), message(number=-1), message(number=1.5),
           message(y="3"), message(k=100), message(y=True), b"x" * (live_wishes.LONGEST + 1),
           (50_000).to_bytes(4, "little") + b"[" * 50_000]


@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: str(content[:24]))
def test_what_is_no_wish_ends_the_visit(run, content):
    assert turned_away(live.engine_data(run)["live"], content) == (True, 1008)


@pytest.mark.parametrize("headers", [
    {"origin": "http://evil.example"}, {"origin": "http://localhost:9999"}, {"origin": "null"},
    {"host": "evil.example", "origin": "http://evil.example"}, {"host": "[::1", "origin": "http://localhost"}])
def test_strangers_are_not_let_in(run, headers):
    assert turned_away(live.engine_data(run)["live"], **headers) == (False, 1008)


@pytest.mark.parametrize("path", ["/api/runs/none/live", "/api/runs/..%2f../live", "/api/runs/{run}/live?step=x"])
def test_a_run_or_a_step_that_is_none_is_not_let_in(run, path):
    assert turned_away(path.replace("{run}", run.id)) == (False, 1008)


def test_a_step_without_weights_is_a_sentence(run):
    async def visit():
        async with Visitor(f"/api/runs/{run.id}/live?step=77") as visitor:
            await visitor.say([0, 0])
            return (await visitor.hear())[0]
    assert "error" in asyncio.run(visit())
