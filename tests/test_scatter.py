"""The plane as a picture: points stand where they are, y goes up, and real points shine through from below."""

import numpy as np

from genmodels.scatter import ABOVE, BELOW, EDGE, SIDE, scatter


def test_a_point_stands_where_it_is():
    for x, y in ((0, 0), (0.9, 0.5), (-1, -1), (0.3, 1)):
        picture = scatter(np.array([[x, y]], np.float32))
        assert picture.shape == (3, SIDE, SIDE)
        assert picture.dtype == np.uint8
        (row,), (column,) = np.nonzero(picture.any(0))
        assert abs(column - (x + EDGE) / (2 * EDGE) * SIDE) <= 1
        assert abs(row - (EDGE - y) / (2 * EDGE) * SIDE) <= 1


def test_many_points_are_brighter_up_to_the_full_colour():
    spots = [scatter(np.zeros((n, 2), np.float32)).max() for n in (1, 2, 4, 400)]
    assert spots == sorted(spots)
    assert spots[0] > 0.4 * max(ABOVE)
    assert spots[2] == spots[3] == max(ABOVE)


def test_points_above_hide_those_below_and_those_outside_are_left_out():
    real, drawn = np.array([[0, 0], [0.5, 0.5]], np.float32), np.array([[0, 0], [3, 3]], np.float32)
    picture = scatter(drawn, real)
    assert picture.any(0).sum() == 2
    middle = picture[:, SIDE // 2, SIDE // 2]
    assert middle.argmax() == np.argmax(ABOVE)
    row, column = next((r, c) for r, c in zip(*np.nonzero(picture.any(0)), strict=True) if r != SIDE // 2)
    assert picture[:, row, column].argmax() == np.argmax(BELOW)
    assert not scatter(np.full((3, 2), 9, np.float32)).any()
