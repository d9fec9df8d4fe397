"""A new sweep: what stays, what is varied over which values, how many seeds, and what that will take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from genmodels import worker
from genmodels.config import Knob, build, knobs
from genmodels.cost import Spent, energy
from genmodels.errors import UserError
from genmodels.sweep import Plan, axis, cells, start
from ui import choices, cost_words, forms, frame, promises
from ui.store import store
from ui.text import t
from ui.words import duration

if TYPE_CHECKING:
    from genmodels.probe import Promise
    from genmodels.sweep import Cell

SEEDS, SECONDS = (next(knob for knob in knobs(Plan) if knob.name == name) for name in ("seeds", "seconds"))
NONE = "none"


def draw() -> None:
    """The form, and beside it the promise and the button."""
    st.caption(t("One or two settings, a few values each, a few seeds: every combination becomes an ordinary run in "
                 "the queue. Close the page if you like."))
    chosen = choices.three()
    form, promised = st.columns([2, 1], gap="medium")
    with form, st.container(border=True):
        over = _axes(chosen.model)
        one, two = st.columns(2, vertical_alignment="bottom")
        with one:
            seeds = forms.widget(SEEDS, SEEDS.default, "sweep")
        with two:
            seconds = forms.widget(SECONDS, SECONDS.default, "sweep")
        with st.expander(t("Settings that are the same in all runs")):
            same = choices.settings(chosen)
    with promised, st.container(border=True):
        try:
            plan = build(Plan, {
                "model": chosen.model, "dataset": chosen.dataset, "preset": chosen.preset, "seeds": seeds,
                "seconds": seconds, "over": [axis(name, words).model_dump() for name, words in over.items()],
                "settings": {name: value for name, value in same.items() if name not in over}})
            planned = cells(plan)
        except UserError as problem:
            st.error(str(problem), icon=":material/error:")
            st.button(t("Start the sweep"), disabled=True, width="stretch", key="start-sweep")
        else:
            _offer(plan, planned)


def _axes(model: str) -> dict[str, str]:
    """Setting -> its values as they were typed."""
    from genmodels.models import find_model
    from genmodels.sweep.suggest import sweepable

    able = {knob.name: knob for knob in sweepable(knobs(find_model(model).Config))}
    first = _axis(t("Vary"), able, list(able), f"sweep-{model}-1")
    others = [NONE, *(name for name in able if name not in first)]
    return first | _axis(t("and"), able, others, f"sweep-{model}-2")


def _axis(label: str, able: Mapping[str, Knob], offered: list[str], key: str) -> dict[str, str]:
    from genmodels.sweep.plan import worded
    from genmodels.sweep.suggest import suggestion

    left, right = st.columns([1, 2])
    with left:
        name = st.selectbox(label, offered, key=key, format_func=lambda name: forms.label(name) if name != NONE else
                            t("nothing else"))
    if name == NONE or name not in able:
        return {}
    with right:
        values = ", ".join(map(worded, suggestion(able[name])))
        words = st.text_input(t("Values"), values, key=f"{key}-{name}", help=forms.note(able[name]))
    return {name: str(words)}


def _offer(plan: Plan, planned: tuple[Cell, ...]) -> None:
    from genmodels.sweep.promise import total

    answers, problem = _ask(planned)
    seconds = total(planned, answers)
    counts = t(" times ").join(t("{n} values of “{name}”").format(n=len(one.values), name=forms.label(one.name))
                               for one in plan.over)
    st.metric(t("Runs"), len(planned))
    st.caption(t("{counts} times {seeds} seeds").format(counts=counts, seeds=plan.seeds))
    if problem:
        st.warning(problem, icon=":material/warning:")
    elif seconds is None:
        st.fragment(_wait, run_every=0.5)(planned)
    else:
        _tell(seconds)
    if st.button(t("Start the sweep"), type="primary", icon=":material/play_arrow:", width="stretch",
                 key="start-sweep"):
        with frame.sentences():
            st.query_params["sweep"] = start(store(), plan, answers).id
            st.rerun()


def _tell(seconds: float) -> None:
    slots = worker.slots("cpu")
    st.metric(t("Training, all together"), duration(seconds))
    st.caption(t("About {time} here, with {slots} at once, and the measuring at each end. Runs you start meanwhile do "
                 "not wait for all of it.").format(time=duration(seconds / slots), slots=slots))
    joules = energy(Spent(0, seconds, 1, "cpu", cpu_seconds=seconds))
    st.caption(t("Energy: {energy}.").format(energy=cost_words.band(joules)), help=joules.method)


def _wait(planned: tuple[Cell, ...]) -> None:
    from genmodels.sweep.promise import total

    answers, problem = _ask(planned)
    if problem or total(planned, answers) is not None:
        st.rerun()
    st.info(t("Measuring how fast this trains here ..."), icon=":material/timer:")


def _ask(planned: tuple[Cell, ...]) -> tuple[dict[str, Promise], str]:
    """The promises that are there, and the sentence why there is none."""
    from genmodels.sweep.promise import key, probes

    found: dict[str, Any] = {}
    for config in probes(planned):
        try:
            answer = promises.promise(config)
        except UserError as error:
            return {}, str(error)
        if answer is not None:
            found[key(config)] = answer
    return found, ""
