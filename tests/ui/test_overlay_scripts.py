"""What lies along the axis of several runs: images looked at and seconds, there and back; live numbers as lines."""

import pytest

from genmodels.compare.images import images
from tests.running import tiny
from tests.scripts import answer

LOOK = {"colours": ["#111111", "#222222"]}


def stretches(config, *changes):
    return [stretch._asdict() for stretch in images(config, changes)]


def test_a_step_looks_at_a_batch_for_each_move():
    assert stretches(tiny("vae")) == [{"step": 0, "each": 16}]
    assert stretches(tiny("gan", settings={"discriminator_moves": 3})) == [{"step": 0, "each": 64}]


@pytest.mark.parametrize(("step", "seen"), [(0, 0), (10, 320), (15, 320 + 5 * 80), (20, 320 + 10 * 80)])
def test_images_follow_how_often_players_move(step, seen):
    change = {"step": 10, "setting": "discriminator_moves", "old": 1, "new": 4}
    its = stretches(tiny("gan"), change, {"step": "torn"}, {"setting": "beta", "step": 3, "new": 2})
    assert answer("overlay/axis.js", "imagesAt(ask.its, ask.step)", its=its, step=step) == seen
    assert answer("overlay/axis.js", "stepOf(ask.its, ask.seen)", its=its, seen=seen) == step


@pytest.mark.parametrize(("by", "x"), [("step", 7), ("images", 112), ("seconds", 70)])
def test_every_axis_leads_there_and_back(by, x):
    expression = """(() => {
      const clock = { seconds: (step) => 10 * step, step: (x) => x / 10 };
      const { at, step } = axis(ask.by, { stretches: ask.its }, clock);
      return [at(7), step(at(7))];
    })()"""
    assert answer("overlay/axis.js", expression, by=by, its=stretches(tiny("vae"))) == [x, 7]


def lines(rows, by="step", first=None):
    """What Numbers draws of the rows that the server tells, in one or two answers."""
    expression = """(async () => {
      const told = [...ask.told];
      globalThis.fetch = async () => ({ ok: true, json: async () => told.shift() });
      const numbers = new Numbers("/api/runs", ask.run, "kid");
      while (told.length) await numbers.read();
      return numbers.lines({ by: ask.by, look: ask.look });
    })()"""
    run = {"run": "a", "letter": "A", "title": "one", "place": 1, "stretches": [{"step": 0, "each": 16}]}
    told = [{"cursor": 9, "rows": first, "active": True}] if first is not None else []
    told.append({"cursor": 5, "rows": rows, "active": False})
    return answer("overlay/numbers.js", expression, told=told, by=by, run=run, look=LOOK)


def row(step, value, **rest):
    return {"metric": "kid", "step": step, "time": step / 10, "value": value, "low": value - 1, "high": value + 2,
            "floor": 0.5} | rest


def test_a_live_number_is_drawn_with_its_interval_and_its_floor():
    number, floor = lines([row(10, 3.0), row(20, 2.0), row(20, 9.0, metric="classes"), row(30, 1.0) | {"value": None}])
    assert (number["x"], number["y"]) == ([10, 20], [3.0, 2.0])
    assert (number["error_y"]["array"], number["error_y"]["arrayminus"]) == ([2, 2], [1, 1])
    assert floor["y"] == [0.5, 0.5]
    assert number["name"] == "A · one  2"


@pytest.mark.parametrize(("by", "x"), [("step", [10, 20]), ("images", [160, 320]), ("seconds", [1, 2])])
def test_a_live_number_lies_along_every_axis(by, x):
    assert lines([row(10, 3.0), row(20, 2.0)], by)[0]["x"] == x


def test_without_a_floor_there_is_no_line_for_it():
    assert len(lines([row(10, 3.0, floor=None)])) == 1


def test_a_run_taken_back_is_told_again():
    number, _ = lines([row(10, 3.0)], first=[row(10, 3.0), row(20, 9.0)])
    assert (number["x"], number["y"]) == ([10], [3.0])


def test_a_run_that_is_gone_is_asked_no_more_and_a_server_that_is_busy_again():
    expression = """(async () => {
      globalThis.fetch = async () => ({ ok: false, status: ask.status, text: async () => "No." });
      const numbers = new Numbers("/api/runs", { run: "a" }, "kid");
      return [await numbers.read().catch((error) => error.message), numbers.active];
    })()"""
    assert answer("overlay/numbers.js", expression, status=404) == [False, False]
    assert answer("overlay/numbers.js", expression, status=503) == ["No.", True]
