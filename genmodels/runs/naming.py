"""Names of runs: readable, unique, and never a way out of the folder of runs."""

from __future__ import annotations

import json
import re
import secrets
import shlex
import time
from typing import Any

from genmodels.config import RunConfig
from genmodels.errors import RunError

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"     # none that is read as another
SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,119}")


def new_id(config: RunConfig) -> str:
    """`vae-mnist-20261124-103055-k3f9`."""
    words = re.sub(r"[^a-z0-9_-]+", "-", f"{config.model}-{config.dataset}".lower()).strip("-")[:60]
    tail = "".join(secrets.choice(LETTERS) for _ in range(4))
    return f"{words}-{time.strftime('%Y%m%d-%H%M%S')}-{tail}"


def checked_id(text: str) -> str:
    """The id itself; raises RunError for anything that is not the plain name of a folder."""
    if not SHAPE.fullmatch(text) or text.endswith("."):
        raise RunError(f"There is no run {text[:80]!r}: a run's name has letters, digits, '-', '_' and '.' only.")
    return text


def command_line(config: RunConfig) -> str:
    """The command that trains the same again; the preset is not named, for what it changes is written out."""
    words = ["python", "-m", "genmodels", "train", config.model, config.dataset]
    words += ["--steps", str(config.steps)] if config.steps is not None else ["--seconds", f"{config.seconds:g}"]
    words += ["--seed", str(config.seed)]
    fresh = RunConfig.model_fields
    for name in ("device", "threads", "live_share", "precision"):
        if getattr(config, name) != fresh[name].default:
            words += [f"--{name.replace('_', '-')}", str(getattr(config, name))]
    for key, value in _changed(config).items():
        words += ["--set", f"{key}={value if isinstance(value, str) else json.dumps(value)}"]
    return shlex.join(words)


def _changed(config: RunConfig) -> dict[str, Any]:
    """The settings that differ from the model's defaults; all of them for a model this version does not know."""
    from genmodels.models import MODELS, POINT_MODELS
    kind = (MODELS | POINT_MODELS).get(config.model)
    fields = kind.Config.model_fields if kind else {}
    return {name: value for name, value in config.settings.items()
            if name not in fields or fields[name].default != value}
