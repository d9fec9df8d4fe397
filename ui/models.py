"""What the pages ask about a run's model class; torch is imported at the first question, not with this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from genmodels.runs import Run
from genmodels.runs.commands import after

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel


def kind(run: Run) -> type[GenerativeModel]:
    """The model class; raises ConfigError when this version does not know it."""
    from genmodels.models import find_model

    return find_model(run.config.model)


def encodes(run: Run) -> bool:
    """Has the run's model a posterior, so that it can be explored?"""
    from genmodels.models.base import Encodes

    return issubclass(kind(run), Encodes)


def learning_rates(run: Run) -> dict[str, float]:
    """Player -> the rate it was last given: at the start, or by hand since."""
    given = {row["player"]: row["learning_rate"] for row in after(run.folder, 0) if row["kind"] == "set"}
    return _first_rates(run.id, run) | given


@st.cache_data(max_entries=64, show_spinner=False)
def _first_rates(name: str, _run: Run) -> dict[str, float]:
    import torch

    from genmodels.models import make_model

    config = _run.config
    with torch.random.fork_rng(devices=[]):     # the weights are drawn for nothing: nobody's numbers may move
        model = make_model(config.model, config.image, len(config.classes), config.settings)
    return {player.name: player.learning_rate for player in model.players()}
