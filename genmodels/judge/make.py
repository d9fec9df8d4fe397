"""A judge from a dataset: it learns, is tested on held-out images, and has to prove that it can judge."""

from __future__ import annotations

import hashlib
import platform
import time
from pathlib import Path

import numpy as np
import safetensors.torch
import torch

from genmodels import data
from genmodels.data.base import Dataset, ImageSet, Progress, silent
from genmodels.errors import DataError
from genmodels.judge.card import Card, fingerprint
from genmodels.judge.learn import Lesson, learn
from genmodels.judge.look import look_at
from genmodels.judge.network import JudgeNet
from genmodels.judge.part import JUDGED_BY, part_of, unseen
from genmodels.judge.proof import prove
from genmodels.judge.shelf import own_place, put

PASSES, FEWEST_STEPS = 16, 2000      # over the images, and at least that many steps
FEWEST_IMAGES = 200                  # a judge from fewer would know its images by heart
LEARN_SHARE = 0.85                   # of the whole time


def make_judge(name: str, *, seed: int = 0, steps: int | None = None, folder: Path | None = None,
               on_progress: Progress = silent) -> Card:
    """Train, test and prove a judge for a dataset, and put it where `judge_for` finds it; returns its card.

    A judge that does not pass is kept too, with what failed, and judges nothing. Raises DataError for a dataset that
    cannot have one.
    """
    dataset = refuse_unjudgeable(name)
    train, held_out = data.load(name, "train", on_progress), data.load(name, "held-out", on_progress)
    rows, words = part_of(name, train, on_progress)
    part = ImageSet(train.images[rows], train.labels[rows], train.classes)
    steps = steps or max(FEWEST_STEPS, PASSES * len(part) // Lesson.batch_size)
    began = time.perf_counter()
    network = _learned(dataset, part, Lesson(steps, seed), on_progress)
    weights = safetensors.torch.save(_halved(network))
    learned = time.perf_counter() - began
    looking = network.for_looking()
    look = look_at(looking, held_out.images)
    proof = prove(looking, train.images[unseen(train)], held_out.images,
                  lambda share, words: on_progress(LEARN_SHARE + (1 - LEARN_SHARE) * share, words))
    card = Card(
        id=hashlib.sha256(weights).hexdigest(), dataset=name, fingerprint=fingerprint(dataset),
        classes=dataset.classes, image=dataset.image.model_dump(), learned_from=words, images=len(part), steps=steps,
        seed=seed, seconds=round(learned, 1), parameters=sum(part.numel() for part in network.parameters()),
        accuracy=float((look.classes == held_out.labels).mean()), tested_on=len(held_out), proof=proof,
        passed=not proof.failures, failures=tuple(proof.failures),
        command=f"python -m genmodels judge {name} --seed {seed} --steps {steps}", versions=_versions())
    put(folder or own_place(name), weights, card)
    return card


def refuse_unjudgeable(name: str) -> Dataset:
    """The dataset of that name; raises DataError when it is not there or cannot have a judge of its own."""
    dataset = data.find(name)
    if name in JUDGED_BY:
        raise DataError(f"{name} is judged by the judge of {JUDGED_BY[name]}, which knows none of its images: "
                        f"there is nothing to train.")
    if len(dataset.classes) < 2:
        raise DataError(f"A judge learns to tell classes apart, and the dataset {name!r} has {len(dataset.classes)}. "
                        f"Import its pictures in one folder for each class.")
    if dataset.sizes["train"] < 2 * FEWEST_IMAGES or dataset.image.size < 8:
        raise DataError(f"A judge needs {2 * FEWEST_IMAGES} training images of 8 pixels or more; {name!r} has "
                        f"{dataset.sizes['train']} of {dataset.image.size}. Import more or larger pictures.")
    return dataset


def _learned(dataset: Dataset, part: ImageSet, lesson: Lesson, on_progress: Progress) -> JudgeNet:
    """With the weights as they are stored, in float16, so that the card tells of these."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(lesson.seed)
        network = JudgeNet(dataset.image, len(dataset.classes))
    learn(network, lambda x: network(x).logits, part, lesson,
          lambda share, words: on_progress(LEARN_SHARE * share, words))
    features = look_at(network, part.images[:5000]).features
    network.scale.fill_(1 / float(np.sqrt(np.square(features).mean())))
    network.load_state_dict({name: tensor.to(own.dtype) for (name, tensor), own in
                             zip(_halved(network).items(), network.state_dict().values(), strict=True)})
    return network


def _halved(network: JudgeNet) -> dict[str, torch.Tensor]:
    return {name: (tensor.half() if tensor.is_floating_point() else tensor).contiguous()
            for name, tensor in network.state_dict().items()}


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), "torch": str(torch.__version__), "numpy": np.__version__}
