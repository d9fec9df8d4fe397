"""The IDX parser against an independent writer and reader, and every kind of damage."""

import struct

import numpy as np
import pytest

from genmodels.data.idx import parse
from genmodels.errors import DataError
from tests.data.making import idx


@pytest.mark.parametrize("shape", [(7,), (5, 3), (2, 28, 28), (2, 3, 4, 5), (0, 28, 28)])
def test_reads_what_the_format_says(shape):
    array = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    np.testing.assert_array_equal(parse(idx(array), "file"), array)


def test_agrees_with_a_byte_by_byte_reader():
    data = idx(np.arange(24, dtype=np.uint8).reshape(2, 3, 4))
    rows, columns = struct.unpack(">II", data[8:16])
    by_hand = [[[data[16 + (i * rows + j) * columns + k] for k in range(columns)] for j in range(rows)]
               for i in range(2)]
    assert parse(data, "file").tolist() == by_hand


GOOD = idx(np.zeros((4, 3, 3), np.uint8))


@pytest.mark.parametrize(("data", "words"), [
    (b"", "0 bytes are too few"),
    (GOOD[:3], "3 bytes are too few"),
    (b"\x00\x00\x0d\x03" + GOOD[4:], "not an IDX file of unsigned bytes"),
    (b"\x01" + GOOD[1:], "not an IDX file of unsigned bytes"),
    (b"\x1f\x8b\x08\x00" + GOOD[4:], "begins with 1f 8b 08 00"),
    (b"\x00\x00\x08\x00", "0 dimensions"),
    (b"\x00\x00\x08\xff" + GOOD[4:], "255 dimensions"),
    (GOOD[:10], "3 dimensions in 10 bytes"),
    (GOOD[:-1], "promises 36 values for shape (4, 3, 3), but 35 follow"),
    (GOOD + b"\x00", "but 37 follow"),
    (b"\x00\x00\x08\x03" + b"\xff" * 12 + b"\x00" * 9, "but 9 follow"),
])
def test_damage_is_told_with_the_name_of_the_file(data, words):
    with pytest.raises(DataError) as caught:
        parse(data, "train-images")
    assert words in str(caught.value)
    assert str(caught.value).startswith("train-images is")
    assert "fetch it again" in str(caught.value)
