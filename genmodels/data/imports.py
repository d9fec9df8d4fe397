"""Own pictures become a dataset: a folder, a zip or single files -> check -> name -> there.

    draft = check_files([("faces.zip", data)], Fit(ImageSpec(channels=1, size=28)))
    draft.report                        # what is there, what is wrong, what the network will see
    create("my-faces", draft)           # from now on data.load("my-faces") works
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from genmodels.data import DATASETS, archive, folder, own
from genmodels.data.base import Dataset, Progress, silent
from genmodels.data.check import Draft, check
from genmodels.data.found import LARGEST_TOTAL, MOST_FILES, Finds, Found, Skipped, printable, unsuitable
from genmodels.data.pictures import Fit
from genmodels.data.split import stratified
from genmodels.errors import DataError

HELD_OUT = 0.1


def check_folder(path: Path, how: Fit, progress: Progress = silent) -> Draft:
    """Look at a folder of this machine; raises DataError when it cannot be read or holds too much."""
    return check(folder.members(path.expanduser()), how, progress)


def check_files(files: Sequence[tuple[str, bytes]], how: Fit, progress: Progress = silent) -> Draft:
    """Look at files given as (name, bytes). A zip is opened, its folders are classes; other pictures are one class.

    Raises DataError when a zip as a whole is refused, or when it is all too much.
    """
    if len(files) > MOST_FILES or sum(len(data) for _, data in files) > LARGEST_TOTAL:
        raise DataError(f"{len(files):,} files are too many or too large; at most {MOST_FILES:,} files and "
                        f"{LARGEST_TOTAL >> 30} GB.")
    return check(_members(files), how, progress, len(files))


def create(name: str, draft: Draft, source: str = "Your own pictures.") -> Dataset:
    """Hold out a tenth of every class and write the dataset, all or nothing; raises DataError."""
    check_name(name)
    if draft.problem is not None:
        raise DataError(draft.problem)
    train, held_out = stratified(draft.labels, max(1, round(HELD_OUT * len(draft.labels))))
    arrays = {f"{split}-{part}": array[rows] for split, rows in (("train", train), ("held-out", held_out))
              for part, array in (("images", draft.images), ("labels", draft.labels))}
    return own.commit(name, arrays, draft.how.image, draft.classes, source)


def check_name(name: str) -> str:
    """The name itself; raises DataError when it cannot be a folder and a link, or is taken."""
    if not own.NAME.fullmatch(name):
        raise DataError(f"{name!r} cannot be the name of a dataset: use 2 to 40 small letters, digits and hyphens, "
                        f"beginning with a letter or digit, for example my-faces.")
    if name in DATASETS or name in own.datasets() or name in own.damaged():
        raise DataError(own.taken(name))
    return name


def _members(files: Sequence[tuple[str, bytes]]) -> Finds:
    for name, data in files:
        shown = printable(name.replace("\\", "/").rpartition("/")[2])
        if shown.lower().endswith(".zip"):
            yield from archive.members(data)
            continue
        reason = unsuitable(shown, len(data))
        yield Skipped(shown, reason) if reason else Found(shown, "", data)
