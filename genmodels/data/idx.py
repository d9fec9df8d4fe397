"""The IDX format of MNIST: two zero bytes, a type, the number of dimensions, their sizes, then the values."""

from __future__ import annotations

import math
import struct

import numpy as np
import numpy.typing as npt

from genmodels.errors import DataError

UNSIGNED_BYTE = 0x08
MOST_DIMENSIONS = 4


def parse(data: bytes, name: str) -> npt.NDArray[np.uint8]:
    """Bytes of an IDX file -> array of its shape; `name` is for the sentence when the file is damaged (DataError)."""
    shape = _shape(data, name)
    start = 4 + 4 * len(shape)
    expected, found = math.prod(shape), len(data) - start
    if found != expected:
        raise DataError(f"{name} is damaged: its header promises {expected:,} values for shape {shape}, "
                        f"but {found:,} follow. {ADVICE}")
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape)


ADVICE = "Delete the file and fetch it again."


def _shape(data: bytes, name: str) -> tuple[int, ...]:
    if len(data) < 4:
        raise DataError(f"{name} is damaged: {len(data)} bytes are too few for an IDX header. {ADVICE}")
    zeros, kind, dimensions = struct.unpack_from(">HBB", data)
    if zeros != 0 or kind != UNSIGNED_BYTE:
        raise DataError(f"{name} is not an IDX file of unsigned bytes: it begins with {data[:4].hex(' ')}, "
                        f"expected 00 00 08. {ADVICE}")
    if not 1 <= dimensions <= MOST_DIMENSIONS or len(data) < 4 + 4 * dimensions:
        raise DataError(f"{name} is damaged: {dimensions} dimensions in {len(data):,} bytes cannot be; "
                        f"1 to {MOST_DIMENSIONS} are allowed. {ADVICE}")
    return struct.unpack_from(f">{dimensions}I", data, 4)
