"""The timeline's arithmetic in the browser, asked in Node: places, thumbnails, marks, playing, pictures."""

import numpy as np
import pytest

from genmodels.panel import snapshot_steps
from tests.scripts import answer
from ui.words import duration

TRACK = "timeline/track.js"
ENDS = [1, 7, 100, 2750, 20_000, 5_000_000]


def places(end, steps):
    return answer(TRACK, "ask.steps.map((step) => new Track(ask.end).place(step))", end=end, steps=steps)


@pytest.mark.parametrize("end", ENDS)
def test_a_place_on_the_track_leads_back_to_its_step(end):
    steps = sorted({0, *snapshot_steps(end)})
    there = places(end, steps)
    assert (there[0], there[-1]) == (0, pytest.approx(1))
    assert (np.diff(there) > 0).all()
    back = answer(TRACK, "ask.places.map((place) => new Track(ask.end).step(place))", end=end, places=there)
    np.testing.assert_allclose(back, steps, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("end", [2750, 20_000, 5_000_000])
def test_the_beginning_has_room_and_the_rest_is_linear(end):
    tenth, half, most, whole = places(end, [0.1 * end, 0.5 * end, 0.9 * end, end])
    assert tenth > 0.2, "logarithmic at first"
    assert most - half == pytest.approx(4 * (whole - most), rel=1e-6)
    snapshots = np.diff(places(end, sorted(snapshot_steps(end))))
    assert snapshots.max() < 4 / len(snapshots), "no snapshot lies far from the one before"


def test_a_step_beyond_the_ends_lies_at_them():
    assert places(100, [-5, 0, 100, 1e9]) == [0, 0, 1, 1]


def test_thumbnails_show_what_lies_there_and_nothing_where_nothing_was_trained_yet():
    steps = [0, *sorted(snapshot_steps(20_000))]
    shown = answer(TRACK, "thumbs(new Track(20000), ask.steps, 920, 46)", steps=steps)
    assert len(shown) == 20
    assert shown == sorted(set(shown)), "a long run has another picture at every place"
    young = answer(TRACK, "thumbs(new Track(20000), ask.steps, 920, 46)", steps=[step for step in steps if step < 500])
    assert young[0] is not None
    assert young[-1] is None
    assert young[:3] == shown[:3], "what was drawn stays where it is while the run grows"


def test_marks_that_would_touch_stand_together_in_order():
    marks = [{"step": step} for step in (900, 100, 102, 500, 101)]
    groups = answer(TRACK, "grouped(ask.marks, new Track(1000), 800, 24)", marks=marks)
    assert [[mark["step"] for mark in group["marks"]] for group in groups] == [[100, 101, 102], [500], [900]]
    assert [group["place"] for group in groups] == places(1000, [100, 500, 900])


@pytest.mark.parametrize(("step", "by", "found"), [
    (0, 1, 1), (3, 1, 4), (4, 1, 8), (4, -1, 2), (3.5, -1, 2), (0, -1, None), (8, 1, None), (8, -10, 0), (1, 10, 8)])
def test_arrow_keys_go_from_snapshot_to_snapshot(step, by, found):
    assert answer(TRACK, "beside(ask.steps, ask.step, ask.by)", steps=[0, 1, 2, 4, 8], step=step, by=by) == found


def test_the_hand_takes_the_nearest_snapshot():
    steps = [0, 1, 2, 4, 8, 1000]
    assert answer(TRACK, "ask.at.map((step) => nearestOn(new Track(1000), ask.steps, step))", steps=steps,
                  at=[0, 1.2, 5, 9, 990, 5000]) == [0, 1, 3, 4, 5, 5]


def test_numbers_between_two_steps_go_on_evenly():
    assert answer(TRACK, "ask.at.map((step) => between([10, 20], [1, 3], step))", at=[0, 10, 15, 20, 99]) == [
        1, 1, 2, 3, 3]
    assert answer(TRACK, "between([], [], 5)") is None


@pytest.mark.parametrize(("step", "at"), [(0, 0), (1, 1), (3, 2.5), (4, 3), (6, 3.5), (8, 0), (99, 0)])
def test_playing_begins_where_one_looks_and_at_the_end_from_the_start(step, at):
    assert answer("timeline/player.js", "start([0, 1, 2, 4, 8], ask.step)", step=step) == at


PLAY = """(() => {
  const queue = [], shown = [];
  let over = 0;
  const player = new Player((step) => shown.push(step), () => { over += 1; }, (tick) => queue.push(tick));
  player.speed = ask.speed;
  player.play(ask.steps, 0);
  for (let now = 0; queue.length && now < 60000; now += 1000 / 60) queue.shift()(now);
  return { shown, over, playing: player.playing };
})()"""


@pytest.mark.parametrize("speed", [0.5, 1, 2])
def test_a_film_shows_every_snapshot_in_its_time(speed):
    steps = [0, *sorted(snapshot_steps(20_000))]
    told = answer("timeline/player.js", PLAY, steps=steps, speed=speed)
    assert told["shown"] == sorted(told["shown"])
    seen = np.searchsorted(steps, told["shown"], side="right") - 1
    assert set(seen) == set(range(len(steps))), "none is left out at sixty frames a second"
    assert len(told["shown"]) == pytest.approx(60 * (len(steps) - 1) / (12 * speed), abs=3)
    assert (told["over"], told["playing"], told["shown"][-1]) == (1, False, 20_000)


def test_a_film_that_is_halted_by_who_sees_it_stops():
    shown = answer("timeline/player.js", """(() => {
        globalThis.cancelAnimationFrame = () => {};
        const queue = [], shown = [];
        const see = (step) => { shown.push(step); if (step >= 2) player.halt(); };
        const player = new Player(see, () => shown.push("over"), (tick) => queue.push(tick));
        player.play([0, 1, 2, 4, 8, 16], 0);
        for (let now = 0; queue.length && now < 60000; now += 100) queue.shift()(now);
        return [shown.at(-1), player.playing];
    })()""")
    assert shown[0] == pytest.approx(2.8)
    assert shown[1] is False


def test_time_is_said_as_everywhere():
    words = {"seconds": "{s} s", "minutes": "{m} min", "hours": "{h} h"}
    asked = [0, 7.4, 59.6, 60, 90, 3600, 3661, 7500, 86_400]
    assert answer("timeline/timeline.js", "ask.asked.map((time) => duration(time, ask.words))", asked=asked,
                  words=words) == [duration(time) for time in asked]


def test_pictures_near_the_moment_are_kept_and_the_far_ones_let_go():
    steps = [0, 1, 2, 4, 8, 16, 32]
    assert answer("parts/frames.js", "nearest(ask.steps, 4, 3)", steps=steps) == [4, 2, 1]
    assert sorted(answer("parts/frames.js", "nearest(ask.steps, 99, 4)", steps=steps)) == [4, 8, 16, 32]
    assert sorted(answer("parts/frames.js", "nearest(ask.steps, -1, 100)", steps=steps)) == steps
    assert answer("parts/frames.js", "nearest([], 4, 3)") == []


def test_whoever_is_asked_again_and_again_still_draws_in_every_frame():
    drawn = answer("parts/frame.js", """(() => {
        const queue = [], drawn = [];
        globalThis.requestAnimationFrame = (draw) => queue.push(draw);
        globalThis.cancelAnimationFrame = (n) => { queue[n - 1] = () => {}; };
        const frame = new Frame(() => drawn.push(now));
        let now = 0;
        for (now = 0; now < 4; now++) {     // as a film that plays: its own tick comes last in every frame
            queue.splice(0).forEach((draw) => draw());
            frame.soon();
            frame.soon();
        }
        frame.end();
        queue.forEach((draw) => draw());
        return drawn;
    })()""")
    assert drawn == [1, 2, 3], "asked in a frame, drawn in the next, once"
