"""What the pages ask about a run's model class; torch is imported at the first question, not with this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genmodels.runs import Run

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
