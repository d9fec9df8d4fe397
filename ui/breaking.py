"""Before the training: the cases as cards, and the prediction that has to be made before anything is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from genmodels.errors import ConfigError
from ui import frame
from ui.store import store
from ui.text import t

if TYPE_CHECKING:
    from genmodels.cases import Case

COLUMNS = 3


def asked() -> Case | None:
    """The case that `?case=` names; a stranger there is told."""
    from genmodels.cases import find_case  # torch, and only now

    key = st.query_params.get("case")
    if key is None:
        return None
    try:
        return find_case(key)
    except ConfigError as error:
        st.warning(str(error), icon=":material/link_off:")
        return None


def shelf() -> None:
    """All cases, each a link."""
    from genmodels.cases import CASES  # torch, and only now

    cases = list(CASES.values())
    for at in range(0, len(cases), COLUMNS):
        for column, case in zip(st.columns(COLUMNS, gap="medium"), cases[at:at + COLUMNS], strict=False):
            with column, st.container(border=True, height="stretch"):
                st.subheader(t(case.title), anchor=False)
                st.markdown(t(case.setup))
                st.caption(_facts(case))
                st.page_link("break_it.py", label=t("Predict, then watch"), icon=":material/psychology:",
                             query_params={"case": case.key})


def predict(case: Case) -> None:
    """What will happen? The training starts only when that is answered, and the answer stays."""
    from genmodels.cases import start  # torch, and only now

    st.page_link("break_it.py", label=t("All cases"), icon=":material/arrow_back:")
    with st.container(border=True):
        st.subheader(t(case.title), anchor=False)
        st.markdown(t(case.setup))
        st.caption(_facts(case))
        choice = st.radio(t("What will happen? You will be told how it came out."),
                          [one.key for one in case.choices], index=None, key=f"choice-{case.key}",
                          format_func=lambda key: t(case.words(key)))
        if st.button(t("That is my prediction: start"), type="primary", icon=":material/play_arrow:", key="commit",
                     disabled=choice is None) and choice is not None:
            with frame.sentences():
                run = start(store(), case, choice)
                st.switch_page("break_it.py", query_params={"run": run.id})


def _facts(case: Case) -> str:
    changed = ", ".join(f"{name} = {value}" for name, value in case.settings.items())
    return t("{model} on {data}: {changed}. About {seconds:g}\u00a0s.").format(
        model=case.model, data=case.dataset, changed=changed, seconds=case.seconds)
