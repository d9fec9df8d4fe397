"""Where judges lie: those that come with GenLab beside this file, those of own datasets in the cache folder."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import safetensors.torch
import torch
from safetensors import SafetensorError

from genmodels import data
from genmodels.config import ImageSpec
from genmodels.data import cache
from genmodels.data.base import ImageSet, Labels, Pixels
from genmodels.errors import DataError
from genmodels.judge.card import Card, fingerprint, read_card
from genmodels.judge.look import Look, look_at
from genmodels.judge.network import JudgeNet
from genmodels.judge.part import JUDGED_BY, unseen

SHIPPED = Path(__file__).parent / "weights"
WEIGHTS = "judge.safetensors"


@dataclass(frozen=True)
class Judged:
    """A judge that has passed its proof, and the dataset that it judges now."""

    dataset: str
    card: Card
    network: JudgeNet

    @property
    def id(self) -> str:
        return self.card.id

    def look(self, images: Pixels) -> Look:
        """uint8 (N, C, H, W) -> features (N, 64) and probabilities (N, K)."""
        return look_at(self.network, images)

    def unseen(self, train: ImageSet) -> Labels:
        """Which of the dataset's training images the judge has not learned from: all of a guest's."""
        return unseen(train) if self.dataset == self.card.dataset else np.arange(len(train))


def judge_for(dataset: str) -> Judged | None:
    """The judge of that dataset's images; None where there is none that may judge (`why_none` says why)."""
    found = _found(dataset)
    if found is None:
        return None
    folder, card = found
    network = _network(folder, card.id) if card.passed else None
    return Judged(dataset, card, network) if network is not None else None


def card_for(dataset: str) -> Card | None:
    """The card of that dataset's judge, whether it may judge or not; None where there is none."""
    found = _found(dataset)
    return found[1] if found else None


def why_none(dataset: str) -> str:
    """The sentence for a dataset without a judge that may judge."""
    host, found = JUDGED_BY.get(dataset, dataset), _found(dataset)
    if found is None:
        return (f"The dataset {dataset!r} has no judge yet, so numbers that need one cannot be had. "
                f"Train one with: python -m genmodels judge {host}")
    if found[1].passed:
        return (f"The judge of the dataset {dataset!r} is damaged: its weights are not those of its card. "
                f"Train it again with: python -m genmodels judge {host}")
    return (f"The judge of the dataset {dataset!r} did not pass its proof, so it judges nothing: "
            f"{'; '.join(found[1].failures)}. More images for each class may help.")


def put(folder: Path, weights: bytes, card: Card) -> None:
    """Write a judge, whole or not at all; raises DataError when the disk does not take it."""
    aside = folder.parent / f".{folder.name}-{uuid.uuid4().hex[:12]}.tmp"
    try:
        aside.mkdir(parents=True)
        (aside / WEIGHTS).write_bytes(weights)
        card.write(aside)
        if folder.exists():
            cache.remove(folder)
        aside.rename(folder)
    except OSError as error:
        raise DataError(f"The judge cannot be written to {folder}: {error.strerror or error}. Make room there, or "
                        f"name another folder in GENMODELS_CACHE.") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def own_place(dataset: str) -> Path:
    return cache.root() / "judges" / dataset


def _found(dataset: str) -> tuple[Path, Card] | None:
    """The folder and the card: shipped ones first, as their numbers are the same for everybody."""
    host = data.find(JUDGED_BY.get(dataset, dataset))
    for folder in (SHIPPED / host.name, own_place(host.name)):
        card = read_card(folder)
        if card is not None and card.fingerprint == fingerprint(host):
            return folder, card
    return None


def _network(folder: Path, sha256: str) -> JudgeNet | None:
    """None when the weights are missing or damaged."""
    try:
        return _loaded(folder, sha256, (folder / WEIGHTS).stat().st_mtime_ns)
    except (OSError, ValueError, SafetensorError):
        return None


@lru_cache(maxsize=8)
def _loaded(folder: Path, sha256: str, changed: int) -> JudgeNet:
    payload = (folder / WEIGHTS).read_bytes()
    if hashlib.sha256(payload).hexdigest() != sha256:
        raise ValueError(f"{folder / WEIGHTS} is not what its card names")
    card = read_card(folder)
    assert card is not None
    with torch.random.fork_rng(devices=[]):     # the weights are drawn for nothing: nobody's numbers may move
        network = JudgeNet(ImageSpec.model_validate(card.image), len(card.classes))
    network.load_state_dict({name: tensor.float() if tensor.is_floating_point() else tensor
                             for name, tensor in safetensors.torch.load(payload).items()})
    return network.for_looking()
