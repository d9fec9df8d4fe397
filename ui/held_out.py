"""The numbers of a run on Watch: what stands for it, all that was measured, grouped by the question it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from genmodels.errands import evaluating
from genmodels.reading import QUESTIONS
from genmodels.runs import Run
from ui import errand, held_out_details, held_out_table
from ui.compare_numbers import CSS
from ui.text import t
from ui.words import count

Rows = Sequence[dict[str, Any]]
OFTEN = 2.0     # seconds between two looks while numbers come


def draw(run: Run) -> None:
    """Drawn again by itself while numbers come."""
    st.html(CSS)
    at_work = evaluating.evaluation(run).word().at_work
    st.fragment(_draw, run_every=OFTEN if at_work else None)(run, at_work)


def latest(rows: Rows) -> list[dict[str, Any]]:
    """The newest result of each metric."""
    return list({row["metric"]: row for row in rows if "metric" in row and "value" in row}.values())


def _draw(run: Run, at_work: bool) -> None:
    from genmodels.metrics import METRICS  # torch, and only now

    _standing(run)
    _measuring(run, at_work)
    rows, question_of = latest(run.results()), {name: metric.tells for name, metric in METRICS.items()}
    for question, (title, words) in QUESTIONS.items():
        answers = [row for row in rows if question_of.get(row["metric"], "other") == question]
        if answers:
            with st.container(border=True):
                st.markdown(f"**{t(title)}** :small[:gray[{t(words)}]]")
                held_out_table.table(answers)
                held_out_details.draw(run, answers)


def _standing(run: Run) -> None:
    """Which weights the numbers are about."""
    best, steps = run.judged_best(), run.checkpoints()
    if best is not None:
        st.markdown(t(":material/star: Step **{step}** is kept as the best, by {judged}: {value}. Samples, exploring "
                      "and the numbers below use it.").format(
                          step=count(best["step"]), judged=t(str(best.get("judged", ""))),
                          value=f"{best.get('value', 0):.4g}"))
    elif steps:
        st.markdown(t("The last checkpoint, step **{step}**, stands for the run.").format(step=count(steps[-1])))


def _measuring(run: Run, at_work: bool) -> None:
    evaluation = evaluating.evaluation(run)
    word = evaluation.word()
    if word.at_work != at_work:
        st.rerun()
    if at_work:
        errand.progress(evaluation)
        return
    if not run.checkpoints():
        st.caption(t("Numbers come with the first weights, seconds after the start."))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        errand.button(t("Measure all that suits this run"), lambda: evaluating.start(run), "measure-all", "straighten",
                      primary=not run.active)
        st.caption(t("In the background, a minute or more; what is known is not measured again."))
    if word.state == "failed":
        st.error(t(word.words), icon=":material/error:")
    elif word.state == "done":
        st.caption(t(word.words))
    _missing(run)


def _missing(run: Run) -> None:
    """Where nothing judges the dataset, no number that needs a judge is shown; this says why and where to go."""
    from genmodels.judge import judge_for, why_none

    if run.config.image.points or judge_for(run.config.dataset) is not None:
        return
    st.info(why_none(run.config.dataset), icon=":material/gavel:")
    st.page_link("data.py", label=t("To the judge of this dataset"), icon=":material/arrow_forward:",
                 query_params={"dataset": run.config.dataset})
