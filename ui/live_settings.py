"""Settings that change while a run trains: a row for each, and afterwards what was changed and when."""

from __future__ import annotations

from typing import Any

import streamlit as st

from genmodels.config import Knob, build
from genmodels.errors import ConfigError
from genmodels.live_settings import changed, live_knobs
from genmodels.runs import Run
from ui import controls, forms, models
from ui.store import store
from ui.text import t
from ui.words import count, duration

WIDTHS = [3, 5, 2, 3]


def draw(run: Run) -> None:
    """The rows while it trains; always what was changed."""
    if run.active:
        st.caption(t("A change counts from the next step on, is marked on the curves and is kept with the run."))
        start = build(models.kind(run).Config, run.config.settings)
        now = start.model_copy(update=run.changed_settings())
        for knob in live_knobs(type(start)):
            _row(run, knob, now, getattr(start, knob.name))
    _history(run)


def _row(run: Run, knob: Knob, settings: Any, start: Any) -> None:
    wish, sentence, now, act = st.columns(WIDTHS, vertical_alignment="center")
    value = getattr(settings, knob.name)
    with wish:
        wanted = forms.widget(knob, value, _key(run))
    with now:
        st.markdown(t("Now **{value:g}**").format(value=value))
        if value != start:
            st.caption(t("at the start {value:g}").format(value=start))
    refusal = _refusal(settings, knob.name, wanted)
    with sentence:
        st.caption(forms.note(knob))
        if refusal:
            st.error(refusal, icon=":material/error:")
    with act, st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("Set"), key=f"set-{knob.name}", disabled=bool(refusal) or wanted == value,
                  on_click=_send, args=(run, knob, wanted))
        st.button("", icon=":material/undo:", key=f"reset-{knob.name}", disabled=value == start,
                  help=t("Back to the value at the start"), on_click=_reset, args=(run, knob, start))
        _delivery(run, knob.name)


def _refusal(settings: Any, name: str, wanted: Any) -> str:
    """The sentence for a value that does not fit; the worker would refuse it with the same one."""
    try:
        changed(settings, name, wanted)
    except ConfigError as error:
        return str(error)
    return ""


def _send(run: Run, knob: Knob, value: Any) -> None:
    controls.send(run, "set", forms.label(knob.name), setting=knob.name, value=value)


def _reset(run: Run, knob: Knob, start: Any) -> None:
    st.session_state[f"{_key(run)}-{knob.name}"] = start
    _send(run, knob, start)


def _delivery(run: Run, name: str) -> None:
    """What became of the last wish, beside its own row; looks again until the worker has answered."""
    if controls.last_sent(run) != forms.label(name):
        return
    if controls.delivered(run):
        st.caption(t("done"))
    else:
        st.fragment(_wait, run_every=0.5)(run.id)


def _wait(id: str) -> None:
    if controls.delivered(store().get(id)):
        st.rerun()
    st.caption(t("sent ..."))


def _history(run: Run) -> None:
    rows = run.changes()
    if not rows:
        st.caption(t("Nothing was changed while it trained.") if not run.active else t("Nothing was changed so far."))
        return
    st.table({t("After step"): [count(row["step"]) for row in rows],
              t("Training time"): [duration(row["time"]) for row in rows],
              t("Setting"): [forms.label(row["setting"]) for row in rows],
              t("From"): [str(row["old"]) for row in rows], t("To"): [str(row["new"]) for row in rows]},
             border="horizontal", width="content")


def _key(run: Run) -> str:
    return f"live-{run.id}"
