"""What the pages ask about a run's model class; torch is imported at the first question, not with this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from genmodels.runs import Run

if TYPE_CHECKING:
    from genmodels.doctor import Rule
    from genmodels.models.base import GenerativeModel


def kind(run: Run) -> type[GenerativeModel]:
    """The model class; raises ConfigError when this version does not know it."""
    from genmodels.models import find_model

    return find_model(run.config.model)


def encodes(run: Run) -> bool:
    """Has the run's model a posterior, so that it can be explored?"""
    from genmodels.models.base import Encodes

    return issubclass(kind(run), Encodes)


def rules(run: Run) -> list[Rule]:
    """The doctor's rules that watch such a run."""
    return _rules(run.id, run)


@st.cache_resource(max_entries=64, show_spinner=False)
def _rules(name: str, _run: Run) -> list[Rule]:
    import torch

    from genmodels.doctor import RULES, patient_of
    from genmodels.models import make_model

    config = _run.config.model_copy(update={"steps": _run.config.steps or 1})
    with torch.device("meta"):     # shapes alone: no weights are drawn
        model = make_model(config.model, config.image, len(config.classes), config.settings)
    patient = patient_of(config, model, images=1)
    return [rule for rule in RULES.values() if rule.suits(patient)]
