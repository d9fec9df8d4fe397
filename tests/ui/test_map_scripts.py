"""The map's arithmetic in the browser, asked in Node and held to numpy and torch."""

import numpy as np
import pytest
import torch

from genmodels import latent
from tests.scripts import answer

RANDOM = np.random.default_rng(0)
CAMERA = """(() => {
  const camera = new Camera();
  Object.assign(camera, { width: 300, height: 200 });
  camera.home(Float32Array.from(ask.points.flat()));
  return camera;
})()"""


def cloud(n, size=2, spread=1.0):
    return (spread * RANDOM.standard_normal((n, size))).astype(np.float32)


def test_squares_lie_where_the_points_are_and_hidden_ones_leave_none():
    points, width, height, size = cloud(200, spread=8), 40, 30, 3
    colours = RANDOM.integers(0, 4, 200)     # 0 is hidden
    place = {"scale": 2.0, "right": 18.5, "down": 13.5}
    drawn = answer("map/dots.js", """(() => {
      const pixels = new Uint32Array(ask.width * ask.height);
      stamp(pixels, ask.width, Float32Array.from(ask.points.flat()), Uint32Array.from(ask.colours), null, ask.place, 3);
      return pixels;
    })()""", width=width, height=height, points=points.tolist(), colours=colours.tolist(), place=place)
    expected = np.zeros((height, width), int)
    for (x, y), colour in zip(points, colours, strict=True):
        left, top = int(np.floor(x * 2 + 18.5 + 0.5)), int(np.floor(13.5 - y * 2 + 0.5))
        if colour and 0 <= left <= width - size and 0 <= top <= height - size:
            expected[top:top + size, left:left + size] = colour
    assert expected.any()
    np.testing.assert_array_equal(np.reshape(drawn, (height, width)), expected)


def test_what_was_selected_is_drawn_above_the_rest():
    drawn = answer("map/dots.js", """(() => {
      const pixels = new Uint32Array(9), points = new Float32Array(4), place = { scale: 1, right: 0, down: 0 };
      for (const rows of [null, Uint32Array.of(0)]) stamp(pixels, 3, points, Uint32Array.of(7, 9), rows, place, 1);
      return pixels;
    })()""")
    assert drawn[0] == 7


def test_the_view_holds_the_points_and_zooming_keeps_the_place_under_the_pointer():
    points = cloud(100)
    left, top, back, after, before = answer("map/camera.js", f"""(() => {{
      const camera = {CAMERA}, at = ask.points.map(([x, y]) => [camera.left(x), camera.top(y)]);
      const back = camera.plane(...at[0]), before = camera.plane(70, 50);
      camera.zoom(3, 70, 50);
      return [at.map((place) => place[0]), at.map((place) => place[1]), back, camera.plane(70, 50), before];
    }})()""", points=points.tolist())
    assert 0 < min(left) < max(left) < 300
    assert 0 < min(top) < max(top) < 200
    np.testing.assert_allclose(back, points[0], rtol=1e-5)
    np.testing.assert_allclose(after, before, rtol=1e-9)


def test_another_size_shows_the_same_unless_one_has_gone_elsewhere():
    points = cloud(100)
    home, moved = answer("map/camera.js", f"""(() => {{
      const camera = {CAMERA}, other = new Camera(), where = ({{ x, y, half }}) => [x, y, half];
      Object.assign(other, {{ width: 500, height: 400 }});
      other.home(Float32Array.from(ask.points.flat()));
      camera.resize(500, 400);
      const home = [where(camera), where(other)];
      camera.pan(30, 10);
      const before = where(camera);
      camera.resize(300, 200);
      return [home, [before, where(camera)]];
    }})()""", points=points.tolist())
    assert home[0] == home[1]
    assert moved[0] == moved[1]


def test_one_point_far_away_does_not_shrink_the_map():
    points = np.vstack([cloud(2000), [[1000, 1000]]])
    scale = answer("map/camera.js", f"{CAMERA}.scale", points=points.tolist())
    assert scale > 10, "the cloud of about six standard deviations fills the 200 px"


def test_a_lasso_takes_what_lies_inside():
    """A convex line against half-planes; a concave one leaves out its bay."""
    points = cloud(500)
    angles = np.linspace(0, 2 * np.pi, 7, endpoint=False)
    corners = np.stack([np.cos(angles), np.sin(angles)], 1)
    sides, away = np.roll(corners, -1, 0) - corners, points[:, None] - corners            # (7, 2), (500, 7, 2)
    across = sides[:, 0] * away[..., 1] - sides[:, 1] * away[..., 0]                      # (500, 7)
    wanted = np.flatnonzero((across > 0).all(1))
    ask = """(() => {
      const camera = { plane: (left, top) => [left, top] }, colours = new Uint32Array(ask.points.length).fill(1);
      colours[ask.hidden] = 0;
      return inside(ask.path, Float32Array.from(ask.points.flat()), colours, camera);
    })()"""
    hidden = int(wanted[0])
    found = answer("map/lasso.js", ask, points=points.tolist(), path=corners.tolist(), hidden=hidden)
    assert found == [row for row in wanted if row != hidden]
    bay = [[0, 0], [4, 0], [4, 4], [2, 1], [0, 4]]
    assert answer("map/lasso.js", ask, points=[[9, 9], [2, 3], [0.5, 1], [3.7, 2]], path=bay, hidden=0) == [2, 3]
    assert answer("map/lasso.js", ask, points=[[0, 0]], path=bay[:2], hidden=0) == []


def test_a_selection_is_summed_up_as_numpy_does():
    codes = cloud(300, 5) * np.float32([3, 1, 0.5, 0.2, 0.1]) @ np.linalg.qr(cloud(5, 5))[0].astype(np.float32)
    labels, values = RANDOM.integers(0, 3, 300), cloud(300, 1)[:, 0]
    rows = np.sort(RANDOM.choice(300, 120, replace=False))
    found = answer("map/selection.js", """summary(Uint32Array.from(ask.rows), {
      means: Float32Array.from(ask.codes.flat()), size: 5, labels: ask.labels, classes: 3,
      attributes: [Float32Array.from(ask.values)] })""",
                   rows=rows.tolist(), codes=codes.tolist(), labels=labels.tolist(), values=values.tolist())
    variances, axes = np.linalg.eigh(np.cov(codes[rows].T, bias=True))
    assert found["count"] == 120
    assert found["histogram"] == np.bincount(labels[rows], minlength=3).tolist()
    np.testing.assert_allclose(found["mean"], codes[rows].mean(0), atol=1e-5)
    assert abs(np.dot(found["axis"], axes[:, -1])) == pytest.approx(1, abs=1e-4)
    assert found["spread"] == pytest.approx(variances[-1] ** 0.5, rel=1e-4)
    assert found["share"] == pytest.approx(variances[-1] / variances.sum(), rel=1e-4)
    apart = (values[rows].mean() - values.mean()) / values.std()
    assert found["attributes"][0]["apart"] == pytest.approx(apart, rel=1e-3)


def test_a_selection_of_one_spreads_nowhere():
    found = answer("map/selection.js", """summary(Uint32Array.of(1), {
      means: Float32Array.of(1, 2, 3, 4), size: 2, labels: [0, 1], classes: 2, attributes: [] })""")
    assert (found["mean"], found["spread"], found["share"]) == ([3, 4], 0, 0)


def test_places_on_the_map_are_those_of_the_principal_axes():
    codes = torch.tensor(cloud(50, 6))
    axes = latent.principal_axes(codes)
    z = codes[3]
    place, through = answer("map/plane.js", """(() => {
      const plane = new Plane(Float32Array.from(ask.centre), Float32Array.from(ask.directions.flat()));
      return [plane.project(ask.z), plane.through(Float32Array.from(ask.z), 0.5, -1)];
    })()""", centre=axes.centre.tolist(), directions=axes.directions.tolist(), z=z.tolist())
    np.testing.assert_allclose(place, axes.project(z[None])[0], atol=1e-5)
    np.testing.assert_allclose(axes.project(torch.tensor(through)[None])[0], [0.5, -1], atol=1e-5)
    off = (z - axes.centre) - axes.project(z[None])[0] @ axes.directions     # what lies off the map stays
    moved = torch.tensor(through) - axes.centre
    np.testing.assert_allclose(moved - axes.project(torch.tensor(through)[None])[0] @ axes.directions, off, atol=1e-5)


def test_points_are_at_the_kept_places_at_each_moment_and_between_two_of_them_in_between():
    at = answer("map/drift.js", """(() => {
      const drift = new Drift([{}, {}, { step: 7 }], 7), out = new Float32Array(2);
      drift.frames = [[0, 0], [2, 4], [2, 4]].map((place) => Float32Array.from(place));
      const paces = [drift.pace(0), drift.pace(1)];
      return [...[0, 0.5, 1, 1.5, 2].map((t) => { drift.at(t, out); return [...out]; }), paces];
    })()""")
    assert at[:5] == [[0, 0], [1, 2], [2, 4], [2, 4], [2, 4]]
    assert at[5][0] > at[5][1] > 0, "what does not move passes quickly"


def test_colours_follow_the_class_or_the_value_and_hidden_classes_have_none():
    by_class, by_value, (low, high) = answer("map/colours.js", """[
      byClass([0, 1, 2], ["#ff0000", "#00ff00", "#0000ff"], new Set([1])),
      byValue([-5, 0, 1, 9, 0.5], ["#000000", "#ffffff"], [0, 1], new Set([7]), [0, 0, 0, 0, 7]),
      ends(Float32Array.from({ length: 1000 }, (_, i) => i === 0 ? -1e6 : i)) ]""")
    assert [f"{colour & 0xffffff:06x}" for colour in by_class] == ["0000ff", "000000", "ff0000"]     # blue, green, red
    assert [colour & 0xff for colour in by_value] == [0, 0, 255, 255, 0]
    assert by_value[4] == 0
    assert 0 < low < 20 < 980 < high < 1000


def test_unselected_points_stay_but_faintly():
    faint = answer("map/colours.js", "fainted(Uint32Array.of(0xeb0000ff, 0xeb00ff00, 0), [1])")
    assert faint == [0x220000FF, 0xEB00FF00, 0]


def test_classes_have_names_on_the_map_only_where_they_have_places():
    labels = RANDOM.integers(0, 3, 600)
    apart = np.float32([[0, 0], [5, 0], [0, 5]])[labels] + cloud(600)
    ask = "classMeans(Float32Array.from(ask.points.flat()), ask.labels, new Uint32Array(600).fill(1), 3)"
    found = answer("map/ink.js", ask, points=apart.tolist(), labels=labels.tolist())
    means = np.stack([apart[labels == label].mean(0) for label in range(3)])
    np.testing.assert_allclose([[mean["x"], mean["y"]] for mean in found["means"]], means, atol=1e-4)
    within = ((apart - means[labels]) ** 2).sum()
    assert found["between"] == pytest.approx(1 - within / ((apart - apart.mean(0)) ** 2).sum(), rel=1e-4)
    assert answer("map/ink.js", ask, points=cloud(600).tolist(), labels=labels.tolist())["between"] < 0.05


def test_tiles_fade_where_no_image_lies():
    lived = answer("map/field.js", """settled(
      { columns: 5, rows: 4, step: 1, box: { west: 0, north: 4 } }, Float32Array.of(0.5, 3.5, 99, 99))""")
    assert np.flatnonzero(lived).tolist() == [0, 1, 5, 6]


@pytest.mark.parametrize(("step", "same", "nats", "end", "told"), [
    (0, 0.1, 0.02, 6, "start"), (1, 0.2, 0.1, 6, "silent"), (60, 0.3, 1, 6, "first"), (200, 0.5, 4, 6, "sorting"),
    (9000, 0.75, 6, 6, "settled"), (9000, 0.1, 0.01, 0.01, "collapsed"), (0, 0.1, 0.01, 0.01, "collapsed")])
def test_each_moment_has_the_sentence_its_numbers_earn(step, same, nats, end, told):
    last = {"step": 9000, "same": 0.75, "nats": end}
    assert answer("map/story.js", "story(ask.fact, ask.last, 10)",
                  fact={"step": step, "same": same, "nats": nats}, last=last) == told
