"""Paths: arcs stay on the sphere at a steady angle, ends are met, the manifold is even in probability."""

import math

import pytest
import torch
from scipy import stats

from genmodels.latent import lerp, manifold, slerp, traversal, walk

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
