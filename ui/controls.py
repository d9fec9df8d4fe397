"""The buttons on a run. They stand outside every polling fragment, so that no tick swallows a click."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from genmodels import worker
from genmodels.errors import UserError
from genmodels.runs import Run
from ui.store import store
from ui.text import t


def buttons(run: Run) -> None:
    """What can be asked of the run in the state it is in."""
    with st.container(horizontal=True, key="controls"):
        if run.active:
            _live(run)
        elif not run.shipped and run.state in ("stopped", "failed", "lost"):
            st.button(t("Resume from the last checkpoint"), icon=":material/resume:", type="primary", key="go-on",
                      on_click=_resume, args=(run,))
        _report(run)
        if not run.active and not run.shipped:
            st.button(t("Delete"), icon=":material/delete:", key="delete", on_click=_confirm, args=(run,))


def send(run: Run, kind: str, word: str, **values: Any) -> None:
    """Ask the run's worker; `word` is what the page calls it when it tells of the delivery."""
    try:
        st.session_state[_key(run)] = (word, run.command(kind, **values))
    except UserError as error:
        st.toast(str(error), icon=":material/error:")


def last_sent(run: Run) -> str:
    """The word of the last command sent from this page, or nothing."""
    return str(st.session_state.get(_key(run), ("", 0))[0])


def delivered(run: Run) -> bool:
    """Has the worker answered it, or can nobody answer any more?"""
    _, number = st.session_state.get(_key(run), ("", 0))
    return run.status.acknowledged >= number or not run.active


def delivery(run: Run) -> str:
    """What became of the last command sent from this page: sent until the worker acknowledges it, then done."""
    word = last_sent(run)
    if not word:
        return ""
    return (t("{word}: done") if delivered(run) else t("{word}: sent ...")).format(word=word)


def _live(run: Run) -> None:
    if run.state == "paused":
        _button(run, "resume", t("Resume"), "play_arrow", primary=True)
    else:
        _button(run, "pause", t("Pause"), "pause", disabled=run.state != "running")
    _button(run, "stop", t("Stop"), "stop")
    working = run.state in ("running", "paused")
    _button(run, "checkpoint", t("Checkpoint now"), "save", disabled=not working)
    _button(run, "snapshot", t("Snapshot now"), "photo_camera", disabled=not working)


def _report(run: Run) -> None:
    """Made when it is pressed, of the run as it stands then."""
    st.download_button(t("Report"), partial(_made, run.id), f"genlab-{run.id}.html", "text/html", key="report",
                       icon=":material/description:", on_click="ignore", help=t(
                           "All about this run as one file to send by mail: it needs no network, and any browser opens "
                           "it. At most 5 MB."))


def _made(id: str) -> bytes:
    from genmodels.report import report  # torch, and only now

    runs = store()
    return report(runs.get(id), runs)


def _button(run: Run, kind: str, label: str, icon: str, *, primary: bool = False, disabled: bool = False) -> None:
    st.button(label, icon=f":material/{icon}:", key=f"do-{kind}", type="primary" if primary else "secondary",
              disabled=disabled, on_click=send, args=(run, kind, label))


def _resume(run: Run) -> None:
    try:
        worker.resume(store(), run.id)
    except UserError as error:
        st.toast(str(error), icon=":material/error:")


@st.dialog("Delete this run?")
def _confirm(run: Run) -> None:
    st.markdown(t("**{title}** and all it left (checkpoints, pictures, numbers) will be gone for good.")
                .format(title=run.title))
    if st.button(t("Delete for good"), type="primary", icon=":material/delete:", key="delete-yes"):
        _delete(run)


def _delete(run: Run) -> None:
    try:
        store().delete(run.id)
    except UserError as error:
        st.error(str(error))
        return
    st.query_params.pop("run", None)
    st.rerun()


def _key(run: Run) -> str:
    return f"sent-{run.id}"
