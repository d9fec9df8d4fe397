"""What stands below the moving picture on Watch: numbers, live settings, a branch, settings, log.

Only the open section is drawn: the others would keep a browser busy when the first loss is waited for.
"""

from __future__ import annotations

import streamlit as st

from genmodels.runs import Run
from ui import branching, live_settings, watching
from ui.text import t


@st.fragment
def draw(run: Run) -> None:
    """The sections as tabs, the open one in the address; a link that asks for a branch opens that one."""
    numbers, branch = t("Numbers"), t("Branch")
    sections = {numbers: watching.numbers, t("Live settings"): live_settings.draw, branch: branching.draw,
                t("Settings"): watching.settings, t("Log"): watching.log}
    tabs = st.tabs(list(sections), default=branch if branching.asked() else numbers, key="section", on_change="rerun",
                   bind="query-params")
    for tab, section in zip(tabs, sections.values(), strict=True):
        if tab.open:
            with tab:
                section(run)
