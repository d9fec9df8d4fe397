"""Arrays on the way to the browser: one blob with a JSON header, read by engine/packed.js.

Little-endian throughout: uint32 length of the header, the header, then the arrays, each at a multiple of 8. The header
is the caller's own dictionary with `arrays` added: [{name, dtype, shape, offset}], offsets from the blob's start.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

DTYPES = {"float16", "float32", "uint8", "uint16", "int32"}
GRAIN = 8     # bytes; every typed array of the browser may begin there


def pack(header: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """Raises ValueError for a number format that packed.js does not know."""
    wrong = {name: str(array.dtype) for name, array in arrays.items() if str(array.dtype) not in DTYPES}
    if wrong:
        raise ValueError(f"packed.js reads {sorted(DTYPES)}, not {wrong}")
    head_room = 0
    while True:     # the offsets stand in the header, whose length moves the offsets
        text = json.dumps({**header, "arrays": _places(arrays, 4 + head_room)}).encode()
        if len(text) <= head_room:
            break
        head_room = _padded(4 + len(text)) - 4
    text += b" " * (head_room - len(text))
    body = b"".join(_bytes(array) for array in arrays.values())
    return len(text).to_bytes(4, "little") + text + body


def _places(arrays: Mapping[str, npt.NDArray[Any]], start: int) -> list[dict[str, Any]]:
    places, offset = [], start
    for name, array in arrays.items():
        places.append({"name": name, "dtype": str(array.dtype), "shape": list(array.shape), "offset": offset})
        offset += _padded(array.nbytes)
    return places


def _bytes(array: npt.NDArray[Any]) -> bytes:
    raw = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
    return raw + b"\0" * (_padded(len(raw)) - len(raw))


def _padded(n: int) -> int:
    return -(-n // GRAIN) * GRAIN
