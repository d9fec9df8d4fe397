"""Batches in turn: a long one does not hold up a short one, a newer replaces the one that waits, each comes whole."""

from tests.scripts import answer

# A decoder of one pixel that costs one tick of its own clock; the log says in which order batches came back.
WORLD = """(() => {
  let now = 0;
  const decoder = { latent: 2, size: 1, channels: 1, decode: (z, y) => { now += 1; return [z[0] + 10 * y]; } };
  const sent = [], lanes = new Lanes(decoder, (answer) => sent.push(answer), () => now);
  const ask = (lane, number, codes, y) => lanes.ask({ lane, number, codes: Float32Array.from(codes), y });
  const run = (turns = 1000) => { while (lanes.busy && turns--) lanes.turn(); };
  %s
  return sent.map(({ number, pixels, ms }) => ({ number, ms, pixels: pixels && Array.from(pixels) }));
})()"""


def test_a_batch_comes_back_whole_and_in_order():
    sent = answer("engine/lanes.js", WORLD % "ask('a', 1, [1, 0, 2, 0, 3, 0], 4); run();")
    assert sent == [{"number": 1, "ms": 3, "pixels": [41, 42, 43]}]


def test_a_short_one_does_not_wait_for_a_long_one():
    sent = answer("engine/lanes.js", WORLD % (
        "ask('tiles', 1, Array(200).fill(1), 0); run(1); ask('strip', 2, [5, 0], 0); run();"))
    assert [one["number"] for one in sent] == [2, 1]
    assert sent[1]["pixels"] == [1] * 100


def test_in_a_lane_the_newest_waits_and_the_running_one_is_finished():
    sent = answer("engine/lanes.js", WORLD % (
        "ask('a', 1, [1, 0], 0); ask('a', 2, [2, 0], 0); ask('a', 3, [3, 0], 0); run();"))
    assert [(one["number"], one.get("pixels")) for one in sent] == [(2, None), (1, [1]), (3, [3])]


def test_an_empty_batch_is_answered():
    assert answer("engine/lanes.js", WORLD % "ask('a', 1, [], 0); run();") == [{"number": 1, "ms": 0, "pixels": []}]
