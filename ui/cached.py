"""Models and datasets in memory, shared by all sessions: keyed by what is on disk, bounded, never changed by a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from genmodels import data
from genmodels.data.base import Dataset, ImageSet, Split
from genmodels.runs import Run

if TYPE_CHECKING:
    from genmodels.models.base import GenerativeModel


def model(run: Run) -> GenerativeModel:
    """The run's newest kept model, in eval mode; read again when the run has a newer checkpoint."""
    return _model(str(run.folder), stamp(run), run)


def kept_model(run: Run, step: int) -> GenerativeModel:
    """The model at a kept step. Raises RunError when none was kept there."""
    return _kept_model(str(run.folder), step, stamp(run), run)


def dataset(name: str, split: Split = "train") -> ImageSet:
    """A split of a dataset; read again when the dataset of that name was replaced."""
    card = data.find(name)
    return _dataset(name, split, _fingerprint(card))


@st.cache_resource(max_entries=8, show_spinner=False)
def _model(folder: str, stamp: tuple[tuple[str, int], ...], _run: Run) -> GenerativeModel:
    return _run.model()


@st.cache_resource(max_entries=12, show_spinner=False)
def _kept_model(folder: str, step: int, stamp: tuple[tuple[str, int], ...], _run: Run) -> GenerativeModel:
    return _run.model(step)


@st.cache_resource(max_entries=6, show_spinner="Reading the dataset ...")
def _dataset(name: str, split: Split, fingerprint: tuple[str, ...]) -> ImageSet:
    return data.load(name, split)


def stamp(run: Run) -> tuple[tuple[str, int], ...]:
    """Which checkpoint folders there are, and since when."""
    return tuple(sorted((path.name, path.stat().st_mtime_ns) for path in run.folder.glob("checkpoint-*")))


def _fingerprint(card: Dataset) -> tuple[str, ...]:
    return (str(card.image), str(card.sizes), *card.classes, *sorted(card.checksums.values()))
