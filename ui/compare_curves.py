"""Losses and live numbers of the compared runs on one plot."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import streamlit as st

from genmodels.errors import ConfigError
from genmodels.runs import Run
from ui import linked, models
from ui.compare_runs import Chosen
from ui.components.overlay import overlay
from ui.text import t

BY = {"step": "Steps", "images": "Images looked at", "seconds": "Seconds"}


class Term(NamedTuple):
    """What can be drawn: a logged loss term, or a number that is taken while a run trains."""

    name: str
    title: str
    number: bool


def draw(chosen: list[Chosen]) -> None:
    """The term the address names, else the one most of the runs have."""
    if not chosen:
        return
    terms = _terms([one.run for one in chosen])
    if not terms:
        st.caption(t("None of these runs has logged anything yet."))
        return
    with st.container(horizontal=True, gap="large"):
        labels = {term.name: f"{t(term.title)} ({n})" for term, n in terms.items()}
        name = linked.select(t("What (and of how many runs)"), labels, "term")
        by = linked.pick(t("Along"), BY, "along", "step")
    term = next(term for term in terms if term.name == name)
    from genmodels.compare.images import images  # imports torch

    overlay(chosen, [images(one.run.config, one.run.changes()) for one in chosen], term=term.name,
            title=t(term.title), number=term.number, by=by)


def _terms(runs: list[Run]) -> dict[Term, int]:
    """How many of the runs have each; those of most runs first."""
    return dict(Counter(term for run in runs for term in _of(run)).most_common())


def _of(run: Run) -> list[Term]:
    try:
        losses = [Term(curve.term, f"{curve.panel}: {curve.title}", False) for curve in models.kind(run).curves]
    except ConfigError:     # a model of another version: what it has logged speaks for itself
        rows, _ = run.metrics()
        losses = [Term(term, term, False) for term in dict.fromkeys(term for row in rows for term in row["values"])]
    rows, _ = run.live()
    return losses + list(dict.fromkeys(Term(str(row["metric"]), str(row.get("title") or row["metric"]), True)
                                       for row in rows))
