"""What a browser may ask of a run's live socket, and the answers: pictures of codes, and the real images nearest.

A wish is a message of engine/live.js: uint32 length of the header, the header as JSON, then float32 codes, n * L of
them. The browser is not believed. An answer is a blob of ui/packed.py whose header repeats the number of the wish.

Letters in shapes: N codes, L size of a code, C channels, H = W size, k images.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from genmodels import data
from genmodels.errors import ConfigError, DataError
from genmodels.runs import Run
from ui import cached, real
from ui.packed import pack

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel

KINDS = ("facts", "decode", "nearest")
MOST_CODES = 64           # in one wish; live.js sends larger batches in pieces
MOST_NEAREST = 16
LONGEST = 100_000         # bytes of a message: more than its codes need
LONGEST_LANE = 64         # letters
FARTHEST = 1e4            # of a number in a code: beyond, float32 overflows somewhere in a network


@dataclass(frozen=True)
class Wish:
    """In one lane the newest wish counts."""

    kind: str
    lane: str
    number: int
    y: int
    k: int
    codes: npt.NDArray[np.float32]     # flat


def read(message: bytes) -> Wish:
    """Raises ConfigError for a message that is none of ours."""
    if not 4 < len(message) <= LONGEST:
        raise ConfigError(f"A wish has {LONGEST} bytes at most, this one {len(message)}.")
    length = int.from_bytes(message[:4], "little")
    try:
        header = json.loads(message[4:4 + length])
        codes = np.frombuffer(message[4 + length:], "<f4")
    except (ValueError, RecursionError):
        raise ConfigError("A wish is a length, a JSON header and float32 codes; this is none.") from None
    kind, lane = (header.get("kind"), header.get("lane")) if isinstance(header, dict) else (None, None)
    if kind not in KINDS or not isinstance(lane, str) or len(lane) > LONGEST_LANE:
        raise ConfigError(f"A wish has a kind of {', '.join(KINDS)} and a lane of {LONGEST_LANE} letters at most.")
    return Wish(kind, lane, _whole(header, "number", 2**53), _whole(header, "y", 2**31),
                _whole(header, "k", MOST_NEAREST), codes)


def answer(run: Run, step: int | None, wish: Wish) -> bytes:
    """Raises ConfigError for codes that do not fit the run's model, RunError when its weights cannot be read."""
    model = cached.model(run) if step is None else cached.kept_model(run, step)
    if wish.kind == "facts":
        return pack({"number": wish.number, "facts": _facts(model)}, {})
    pictures = _pictures(model, wish)
    if wish.kind == "decode":
        return pack({"number": wish.number}, {"pixels": _channels_last(pictures)})
    return _nearest(run, wish, pictures)


def _facts(model: GenerativeModel) -> dict[str, int]:
    return {"latent": model.latent_dim, "classes": model.classes if model.conditional else 0,
            "channels": model.image.channels, "size": model.image.size}


def _pictures(model: GenerativeModel, wish: Wish) -> npt.NDArray[np.uint8]:
    """uint8 (N, C, H, W)."""
    import torch

    from genmodels import sample

    n, rest = divmod(len(wish.codes), model.latent_dim)
    if rest or not 1 <= n <= MOST_CODES:
        raise ConfigError(f"{len(wish.codes)} numbers are no codes of {model.latent_dim}; allowed are 1 to "
                          f"{MOST_CODES} codes at once.")
    if not bool((np.abs(wish.codes) <= FARTHEST).all()):     # also what is no number
        raise ConfigError(f"A code holds numbers from {-FARTHEST:g} to {FARTHEST:g}.")
    z = torch.from_numpy(wish.codes.reshape(n, -1).copy())                              # (N, L)
    return sample.decode(model, z, wish.y)


def _nearest(run: Run, wish: Wish, pictures: npt.NDArray[np.uint8]) -> bytes:
    """Of the first picture: rows, class numbers, distances and pixels, nearest first; rows null without a dataset."""
    name = _dataset(run)
    if name is None:
        return pack({"number": wish.number, "rows": None}, {})
    images = cached.dataset(name)
    found = real.nearest(name, images).of(pictures[:1], max(1, wish.k))
    rows = found.rows[0]                                                                # (k,)
    return pack({"number": wish.number, "rows": rows.tolist(), "labels": images.labels[rows].tolist(),
                 "distances": found.distances[0].tolist()}, {"pixels": _channels_last(images.images[rows])})


def _dataset(run: Run) -> str | None:
    """The dataset with the run's real images, when it is on this machine: a socket downloads nothing."""
    try:
        name = real.dataset(run.config)
    except DataError:     # an own dataset that was removed since
        return None
    return name if data.find(name).here() else None


def _channels_last(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(images.transpose(0, 2, 3, 1))                           # (N, H, W, C)


def _whole(header: dict[str, Any], name: str, most: int) -> int:
    number = header.get(name, 0)
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= most:
        raise ConfigError(f"{name} = {str(number)[:40]} does not fit. Allowed: whole numbers from 0 to {most}.")
    return number
