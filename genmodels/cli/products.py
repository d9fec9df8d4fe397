"""`sample`, `evaluate`, `report` and `ship`: what comes out of a run."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from io import BytesIO
from math import ceil, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from genmodels.errors import ConfigError
from genmodels.pictures import grid, picture, png
from genmodels.runs import RunStore
from genmodels.runs.files import write_bytes
from genmodels.scatter import Coordinates, scatter


def sample(given: Namespace) -> int:
    if given.output.suffix not in (".png", ".npz"):
        raise ConfigError(f"-o {given.output} does not fit: the name ends in .png for a grid or .npz for the numbers.")
    import torch

    from genmodels.sample import archive, codes, decode, labels, points
    torch.set_num_threads(1)     # equal seeds, equal pictures
    model = RunStore(given.root).get(given.run).model()
    z, y = codes(model, given.n, seed=given.seed), labels(model, given.n)     # (N, L), (N,)
    if model.image.points:
        _write(given.output, _plane(points(model, z), given.output.suffix))
        print(given.output)
        return 0
    images = decode(model, z, y)                                              # (N, C, H, W) uint8
    _write(given.output, _grid(images) if given.output.suffix == ".png" else archive(images, z, y))
    print(given.output)
    return 0


def evaluate(given: Namespace) -> int:
    from genmodels import metrics
    run = RunStore(given.root).get(given.run)
    results = metrics.evaluate(run, given.metric, n=given.n, seed=given.seed, again=given.again,
                               keep=lambda result: run.add_result(dict(result)))
    if given.json:
        print(json.dumps(results, indent=1))
        return 0
    for result in results:
        floor = "" if result["floor"] is None else f", real images {result['floor']:.4g}"
        print(f"{result['metric']} {result['value']:.4g} {result['unit']} "
              f"[{result['low']:.4g}, {result['high']:.4g}], n = {result['n']}{floor}")
    return 0


def report(given: Namespace) -> int:
    """Prints where the file lies."""
    from genmodels.report import file_name
    from genmodels.report import report as made
    store = RunStore(given.root)
    run = store.get(given.run)
    file = given.output or Path(file_name(run))
    _write(file, made(run, store))
    print(file)
    return 0


def ship(given: Namespace) -> int:
    from genmodels.ship import prune
    run = RunStore(given.root).get(given.run)
    print(f"{run.id}: {prune(run, given.title, given.name):,} bytes", file=sys.stderr)
    return 0


def _write(file: Path, content: bytes) -> None:
    try:
        write_bytes(file, content)
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}. Choose another place with -o.") from error


def _plane(points: Coordinates, suffix: str) -> bytes:
    """A picture of the plane, or `points` float32 (N, 2) as an npz file."""
    if suffix == ".png":
        return png(picture(scatter(points)))
    file = BytesIO()
    np.savez_compressed(file, points=points)
    return file.getvalue()


def _grid(images: NDArray[np.uint8]) -> bytes:
    return png(grid(images, ceil(sqrt(len(images)))))
