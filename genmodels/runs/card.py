"""config.json of a run: its settings and all else that is needed to repeat it."""

from __future__ import annotations

import importlib.metadata
import platform
import time
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from genmodels import VERSION
from genmodels.config import RunConfig, build
from genmodels.errors import ConfigError, RunError
from genmodels.runs.files import read_json, write_json
from genmodels.runs.naming import command_line


@dataclass(frozen=True)
class Card:
    config: RunConfig
    title: str
    created: float                                 # seconds since 1970
    versions: dict[str, str] = field(default_factory=dict)
    parent: dict[str, Any] | None = None           # {"run", "step"} of the checkpoint it branched off
    shipped: bool = False                          # came with GenLab: weights only, not to be deleted

    @property
    def command(self) -> str:
        """The command line that trains the same again."""
        return command_line(self.config)


def new_card(config: RunConfig, parent: dict[str, Any] | None = None, title: str | None = None) -> Card:
    return Card(config, title or f"{config.model} on {config.dataset}", time.time(), versions(), parent)


def write_card(folder: Path, card: Card) -> None:
    content = {"config": card.config.model_dump(mode="json"), "title": card.title, "command": card.command,
               "created": card.created, "versions": card.versions, "parent": card.parent, "shipped": card.shipped}
    write_json(folder / "config.json", content, sync=True)


def read_card(folder: Path) -> Card:
    """Raises RunError with one sentence when config.json is missing, torn or names settings that do not fit."""
    content = read_json(folder / "config.json")
    if not isinstance(content.get("config"), dict):
        raise RunError(f"config.json of run {folder.name!r} is damaged: it holds no config.")
    try:
        config = build(RunConfig, content["config"])
    except ConfigError as error:
        raise RunError(f"config.json of run {folder.name!r} does not fit this version. {error}") from error
    created = content.get("created")
    return Card(config, str(content.get("title") or f"{config.model} on {config.dataset}"),
                float(created) if isinstance(created, int | float) else folder.stat().st_mtime,
                content.get("versions") or {}, content.get("parent"), bool(content.get("shipped")))


def with_steps(card: Card, steps: int) -> Card:
    """The same run with another budget; raises ConfigError when it is out of range."""
    return replace(card, config=build(RunConfig, card.config.model_dump() | {"steps": steps}))


@cache
def versions() -> dict[str, str]:
    """What a run is repeated with; read without importing torch."""
    return {"genlab": VERSION, "torch": importlib.metadata.version("torch"), "python": platform.python_version()}
