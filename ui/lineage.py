"""The family of a run on the Watch page, where there is one."""

from __future__ import annotations

import streamlit as st

from genmodels.runs import ACTIVE, Run
from genmodels.runs.family import Member, family
from ui.components.lineage import lineage
from ui.store import store
from ui.text import t

PACE = 5.0     # seconds between two looks while one of the family trains


def draw(run: Run) -> None:
    """Its ancestors and what branched off them, each from its branching step on."""
    members = family(store(), run.id)
    if members:
        trains = any(member.state in ACTIVE for member in members)
        with st.expander(t("Family ({n} runs)").format(n=len(members)), icon=":material/account_tree:", expanded=True):
            st.fragment(_tree, run_every=PACE if trains else None)(run.id)


def _tree(id: str) -> None:
    members: tuple[Member, ...] = family(store(), id)
    lineage(members, id)
