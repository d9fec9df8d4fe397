"""The user's own datasets: folders below `datasets/` in the cache, each whole or not there at all."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from genmodels.config import ImageSpec
from genmodels.data import cache
from genmodels.data.base import Dataset, ImageSet, Progress, Split
from genmodels.errors import DataError

NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


def datasets() -> dict[str, Dataset]:
    """By name, read freshly; one small file each. Damaged ones are in `damaged`."""
    cards = {folder.name: _card(folder) for folder in _folders()}
    return {name: card for name, card in cards.items() if card is not None}


def damaged() -> tuple[str, ...]:
    """Names of folders whose card cannot be read; they can be deleted."""
    return tuple(folder.name for folder in _folders() if _card(folder) is None)


def taken(name: str) -> str:
    """The sentence for a name that is in use."""
    return f"There is already a dataset {name!r}; choose another name, or delete that one first."


def commit(name: str, arrays: cache.Arrays, image: ImageSpec, classes: tuple[str, ...], source: str) -> Dataset:
    """Write a dataset, all or nothing; raises DataError, also when the name is taken meanwhile."""
    try:
        cache.store(_home() / name, arrays, "imported", replace=False, channels=image.channels, size=image.size,
                    classes=list(classes), source=source,
                    sizes={split: len(arrays[f"{split}-labels"]) for split in ("train", "held-out")})
    except FileExistsError as error:
        raise DataError(taken(name)) from error
    except OSError as error:
        raise DataError(f"The dataset {name!r} cannot be written to {_home()}: {error.strerror or error}. "
                        f"Make room there, or name another folder in GENMODELS_CACHE.") from error
    return datasets()[name]


def delete(name: str) -> None:
    """Remove an own dataset, damaged or not; raises DataError when there is none. Runs made from it stay."""
    if name not in [folder.name for folder in _folders()]:
        raise DataError(f"There is no own dataset {name!r} to delete.")
    try:
        cache.remove(_home() / name)
    except OSError as error:
        raise DataError(f"The dataset {name!r} cannot be deleted: {error.strerror or error}.") from error


def _home() -> Path:
    return cache.root() / "datasets"


def _folders() -> list[Path]:
    home = _home()
    return sorted(path for path in home.iterdir() if NAME.fullmatch(path.name)) if home.is_dir() else []


def _card(folder: Path) -> Dataset | None:
    facts = cache.manifest(folder)
    try:
        return None if facts is None else _dataset(folder, facts)
    except (KeyError, TypeError, ValueError):       # readable JSON, but not ours: counted as damaged
        return None


def _dataset(folder: Path, facts: dict[str, Any]) -> Dataset:
    name, classes = folder.name, tuple(str(name) for name in facts["classes"])
    sizes: dict[Split, int] = {"train": int(facts["sizes"]["train"]), "held-out": int(facts["sizes"]["held-out"])}
    return Dataset(
        name=name, title=name, image=ImageSpec(channels=facts["channels"], size=facts["size"]), classes=classes,
        sizes=sizes, summary="Your own pictures, cut to size; one folder became one class.",
        source=str(facts["source"]), licence="yours to know: nobody but you has seen these pictures",
        checksums={part: str(sha256) for part, sha256 in facts["sha256"].items()},
        read=partial(_read, folder, classes), here=lambda: True, own=True)


def _read(folder: Path, classes: tuple[str, ...], split: Split, progress: Progress) -> ImageSet:
    arrays = cache.load(folder)
    if arrays is None or f"{split}-images" not in arrays:
        raise DataError(f"The files of the dataset {folder.name!r} are missing or damaged; "
                        f"delete it on the Data page and import its pictures again.")
    return ImageSet(arrays[f"{split}-images"], arrays[f"{split}-labels"], classes)
