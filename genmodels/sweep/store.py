"""`.sweeps/<id>.json`: what a sweep was planned as and which run became of each of its cells."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from genmodels.config import build
from genmodels.errors import ConfigError, RunError
from genmodels.runs.files import read_json, write_json
from genmodels.runs.locks import Timeout, hold
from genmodels.runs.naming import LETTERS, checked_id
from genmodels.sweep.plan import Plan, Value

FOLDER = ".sweeps"
PATIENCE = 5.0     # seconds for another who is just changing the same sweep


@dataclass(frozen=True)
class Entry:
    """One cell: its values and seed, its steps where they were promised, and the id of its run once there is one."""

    values: dict[str, Value]
    seed: int
    run: str | None = None
    steps: int | None = None


@dataclass(frozen=True)
class Sweep:
    id: str
    plan: Plan
    created: float                  # seconds since 1970
    entries: tuple[Entry, ...]
    seconds: float | None = None    # of training, all runs together, as promised before the start
    stopped: bool = False           # nothing more is to be started

    @property
    def title(self) -> str:
        return self.plan.title


class SweepStore:
    """Sweeps beside the runs under one root. Every call looks at the disk."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = Path(root).absolute(), Path(root).absolute() / FOLDER

    def create(self, plan: Plan, entries: tuple[Entry, ...], seconds: float | None) -> Sweep:
        """A new one, with nothing started; raises RunError when it cannot be kept."""
        id = f"{time.strftime('%Y%m%d-%H%M%S')}-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
        sweep = Sweep(id, plan, time.time(), entries, seconds)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(sweep)
        except OSError as error:
            raise RunError(f"No sweep can be kept in {self.folder}: {error.strerror}. Choose a folder of runs that can "
                           "be written.") from error
        return sweep

    def get(self, id: str) -> Sweep:
        """Raises RunError when there is none of that name, or it cannot be read."""
        file = self._file(id)
        if not file.exists():
            raise RunError(f"There is no sweep {id!r} in {self.root}. It may have been deleted.")
        return _read(file)

    def sweeps(self) -> list[Sweep]:
        """Newest first; those that cannot be read are left out, `get` says why."""
        found = []
        for file in self.folder.glob("[!.]*.json"):
            try:
                found.append(_read(file))
            except RunError:
                continue
        return sorted(found, key=lambda sweep: (sweep.created, sweep.id), reverse=True)

    def change(self, id: str, change: Callable[[Sweep], Sweep]) -> Sweep:
        """Write what `change` makes of it, one at a time; raises RunError when another does not let go of it."""
        file = self._file(id)
        try:
            with hold(file.with_name(f".{id}.lock"), PATIENCE):
                sweep = change(self.get(id))
                self._write(sweep)
                return sweep
        except Timeout:
            raise RunError(f"The sweep {id} is just being changed elsewhere; try again.") from None

    def set_run(self, id: str, place: int, run: str) -> Sweep:
        """Remember which run became of a cell."""
        def named(sweep: Sweep) -> Sweep:
            entries = list(sweep.entries)
            entries[place] = replace(entries[place], run=run)
            return replace(sweep, entries=tuple(entries))
        return self.change(id, named)

    def _file(self, id: str) -> Path:
        return self.folder / f"{checked_id(id)}.json"

    def _write(self, sweep: Sweep) -> None:
        content = {"plan": sweep.plan.model_dump(mode="json"), "created": sweep.created, "seconds": sweep.seconds,
                   "stopped": sweep.stopped, "runs": [vars(entry) for entry in sweep.entries]}
        write_json(self._file(sweep.id), content, sync=True)


def _read(file: Path) -> Sweep:
    content = read_json(file)
    try:
        return Sweep(file.stem, build(Plan, content["plan"]), float(content["created"]),
                     tuple(_entry(row) for row in content["runs"]), content.get("seconds"),
                     bool(content.get("stopped")))
    except (ConfigError, KeyError, TypeError, ValueError) as error:
        raise RunError(f"The sweep {file.stem} is damaged or of another version: {error}") from error


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(dict(row["values"]), int(row["seed"]), row.get("run"), row.get("steps"))
