"""From the checkpoints of a run to a model that draws, or to the state a training goes on from."""

from __future__ import annotations

from pathlib import Path

import torch

from genmodels.checkpoint import Checkpoint, halved, load, save
from genmodels.config import RunConfig
from genmodels.errors import RunError
from genmodels.models import make_model
from genmodels.models.base import GenerativeModel
from genmodels.runs.kept import by_preference, checkpoint_folder, checkpoint_steps
from genmodels.runs.milestones import milestone_folder, milestone_steps


def load_model(folder: Path, config: RunConfig, step: int | None) -> GenerativeModel:
    """The model at `step`, else the best or the last, in eval mode with averaged weights.

    A step may be that of a checkpoint or of a milestone. Without a step, a damaged checkpoint falls back to the next
    one. Raises RunError when none can be read, or when nothing was kept at that step.
    """
    checkpoint = _first_intact(folder, by_preference(folder)) if step is None else _kept_at(folder, step)
    with torch.random.fork_rng(devices=[]):     # fresh weights are drawn and thrown away: nobody's numbers may move
        model = make_model(config.model, config.image, len(config.classes), config.settings)
    try:
        model.load_state_dict(checkpoint.model)
        if checkpoint.average:
            model.averaged().load_state_dict(checkpoint.average)
    except RuntimeError as error:
        raise RunError(misfit(folder, checkpoint.step, error)) from error
    return model.eval().requires_grad_(False)


def keep_milestone(folder: Path, state: Checkpoint) -> None:
    """Keep the weights of this moment, light and for looking only; raises OSError when the disk does not take them."""
    save(Checkpoint(state.step, halved(state.model), halved(state.average)), folder, "milestone")


def newest_intact(folder: Path) -> tuple[Checkpoint | None, list[str]]:
    """The last checkpoint that can be read, with one sentence for each damaged one that was passed over.

    None for a run that never saved; raises RunError when it saved and nothing of it can be read.
    """
    steps = checkpoint_steps(folder)[::-1]
    problems: list[str] = []
    for step in steps:
        try:
            return load(checkpoint_folder(folder, step)), problems
        except RunError as error:
            problems.append(str(error))
    if steps:
        raise RunError(f"None of the checkpoints of {folder.name} can be read. {problems[0]} Start a new run instead.")
    return None, problems


def misfit(folder: Path, step: int, error: RuntimeError) -> str:
    """torch's complaint about shapes and names as one sentence."""
    details = [line.strip() for line in str(error).splitlines()[1:] if line.strip()] or [str(error)]
    return (f"checkpoint-{step} of {folder.name} does not fit the model as it is now: {details[0].rstrip('.')}. "
            "It was saved with other settings or another version; start a new run instead.")


def _kept_at(folder: Path, step: int) -> Checkpoint:
    if step in checkpoint_steps(folder):
        return load(checkpoint_folder(folder, step))
    if step in milestone_steps(folder):
        return load(milestone_folder(folder, step))
    kept = ", ".join(map(str, sorted({*checkpoint_steps(folder), *milestone_steps(folder)}))) or "none"
    raise RunError(f"{folder.name} keeps no weights of step {step}. Kept: {kept}.")


def _first_intact(folder: Path, steps: list[int]) -> Checkpoint:
    problems = []
    for step in steps:
        try:
            return load(checkpoint_folder(folder, step))
        except RunError as error:
            problems.append(str(error))
    if problems:
        raise RunError(f"{folder.name} has no checkpoint that can be read. {problems[0]}")
    raise RunError(f"{folder.name} has no checkpoint yet; the first one comes within seconds of its start.")
