"""The frame around every page: errors as sentences, the picker of a run, the strip of runs that are at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from genmodels.errors import UserError
from genmodels.runs import Run
from ui.store import store
from ui.text import t
from ui.words import stamp

STATES = {     # state -> colour of the badge, icon, word
    "queued": ("gray", ":material/hourglass_empty:", "queued"),
    "starting": ("blue", ":material/rocket_launch:", "starting"),
    "running": ("green", ":material/play_circle:", "running"),
    "paused": ("orange", ":material/pause_circle:", "paused"),
    "finished": ("blue", ":material/check_circle:", "finished"),
    "stopped": ("gray", ":material/stop_circle:", "stopped"),
    "failed": ("red", ":material/error:", "failed"),
    "lost": ("red", ":material/link_off:", "lost"),
    "damaged": ("red", ":material/broken_image:", "damaged"),
}


@contextmanager
def sentences() -> Iterator[None]:
    """Show a UserError as the sentence it is; anything else is our own bug and goes on up."""
    try:
        yield
    except UserError as error:
        st.error(str(error), icon=":material/error:")


def on_script_error(error: Exception) -> bool:
    """The server's last net, for fragments that run alone: True means the sentence was shown."""
    if isinstance(error, UserError):
        st.error(str(error), icon=":material/error:")
        return True
    return False


def need_run(suits: Callable[[Run], bool] = lambda run: True, nothing: str = "",
             place: DeltaGenerator | None = None) -> Run:
    """The run that `?run=` names, or the newest that suits; a picker in `place`. Without one, what to do first."""
    candidates = [run for run in store().runs() if run.problem is None and suits(run)]
    if not candidates:
        nothing_yet(nothing or t("There is no run yet. Train a model first; it takes half a minute."))
    titles = {run.id: label(run) for run in candidates}
    chosen = _chosen(list(titles))
    st.session_state["run"] = chosen     # the URL is the truth, the widget follows it
    (place or st).selectbox(t("Run"), list(titles), key="run", on_change=_to_url,
                            format_func=lambda name: titles.get(name, name), label_visibility="collapsed")
    return next(run for run in candidates if run.id == chosen)


def label(run: Run) -> str:
    """What the picker calls the run: its own name for good, because the browser sends labels back as choices."""
    if run.shipped:
        return run.title
    return f"{run.title} · {stamp(run.created)} · {run.id[-4:]}"


def state_of(run: Run) -> str:
    """The run's state; damaged when its folder cannot be read."""
    return "damaged" if run.problem is not None else str(run.state)


def badge(run: Run) -> None:
    """The state as a chip: colour, icon and word, never colour alone."""
    colour, icon, word = STATES[state_of(run)]
    st.badge(t(word), icon=icon, color=colour)     # type: ignore[arg-type]


def _chosen(names: list[str]) -> str:
    wanted = st.query_params.get("run")
    if wanted is not None and wanted not in names:
        st.warning(t("The run {wanted!r} is not here or does not fit this page; this is the newest that does.")
                   .format(wanted=wanted[:60]), icon=":material/link_off:")
    chosen = wanted if wanted in names else names[0]
    st.query_params["run"] = chosen
    return chosen


def _to_url() -> None:
    st.query_params["run"] = st.session_state["run"]


def nothing_yet(sentence: str) -> NoReturn:
    """The page ends here: what is missing, and where to make it."""
    with st.container(border=True, horizontal_alignment="center"):
        st.subheader(sentence, anchor=False)
        st.page_link("train.py", label=t("Train a model"), icon=":material/model_training:")
    st.stop()
