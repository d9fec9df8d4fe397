"""Asking the warm launcher for a promise: a file with the question, a file with the answer."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genmodels.config import RunConfig
from genmodels.errors import RunError
from genmodels.runs.files import in_words, read_json, write_json
from genmodels.worker.queue import ensure_launcher

if TYPE_CHECKING:
    from genmodels.probe import Promise

NAP = 0.02      # seconds between two looks for the answer


def promise(root: Path, config: RunConfig, timeout: float = 60.0) -> Promise:
    """What a training of `config` will take, measured in a warm process; raises UserError, also when time is up."""
    from genmodels.probe import Promise
    folder = root / ".probes"
    question = folder / f"{secrets.token_hex(8)}.json"
    ensure_launcher(root)
    with in_words("The speed could not be measured"):
        folder.mkdir(exist_ok=True)
        write_json(question, config.model_dump(mode="json"))
    try:
        answer = _await(question.with_suffix(".answer"), time.monotonic() + timeout, root)
    finally:
        question.unlink(missing_ok=True)
        question.with_suffix(".answer").unlink(missing_ok=True)
    if "error" in answer:
        raise RunError(str(answer["error"]))
    return Promise(**answer["promise"])


def _await(file: Path, until: float, root: Path) -> dict[str, Any]:
    while not file.exists():
        if time.monotonic() > until:
            raise RunError("The speed could not be measured in time; the machine is busy. Start without a promise.")
        time.sleep(NAP)
        ensure_launcher(root)     # also when it died while we waited
    return read_json(file)
