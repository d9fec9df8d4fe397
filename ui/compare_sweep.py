"""Sweeps: a new one, or how one that was started came out; `?sweep=` names it."""

from __future__ import annotations

import streamlit as st

from genmodels.sweep import Sweep, SweepStore
from ui import sweep_form, sweep_result
from ui.compare_runs import Chosen
from ui.store import store
from ui.text import t
from ui.words import stamp

NEW = "new"
KEY = "sweep"


def draw(chosen: list[Chosen]) -> None:
    """The runs chosen above have no part in it."""
    found = {sweep.id: sweep for sweep in SweepStore(store().root).sweeps()}
    name = _pick(found)
    if name == NEW:
        sweep_form.draw()
    else:
        sweep_result.draw(found[name])


def _pick(found: dict[str, Sweep]) -> str:
    """The address is the truth; a stranger in it is told."""
    wanted = st.query_params.get(KEY)
    if wanted is not None and wanted not in found:
        st.warning(t("There is no sweep {wanted!r} here that can be read.").format(wanted=wanted[:60]),
                   icon=":material/link_off:")
    st.session_state[KEY] = wanted if wanted in found else NEW
    return str(st.selectbox(
        t("Sweep"), [NEW, *found], key=KEY, on_change=_to_address,
        format_func=lambda name: t("A new sweep") if name not in found else
        f"{found[name].title} · {len(found[name].entries)} · {stamp(found[name].created)}"))


def _to_address() -> None:
    name = st.session_state[KEY]
    if name == NEW:
        st.query_params.pop(KEY, None)
    else:
        st.query_params[KEY] = name
