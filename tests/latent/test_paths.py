"""Paths: arcs keep the length at a steady angle, ends are met, blends stay in the prior, the browser walks the same."""

import math
from pathlib import Path

import pytest
import torch
from scipy import stats

from genmodels.latent import lerp, manifold, slerp, traversal, walk
from genmodels.latent.paths import blend, loop
from genmodels.runs import RunStore
from tests.scripts import answer

ROOT = Path(__file__).parents[2]
STEP = 1e-3     # of a way: short beside the decoder's bends, long beside the grain of float32
SHARES = torch.linspace(0, 1, 9)


def unit(seed, size=16):
    z = torch.randn(size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return z / z.norm()


def test_slerp_keeps_the_length_and_divides_the_angle_evenly():
    a, b = unit(0), unit(1)
    arc = slerp(a, b, SHARES).double()
    torch.testing.assert_close(arc.norm(dim=1), torch.ones(9, dtype=torch.float64), rtol=1e-6, atol=1e-6)
    angles = torch.acos((arc[:-1] * arc[1:]).sum(1).clamp(-1, 1))
    steady = torch.full((8,), math.acos(float(a @ b)) / 8, dtype=torch.float64)
    torch.testing.assert_close(angles, steady, rtol=1e-3, atol=1e-4)


def test_slerp_between_right_angles_is_a_quarter_circle():
    quarter = slerp(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0]), SHARES)
    angle = SHARES * math.pi / 2
    torch.testing.assert_close(quarter, torch.stack([angle.cos(), angle.sin()], dim=1))


@pytest.mark.parametrize("between", [slerp, lerp])
def test_both_ends_are_met_also_at_unequal_lengths(between):
    a, b = 3 * unit(0).float(), 0.5 * unit(1).float()
    path = between(a, b, SHARES)
    torch.testing.assert_close(path[0], a)
    torch.testing.assert_close(path[-1], b)


@pytest.mark.parametrize("factor", [1.0, 2.0, -1.0, 0.0])
def test_where_the_arc_is_open_the_line_is_taken(factor):
    a = unit(2).float()
    torch.testing.assert_close(slerp(a, factor * a, SHARES), lerp(a, factor * a, SHARES))


def test_a_walk_visits_its_points_in_order():
    points = torch.randn(4, 5, generator=torch.Generator().manual_seed(0))
    for kind in ("slerp", "lerp"):
        path = walk(points, 6, kind)
        assert path.shape == (3 * 5 + 1, 5)
        torch.testing.assert_close(path[::5], points)


def test_the_middle_of_a_line_is_shorter_than_the_middle_of_an_arc():
    a, b = unit(0, 64), unit(1, 64)
    middles = {kind: walk(torch.stack([a, b]), 3, kind)[1].norm() for kind in ("slerp", "lerp")}
    assert middles["lerp"] < 0.8 < 0.99 < middles["slerp"]


@pytest.mark.parametrize("kind", ["slerp", "lerp"])
def test_a_loop_comes_back_without_showing_its_first_point_twice(kind):
    points = torch.randn(3, 5, generator=torch.Generator().manual_seed(0))
    path = loop(points, 6, kind)
    assert path.shape == (3 * 5, 5)
    torch.testing.assert_close(path[::5], points)
    torch.testing.assert_close(torch.cat([path, points[:1]])[10:], walk(points[[2, 0]], 6, kind))


@pytest.mark.parametrize(("points", "steps"), [(1, 5), (2, 1)])
def test_a_walk_to_nowhere_is_refused(points, steps):
    with pytest.raises(ValueError, match="two points and two steps"):
        walk(torch.zeros(points, 3), steps)


def test_a_traversal_changes_one_dimension_only():
    code, values = torch.randn(6), torch.linspace(-3, 3, 7)
    codes = traversal(code, 4, values)
    torch.testing.assert_close(codes[:, 4], values)
    others = [0, 1, 2, 3, 5]
    torch.testing.assert_close(codes[:, others], code[others].repeat(7, 1))


def test_the_manifold_is_even_in_probability_and_grows_right_and_up():
    side = 12
    z = manifold(side)
    assert z.shape == (side * side, 2)
    expected = (torch.arange(side, dtype=torch.float64) + 0.5) / side
    right = torch.tensor(stats.norm.cdf(z[:side, 0].numpy()))
    torch.testing.assert_close(right, expected, rtol=1e-5, atol=1e-6)
    down = torch.tensor(stats.norm.cdf(z[::side, 1].numpy()))
    torch.testing.assert_close(down, expected.flip(0), rtol=1e-5, atol=1e-6)


def test_a_blend_meets_its_corners_and_keeps_the_spread_of_the_prior():
    corners = torch.randn(4, 2000, generator=torch.Generator().manual_seed(0))
    x, y = torch.tensor([0.0, 1.0, 0.0, 1.0]), torch.tensor([0.0, 0.0, 1.0, 1.0])
    torch.testing.assert_close(blend(corners, x, y), corners)
    inside = blend(corners, torch.tensor([0.5, 0.2]), torch.tensor([0.5, 0.9]))
    torch.testing.assert_close(inside.std(1), torch.ones(2), rtol=0.05, atol=0)
    torch.testing.assert_close(inside[0], corners.mean(0) * 2)


@pytest.mark.parametrize("kind", ["slerp", "lerp"])
@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("size", [2, 100])
def test_the_browser_walks_the_same_path(kind, closed, size):
    stops = torch.randn(4, size, generator=torch.Generator().manual_seed(1))
    stops[2] = 2 * stops[1]     # an arc that is open
    expected = (loop if closed else walk)(stops, 7, kind)
    walked = answer("walk/path.js", """Array.from({ length: frameCount(ask.stops, ask.steps, ask.closed) }, (_, i) =>
        Array.from(codeAt(ask.stops, ask.steps, ask.kind, ask.closed, i, new Float32Array(ask.stops[0].length))))""",
                    stops=stops.tolist(), steps=7, kind=kind, closed=closed)
    torch.testing.assert_close(torch.tensor(walked), expected, rtol=1e-5, atol=1e-6)


def test_between_two_frames_the_browser_stays_on_the_arc():
    a, b = unit(0), unit(1)
    ways = [0, 0.1, 1.37, 2.5, 3]
    walked = answer("walk/path.js",
                    "ask.ways.map((at) => codeAt(ask.stops, 4, 'slerp', false, at, new Float32Array(16)))",
                    stops=[a.tolist(), b.tolist()], ways=ways)
    arc = slerp(a, b, torch.tensor(ways, dtype=torch.float64) / 3)
    torch.testing.assert_close(torch.tensor(walked), arc, rtol=1e-5, atol=1e-6)
    torch.testing.assert_close(torch.tensor(walked).norm(dim=1), torch.ones(5), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("model", ["conv-vae-mnist", "gan-mnist"])
def test_a_picture_changes_along_a_walk_as_its_slope_says(model):
    """The decoder's Jacobian along a walk is finite, and forward differentiation agrees with plain differences."""
    decoder = RunStore(ROOT / "checkpoints").get(model).model().double()
    path = walk(decoder.prior(3, torch.Generator().manual_seed(4)), 4).double()
    for here, way in zip(path[:-1], path[1:] - path[:-1], strict=True):
        _, slope = torch.autograd.functional.jvp(lambda z: decoder.decode(z[None])[0], here, way)
        assert torch.isfinite(slope).all()
        assert slope.abs().max() > 0
        before, after = decoder.decode(torch.stack([here - STEP * way, here + STEP * way]))
        difference = (after - before) / (2 * STEP)
        assert (slope - difference).norm() < 0.01 * slope.norm()
