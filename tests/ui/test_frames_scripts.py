"""Pictures on their way to the browser, with a server and a decoder that this test plays in Node."""

from tests.scripts import answer

# A picture is two bytes: its step, and its number of answers. An answer holds `room` pictures at most.
WORLD = """(async () => {
  const asked = [], closed = [];
  let refuse = ask.refuse ?? 0;
  globalThis.fetch = async (address) => {
    const [from, to] = address.match(/\\d+/g).map(Number);
    asked.push([from, to]);
    if (refuse-- > 0) throw new Error("no server");
    const steps = ask.served.filter((step) => step >= from && step <= to).slice(0, ask.room);
    const arrays = [{ name: "pictures", dtype: "uint8", shape: [steps.length], offset: 1024 }];
    const text = JSON.stringify({ steps, ends: steps.map((_, i) => i + 1), arrays }).padEnd(1020);
    const bytes = new Uint8Array(1024 + steps.length);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    bytes.set(new TextEncoder().encode(text), 4);
    bytes.set(steps, 1024);
    return { ok: true, arrayBuffer: async () => bytes.buffer };
  };
  globalThis.createImageBitmap = async (blob) => {
    const [step] = new Uint8Array(await blob.arrayBuffer());
    if (step === ask.damaged) throw new Error("no picture");
    return { step, width: ask.side, height: ask.side, close: () => closed.push(step) };
  };
  globalThis.setTimeout = (again) => queueMicrotask(again);
  const rest = async () => { for (let i = 0; i < 3000; i++) await null; };
  const frames = framesOf("film"), forget = frames.listen(() => {});
  const held = () => frames.steps.filter((step) => frames.get(step) !== null);
  %s
})()"""


def world(script, served, room=100, side=10, **rest):
    return answer("parts/frames.js", WORLD % script, served=served, room=room, side=side, **rest)


def test_the_newest_comes_first_and_then_all_others_in_as_few_answers_as_they_fit():
    steps = list(range(10))
    asked, held, complete = world("frames.update(ask.served); await rest(); return [asked, held(), frames.complete];",
                                  steps, room=4)
    assert asked == [[9, 9], [0, 8], [4, 8], [8, 8]]
    assert (held, complete) == (steps, True)


def test_only_what_is_new_is_asked_for_while_a_run_grows():
    asked = world("frames.update([1, 2, 3]); await rest(); frames.update([1, 2, 3, 5, 8]); await rest(); return asked;",
                  [1, 2, 3, 5, 8])
    assert asked[-1] == [5, 8]
    assert len(asked) == 3


def test_a_server_that_does_not_answer_is_asked_again():
    asked, held = world("frames.update(ask.served); await rest(); return [asked, held()];", [1, 2], refuse=2)
    assert asked == [[2, 2], [2, 2], [2, 2], [1, 1]]
    assert held == [1, 2]


def test_a_picture_that_cannot_be_read_is_counted_and_the_others_are_shown():
    held, broken, complete = world(
        "frames.update([1, 2, 3, 4]); await rest(); return [held(), frames.broken, frames.complete];", [1, 3, 4],
        damaged=3)
    assert (held, broken, complete) == ([1, 4], 2, True)


def test_what_is_decoded_stays_within_its_budget_and_is_there_around_the_moment():
    steps, near = list(range(40)), range(16, 25)
    held, closed = world("""frames.update(ask.served); await rest();
        frames.get(20); await rest();
        const there = [16, 18, 20, 22, 24].filter((step) => { const found = frames.get(step); return found !== null; });
        frames.get(0); await rest();
        return [there, closed];""", steps, side=1000)     # 16 of 4 MB are 64 MB
    assert held == [step for step in near if step % 2 == 0]
    assert 20 in closed


def test_pictures_of_steps_that_were_taken_back_are_asked_for_anew():
    asked = world("""frames.update([1, 2, 3]); await rest(); frames.update([1]); await rest();
        frames.update([1, 2]); await rest(); return asked;""", [1, 2, 3])
    assert asked[-1] == [2, 2]


def test_nothing_is_kept_when_nobody_listens():
    closed, again = world("""frames.update(ask.served); await rest(); forget();
        return [closed, framesOf('film') === frames];""", [1, 2])
    assert sorted(closed) == [1, 2]
    assert again is False


def test_a_feed_tells_whoever_comes_late_and_ends_with_its_last_listener():
    told = answer("parts/feed.js", """(async () => {
        globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {} };
        const told = [], one = feed("a", async () => ({ value: 7, ready: true, active: false }));
        const forget = [one.listen(({ value }) => told.push(value))];
        await new Promise((done) => setTimeout(done, 20));
        forget.push(feed("a", null).listen(({ value }) => told.push(value)));
        forget.forEach((each) => each());
        return [told, feed("a", async () => 1) === one];
    })()""")
    assert told == [[7, 7], False]
