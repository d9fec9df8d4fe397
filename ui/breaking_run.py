"""After the prediction: the training as it goes, and how it came out when it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from genmodels.errors import RunError, UserError
from genmodels.runs import Run
from ui import controls, watch_parts, watching
from ui.store import store
from ui.text import t
from ui.words import count

if TYPE_CHECKING:
    from genmodels.cases import Prediction


def asked() -> Run | None:
    """The run that `?run=` names, when somebody predicted it; why not is told."""
    from genmodels.cases import read_prediction  # torch, and only now

    id = st.query_params.get("run")
    if id is None:
        return None
    try:
        run = store().get(id)
        if run.problem is None and read_prediction(run) is not None:
            return run
        st.warning(t("Nobody predicted what the run {id!r} would do. Choose a case.").format(id=id[:60]))
    except RunError as error:
        st.warning(str(error), icon=":material/link_off:")
    return None


def draw(run: Run) -> None:
    """The prediction above, then what happens; a new state redraws the page."""
    from genmodels.cases import read_prediction  # torch, and only now

    prediction = read_prediction(run)
    assert prediction is not None, "asked() looked"
    case = prediction.case
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(t(case.title), anchor=False, width="content")
        st.page_link("watch.py", label=t("Watch"), icon=":material/monitoring:", query_params={"run": run.id})
        st.page_link("break_it.py", label=t("All cases"), icon=":material/arrow_back:")
    st.markdown(t("**You said:** {words}.").format(words=t(case.words(prediction.choice))))
    if run.active:
        st.caption(t("Look at {look}.").format(look=t(case.look)))
    else:
        _outcome(run)
    watching.status(run)
    if run.active:
        controls.buttons(run)
    watch_parts.moving(run)


def _outcome(run: Run) -> None:
    """Measured at the first look, kept with the run for the next."""
    from genmodels.cases import tell_outcome  # torch, and only now

    try:
        with st.spinner(t("Measuring how it came out ...")):
            told = tell_outcome(run)
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        return
    assert told.outcome is not None, "tell_outcome tells it"
    happened = t("What happened: {words}. {evidence}").format(
        words=t(told.case.words(told.outcome.choice)), evidence=told.outcome.evidence)
    if told.right:
        st.success(t("**Right.** ") + happened, icon=":material/check_circle:")
    else:
        st.info(t("**Not so.** ") + happened, icon=":material/psychology_alt:")     # to be wrong is no error
    if told.outcome.choice != told.case.expected:
        st.caption(t("Usually it ends otherwise: {words}. Try another time, or read the log on Watch.").format(
            words=t(told.case.words(told.case.expected))))
    _doctor(run, told)
    st.page_link("break_it.py", label=t("Predict again"), icon=":material/replay:",
                 query_params={"case": told.case.key})


def _doctor(run: Run, told: Prediction) -> None:
    """When the rule that should see this spoke; where it did not, what the others said."""
    from genmodels.doctor import OVER

    spoken = {row["rule"]: row for row in reversed(run.alarms()) if row.get("rule") and row["kind"] != OVER}
    meant = spoken.get(told.case.rule)
    for row in [meant] if meant else sorted(spoken.values(), key=lambda row: row["step"]):
        st.caption(t("The doctor said at step {step}: {what}").format(step=count(row["step"]), what=row["what"]))
    st.caption(t(told.case.why))
