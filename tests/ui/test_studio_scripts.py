"""The studio's arithmetic in the browser: codes as text, pads, directions, distances, the way back; held to Python."""

import numpy as np
import pytest
import torch
from scipy import stats

from genmodels.latent import DataDistance, Encoded, blend
from tests.scripts import answer
from ui.explore_code import pack, unpack

SPACE = {"latent": 6, "span": 3.5, "reach": 6.0}
FREE = [1] * 6
PLANE = "new Plane(new Float32Array(ask.right), new Float32Array(ask.up), new Uint8Array(ask.free), ask.space)"


def draws(n, size=6, seed=0):
    return torch.randn(n, size, generator=torch.Generator().manual_seed(seed))


def units(n, size=6):
    return torch.nn.functional.normalize(draws(n, size, seed=7), dim=1)


@pytest.mark.parametrize("size", [2, 16, 100])
def test_a_code_is_the_same_text_on_both_sides(size):
    code = draws(1, size)[0].numpy()
    text = pack(code)
    assert answer("parts/geometry.js", "toText(ask.z)", z=code.tolist()) == text
    np.testing.assert_array_equal(np.float32(answer("parts/geometry.js", "fromText(ask.text)", text=text)), code)
    np.testing.assert_array_equal(unpack(text, size), code)


@pytest.mark.parametrize("free", [FREE, [1, 0, 1, 1, 0, 1]])
def test_the_code_under_the_pointer_is_shown_where_the_pointer_is(free):
    right, up = units(2).tolist()
    z = (0.5 * draws(1)[0]).tolist()
    there, back = answer("studio/surfaces.js", f"""(() => {{
        const plane = {PLANE}, out = new Float32Array(6);
        plane.put({{ z: new Float32Array(ask.z) }}, 0.7, 0.2, out);
        return [out, plane.where(out)];
    }})()""", right=right, up=up, free=free, z=z, space=SPACE)
    np.testing.assert_allclose(back, [0.7, 0.2], atol=1e-5)
    moved = torch.tensor(there) - torch.tensor(z)
    basis, _ = torch.linalg.qr((torch.tensor([right, up]) * torch.tensor(free)).T)
    torch.testing.assert_close(basis @ (basis.T @ moved), moved, atol=1e-5, rtol=0)     # nowhere but on the plane
    assert all(there[i] == pytest.approx(z[i], abs=1e-6) for i, loose in enumerate(free) if not loose)


def test_up_and_right_are_at_a_right_angle_so_that_circles_are_circles():
    right, up = units(2).tolist()
    one, other = answer("studio/surfaces.js", f"(() => {{ const plane = {PLANE}; return [plane.right, plane.up]; }})()",
                        right=right, up=up, free=FREE, space=SPACE)
    np.testing.assert_allclose([np.dot(one, one), np.dot(other, other), np.dot(one, other)], [1, 1, 0], atol=1e-5)
    np.testing.assert_allclose(one, right, atol=1e-5)


@pytest.mark.parametrize(("right", "up", "free", "why"), [
    ([1, 0, 0, 0, 0, 0], [0.999, 0.0447, 0, 0, 0, 0], FREE, "same"),
    ([1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0], [1, 0, 1, 1, 1, 1], "locked"),
    ([1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0], FREE, None)])
def test_a_pad_that_would_be_a_line_says_why(right, up, free, why):
    assert answer("studio/surfaces.js", f"{PLANE}.flat", right=right, up=up, free=free, space=SPACE) == why


def test_a_pad_between_four_codes_ends_in_them_and_blends_as_python_does():
    corners = draws(4)
    points = [[0, 0], [1, 0], [0, 1], [1, 1], [0.3, 0.8]]
    blends = answer("studio/surfaces.js", """ask.points.map(([x, y]) => new Corners(
        ask.corners, new Uint8Array(ask.free), ask.space).blend(x, y, new Float32Array(6)))""",
                    corners=corners.tolist(), points=points, free=FREE, space=SPACE)
    torch.testing.assert_close(torch.tensor(blends[:4]), corners)
    torch.testing.assert_close(torch.tensor(blends[4]), blend(corners, torch.tensor([0.3]), torch.tensor([0.8]))[0])


def test_a_place_between_four_codes_is_found_again_and_sliders_are_kept():
    corners = (0.5 * draws(4)).tolist()
    there, stray, moved = answer("studio/surfaces.js", """(() => {
        const pad = new Corners(ask.corners, new Uint8Array(ask.free), ask.space), code = new Float32Array(6);
        const there = pad.find(pad.blend(0.21, 0.64, code));
        const slid = Float32Array.from(code, (x, i) => x + (i === 2 ? 0.5 : 0));
        const out = pad.put({ z: slid, at: [0.21, 0.64] }, 0.5, 0.5, new Float32Array(6));
        const plain = pad.blend(0.5, 0.5, new Float32Array(6));
        return [there, pad.find(new Float32Array(6).fill(3)), Array.from(out, (x, i) => x - plain[i])];
    })()""", corners=corners, free=FREE, space=SPACE)
    np.testing.assert_allclose(there, [0.21, 0.64], atol=1e-3)
    assert stray is None
    np.testing.assert_allclose(moved, [0, 0, 0.5, 0, 0, 0], atol=1e-5)


@pytest.mark.parametrize("free", [FREE, [1, 1, 0, 1, 0, 1]])
def test_a_direction_goes_where_its_slider_says_and_leaves_locked_dimensions_alone(free):
    z, vector = (0.5 * draws(1)[0]).tolist(), units(1)[0].numpy()
    out, place = answer("studio/axes.js", """(() => {
        const axis = new DirectionAxis(ask.direction, ask.space), z = new Float32Array(ask.z);
        const out = axis.move(z, 1.5, new Uint8Array(ask.free), new Float32Array(6));
        return [out, axis.place(out)];
    })()""", direction={"key": "d", "vector": pack(vector), "scale": 0.8}, z=z, free=free, space=SPACE)
    assert place == pytest.approx(1.5, abs=1e-4)
    assert np.dot(out, vector) == pytest.approx(1.5 * 0.8, abs=1e-4)
    assert all(out[i] == np.float32(z[i]) for i, loose in enumerate(free) if not loose)


def test_the_strip_shows_the_middle_of_each_seventh_of_its_slider():
    places = answer("studio/axes.js", "new DimensionAxis({ index: 1 }, ask.space).places", space=SPACE)
    np.testing.assert_allclose(places, [-3, -2, -1, 0, 1, 2, 3])


def test_the_way_back_is_bounded_and_forgets_what_was_undone():
    told = answer("parts/history.js", """(() => {
        const way = new History(0, 5);
        for (let i = 1; i <= 9; i++) way.keep(i);
        const back = [way.undo(), way.undo(), way.redo(), way.undo()];
        way.keep("new");
        const gone = way.redo(), all = [];
        for (let entry; (entry = way.undo()) !== null;) all.push(entry);
        return { back, gone, all, more: way.canUndo, redo: way.canRedo };
    })()""")
    assert told == {"back": [8, 7, 8, 7], "gone": None, "all": [7, 6, 5, 4], "more": False, "redo": True}


def test_an_arrow_key_held_down_is_one_thing_to_undo():
    told = answer("parts/history.js", """(() => {
        const way = new History("start");
        for (const [entry, tag, when] of [["a", "k", 1], ["b", "k", 200], ["c", "k", 5000], ["d", "other", 5001]]) {
          way.keep(entry, tag, 1000, when);
        }
        return [way.undo(), way.undo(), way.undo(), way.undo()];
    })()""")
    assert told == ["c", "b", "start", None]


def test_the_distance_to_the_data_is_pythons():
    codes = torch.cat([draws(300, 5), torch.full((300, 1), 0.001)], dim=1)     # the last dimension is dead
    encoded = Encoded(codes, torch.tensor([[-3.0] * 5 + [0.0]]).repeat(300, 1), torch.zeros(300).long())
    distance = DataDistance(encoded)
    asked = torch.cat([draws(20, seed=1), 3 * draws(5, seed=2)])
    told = answer("studio/distance.js", """(() => {
        const data = new DataDistance({ mean: ask.mean, alive: ask.alive, usual: ask.usual }, ask.k);
        return ask.codes.map((z) => data.of(z));
    })()""", mean=codes.flatten().tolist(), alive=distance.alive.int().tolist(), usual=distance.usual.tolist(),
                  k=distance.k, codes=asked.tolist())
    expected = distance.of(asked)
    np.testing.assert_allclose([one["distance"] for one in told], [one.distance for one in expected], rtol=1e-4)
    np.testing.assert_allclose([one["share"] for one in told], [one.share for one in expected], atol=1 / 300 + 1e-6)
    assert told[0]["usual"] == pytest.approx(float(distance.usual.median()))
    assert 0 < told[0]["share"] < 0.995
    assert told[-1]["share"] == 1


@pytest.mark.parametrize("size", [1, 2, 7, 64, 100, 512])
def test_the_length_of_a_code_is_held_against_the_chi_distribution(size):
    lengths = np.linspace(0.01, 2.5 * np.sqrt(size), 40)
    told = answer("studio/distance.js", "ask.lengths.map((length) => new PriorLength(ask.size).of([length]))",
                  size=size, lengths=lengths.tolist())
    below = stats.chi.cdf(lengths, size)
    np.testing.assert_allclose([one["share"] for one in told], np.abs(2 * below - 1), atol=1e-9)
    assert told[0]["usual"] == pytest.approx(stats.chi.median(size), rel=1e-6)


def test_the_mark_on_the_bar_never_goes_back_as_the_distance_grows():
    steps = [{"share": share, "beyond": beyond} for share, beyond in
             [(0, 0.1), (0.5, 0.3), (0.9, 0.5), (0.99, 0.7), (0.995, 0.8), (1, 1), (1, 2), (1, 50)]]
    places = answer("studio/bar.js", "ask.steps.map(along)", steps=steps)
    assert places == sorted(places)
    assert places[0] == 0
    assert places[2] == pytest.approx(0.6)
    assert places[4] == pytest.approx(0.8)
    assert 0.99 < places[-1] <= 1


def test_one_message_is_on_its_way_and_the_newest_follows():
    told = answer("parts/outbox.js", """(() => {
        const sent = [], counts = [], box = new Outbox(({ code, number }) => sent.push([code, number]), 4);
        for (const code of ["a", "b", "c"]) box.post({ code });
        for (const number of [4, 9, 5, 5, 6]) {
          box.heard(number);
          counts.push(sent.length);
        }
        box.post({ code: "d" });
        box.end();
        return { sent, counts };
    })()""")
    assert told == {"sent": [["a", 5], ["c", 6], ["d", 7]], "counts": [1, 1, 2, 2, 2]}


def test_the_servers_word_is_adopted_when_it_is_new_and_no_answer():
    told = answer("parts/outbox.js", """(() => {
        const box = new Outbox(() => {}, 4, "here");
        const told = [box.heard(4, "here"), box.heard(4, "a link"), box.heard(4, "a link")];
        box.post({ code: "kept" }, "kept");
        told.push(box.heard(5, "kept"), box.heard(5, "kept"), box.heard(5, "a button"));
        box.end();
        return told;
    })()""")
    assert told == [False, True, False, False, False, True]


def test_the_way_back_may_overtake_the_answer_but_nothing_that_still_waits():
    told = answer("parts/outbox.js", """(() => {
        const box = new Outbox(() => {}, 4, "here");
        box.post({ code: "kept" }, "kept");
        const told = [box.heard(5, "back")];
        box.post({ code: "first" }, "first");
        box.post({ code: "newest" }, "newest");
        told.push(box.heard(6, "back again"), box.heard(7, "newest"));
        box.end();
        return told;
    })()""")
    assert told == [True, False, False]


def test_draws_and_resets_leave_locked_dimensions_alone():
    drawn, zeroed = answer("parts/geometry.js", """(() => {
        const z = new Float32Array(4000).fill(9), free = Uint8Array.from(z, (_, i) => i % 2);
        return [draw(z, free), zeroed(z, free)];
    })()""")
    drawn = np.array(drawn)
    np.testing.assert_array_equal(drawn[::2], 9)
    assert stats.kstest(drawn[1::2], "norm").pvalue > 1e-6
    np.testing.assert_array_equal(zeroed[:4], [9, 0, 9, 0])
