"""The folder of all runs: create, find, list and delete them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from genmodels.config import RunConfig
from genmodels.errors import RunError
from genmodels.runs.card import Card, new_card, read_card, write_card
from genmodels.runs.files import Stamp, stamp_of
from genmodels.runs.locks import Timeout
from genmodels.runs.naming import checked_id, new_id
from genmodels.runs.run import Run
from genmodels.runs.status import Status, write_status


def default_root() -> Path:
    """`GENMODELS_ROOT`, else the folder `checkpoints` beside app.py."""
    named = os.environ.get("GENMODELS_ROOT")
    return Path(named).expanduser().absolute() if named else Path(__file__).parents[2] / "checkpoints"


class RunStore:
    """Runs under one root. Every call looks at the disk; only config.json, which rests, is remembered."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root).absolute()
        self._cards: dict[str, tuple[Stamp, Card]] = {}

    def create(self, config: RunConfig, parent: dict[str, Any] | None = None, title: str | None = None) -> Run:
        """A new run in a folder of its own, not yet queued; raises RunError when the root cannot be written."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            return Run(self._fresh_folder(new_card(config, parent, title)))
        except OSError as error:
            raise RunError(f"No run can be kept in {self.root}: {error.strerror}. Choose another folder with --root or "
                           "GENMODELS_ROOT, or make this one writable.") from error

    def get(self, id: str) -> Run:
        """Raises RunError when there is no run of that name."""
        folder = self.root / checked_id(id)
        if not folder.is_dir():
            raise RunError(f"There is no run {id!r} in {self.root}. It may have been deleted.")
        return self._open(folder)

    def runs(self) -> list[Run]:
        """Newest first; those that cannot be read have a `problem`."""
        if not self.root.is_dir():
            return []
        folders = [entry for entry in self.root.iterdir() if not entry.name.startswith(".") and entry.is_dir()]
        return sorted(map(self._open, folders), key=lambda run: (run.created, run.id), reverse=True)

    def delete(self, id: str) -> None:
        """Remove a run that does not train; raises RunError for an active or shipped one."""
        run = self.get(id)
        if run.shipped:
            raise RunError(f"{id} came with GenLab and is kept. Remove its folder by hand if you mean it.")
        if run.active:
            raise RunError(f"{id} is {run.state}: stop it first, then delete it.")
        aside = self.root / f".{id}.deleted"
        try:
            with run.hold():
                shutil.rmtree(aside, ignore_errors=True)
                run.folder.rename(aside)     # one move, so that no reader meets half a run
        except Timeout:
            raise RunError(f"{id} is just being resumed; stop it first, then delete it.") from None
        except OSError as error:
            raise RunError(f"{id} cannot be deleted: {error.strerror}.") from error
        shutil.rmtree(aside, ignore_errors=True)

    def _fresh_folder(self, card: Card) -> Path:
        """Fill a folder aside, then rename it: no reader meets a run without its config, no two runs share a folder."""
        while True:
            id = new_id(card.config)
            aside, final = self.root / f".{id}.part", self.root / id
            try:
                aside.mkdir()
            except FileExistsError:
                continue
            try:
                write_card(aside, card)
                write_status(aside, Status(steps=card.config.steps, beat=card.created))
            except OSError:     # the disk is full: what was begun would lie there for ever
                shutil.rmtree(aside, ignore_errors=True)
                raise
            if _renamed(aside, final):
                return final

    def _open(self, folder: Path) -> Run:
        """With the card from memory while config.json is untouched, so that a hundred runs are listed at once."""
        stamp = stamp_of(folder / "config.json")
        known = self._cards.get(folder.name)
        if known is None or stamp is None or known[0] != stamp:
            self._cards.pop(folder.name, None)
            try:
                card = read_card(folder)
            except RunError:
                return Run(folder)
            if stamp is not None:
                self._cards[folder.name] = (stamp, card)
            return Run(folder, card)
        return Run(folder, known[1])


def _renamed(aside: Path, final: Path) -> bool:
    try:
        if not final.exists():
            aside.rename(final)     # refuses when another run with files took the name in this instant
            return True
    except OSError:
        if not final.exists():
            raise
    shutil.rmtree(aside, ignore_errors=True)
    return False
