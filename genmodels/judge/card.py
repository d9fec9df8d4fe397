"""The card of a judge: what it learned from, how often it is right, and the proof that it can judge."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from genmodels.data.base import Dataset
from genmodels.judge.proof import Proof


@dataclass(frozen=True)
class Card:
    """All that can be known of a judge without loading it."""

    id: str                    # SHA-256 of the weights file: numbers are comparable only where it is the same
    dataset: str
    fingerprint: str           # of that dataset
    classes: tuple[str, ...]
    image: dict[str, int]
    learned_from: str          # the part of the training images, in words
    images: int                # how many they are
    steps: int
    seed: int
    seconds: float
    parameters: int
    accuracy: float            # on all held-out images
    tested_on: int             # how many they are
    proof: Proof
    passed: bool
    failures: tuple[str, ...]  # what does not hold, in words
    command: str
    versions: dict[str, str]

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False, allow_nan=False)
        (folder / "card.json").write_text(text + "\n", encoding="utf-8")


def read_card(folder: Path) -> Card | None:
    """None when there is no card, or none of ours."""
    try:
        facts: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        facts |= {"proof": Proof(**facts["proof"]), "classes": tuple(facts["classes"]),
                  "failures": tuple(facts["failures"])}
        return Card(**facts)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def fingerprint(dataset: Dataset) -> str:
    """Changes when the images may have changed."""
    facts = [dataset.name, dataset.image.model_dump(), dataset.classes, dataset.sizes, dataset.checksums]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
