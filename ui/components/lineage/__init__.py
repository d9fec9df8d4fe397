"""A family of runs as lines over the steps, each from where it branched off: the Python face of lineage.js."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from genmodels.runs.family import Member
from ui import forms, frame
from ui.addresses import address
from ui.components.modules import LOADER, module
from ui.text import t
from ui.words import count

HERE = Path(__file__).parent

_component = st.components.v2.component(
    "genlab_lineage", html='<ul class="genlab-lineage"></ul>', css=(HERE / "lineage.css").read_text(), js=LOADER)


def lineage(members: Sequence[Member], here: str) -> None:
    """Parents before children, as genmodels.runs.family gives them; a click on another run opens it."""
    key = f"lineage-{here}"
    names = {member.id for member in members if member.present}

    def follow() -> None:
        wanted = getattr(st.session_state.get(key), "run", None)
        if wanted in names:
            st.query_params.from_dict({"run": wanted})

    _component(key=key, on_run_change=follow, data={
        "module": module("lineage/lineage.js"), "here": here, "members": [_row(member) for member in members],
        "last": max(member.step for member in members)})


def _row(member: Member) -> dict[str, Any]:
    words = ", ".join(f"{forms.label(name)} {old} → {new}" for name, (old, new) in member.differs.items())
    where = t("from step {step}").format(step=count(member.start)) if member.parent else t("from the start")
    return {"id": member.id, "title": member.title, "parent": member.parent, "start": member.start, "step": member.step,
            "state": t(frame.STATES[member.state][2]) if member.state in frame.STATES else t(member.state),
            "differs": words or (t("the same settings") if member.parent else ""),
            "where": where + t(" to {step}").format(step=count(member.step)),
            "address": address(f"watch?run={member.id}") if member.present else ""}
