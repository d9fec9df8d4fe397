"""From a run folder to a training that stands at the right step: data, number of steps, last checkpoint."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import NamedTuple

import torch

from genmodels import data
from genmodels.checkpoint import Checkpoint
from genmodels.data.base import ImageSet
from genmodels.errors import RunError
from genmodels.live_settings import live_values
from genmodels.probe import probe, settle
from genmodels.runs import Run, write_card
from genmodels.runs.card import with_steps
from genmodels.runs.weights import misfit, newest_intact
from genmodels.train import Training
from genmodels.worker.desk import Desk


class Prepared(NamedTuple):
    """A training, and the images it learns from and is measured by."""

    training: Training
    train: ImageSet
    held_out: ImageSet


def prepare(desk: Desk) -> Prepared:
    """The training before its next step; raises UserError, or Stopped when someone asked for it meanwhile."""
    name = desk.run.config.dataset
    images = data.load(name, "train", desk.progress)
    held_out = data.load(name, "held-out", desk.progress)
    desk.progress(1, "")
    _choose_steps(desk)
    training = Training(desk.run.config, images, held_out)
    _take_up(desk, training)
    return Prepared(training, images, held_out)


def _choose_steps(desk: Desk) -> None:
    """A run that knows only its seconds gets its steps from a short probe, and keeps them for every repetition."""
    run = desk.run
    if run.config.steps is not None:
        return
    desk.beat(note="measuring the speed")
    promise = probe(run.config)
    steps = settle(run.config, promise).steps
    assert steps is not None, "settle fills in the steps"
    done = int(run.card.parent["step"]) if run.card.parent else 0
    write_card(run.folder, with_steps(run.card, steps + done))
    desk.run = Run(run.folder)
    desk.beat(promise=asdict(promise), steps=steps + done, note="")
    if promise.note:
        desk.recorder.log(promise.note)
    desk.recorder.log(f"{run.config.seconds:g} seconds are {steps} steps here: {desk.run.card.command}")


def _take_up(desk: Desk, training: Training) -> None:
    """Go on from the newest checkpoint that can be read, if the run ever saved."""
    checkpoint, problems = newest_intact(desk.run.folder)
    step = checkpoint.step if checkpoint else 0
    desk.persist(partial(desk.recorder.forget_after, step))
    for problem in problems:
        desk.persist(partial(
            desk.recorder.alarm, step, "damaged checkpoint", problem, "Its bytes are not the ones that were saved.",
            f"The run goes on from step {step}; look after the disk."))
    desk.pace.rest()     # its clock stands until the first step, also where a full disk made it rest here
    if checkpoint:
        _restore(desk, training, checkpoint)
        desk.recorder.log(f"Goes on from step {step}.")
    _set_again(desk, training)


def _restore(desk: Desk, training: Training, checkpoint: Checkpoint) -> None:
    own = live_values(training.model.config)
    try:
        training.restore(checkpoint)
    except RuntimeError as error:
        raise RunError(misfit(desk.run.folder, checkpoint.step, error)) from error
    except KeyError as error:
        raise RunError(f"checkpoint-{checkpoint.step} of {desk.run.id} says nothing about {error}, so it cannot be "
                       "resumed. Start a new run with the same settings instead.") from error
    desk.pace.start_from(float(checkpoint.facts.get("seconds", 0.0)))
    desk.pace.meter.start_from(checkpoint.facts.get("cpu_seconds"), checkpoint.facts.get("gpu_joules"))
    parent = desk.run.card.parent
    if parent and parent.get("step") == checkpoint.step:     # a branch begins with its own settings, not its parent's
        for name, value in own.items():
            training.set(name, value)
    _warn_of_changes(desk, checkpoint)


def _set_again(desk: Desk, training: Training) -> None:
    """What was changed after the checkpoint was saved, but before the next step, is in no checkpoint."""
    for name, value in desk.run.changed_settings().items():
        if name in live_values(training.model.config):
            training.set(name, value)


def _warn_of_changes(desk: Desk, checkpoint: Checkpoint) -> None:
    """Bit for bit holds on the same threads and version only; elsewhere the numbers are equal in distribution."""
    now = {"threads": torch.get_num_threads(), "torch": str(torch.__version__)}
    for name, value in now.items():
        then = checkpoint.facts.get(name)
        if then != value:
            desk.recorder.alarm(checkpoint.step, "not exact", "This resume does not repeat the training bit for bit.",
                                f"{name} was {then}, now it is {value}.", "It matters only to who compares runs.")
