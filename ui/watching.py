"""The parts of the Watch page: what a run says about itself now, and what it left behind."""

from __future__ import annotations

from typing import Any

import streamlit as st

from genmodels.runs import Run, command_line
from ui import compare_runs, controls, cost_words, frame, held_out, models
from ui.components.status import status as progress
from ui.text import t
from ui.words import UNKNOWN, count, duration


def headline(run: Run) -> None:
    """Title, state, and where else to look at this run."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(run.title, anchor=False, width="content")
        frame.badge(run)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):     # go below together
            _elsewhere(run)


def _elsewhere(run: Run) -> None:
    if run.checkpoints():
        if models.encodes(run):
            st.page_link("explore.py", label=t("Explore"), icon=":material/explore:", query_params={"run": run.id})
        st.page_link("generate.py", label=t("Generate"), icon=":material/auto_awesome:", query_params={"run": run.id})
    st.page_link("compare.py", label=t("Compare"), icon=":material/compare_arrows:",
                 query_params={"runs": compare_runs.beside(run)})


def status(run: Run) -> None:
    """Progress and speed, and what has to be said; drawn again when the state changes, or there is more to say."""
    progress(run)
    now = run.status
    if now.error:
        (st.error if now.state in ("failed", "lost") else st.warning)(now.error, icon=":material/error:")
    if delivery := controls.delivery(run):
        st.caption(delivery)


def lines(run: Run) -> list[Any]:
    """The model's curves; for the model of another version, every term there is."""
    return list(models.kind(run).curves)


def numbers(run: Run) -> None:
    """What was measured and how, what more can be, and the promise against what came true."""
    held_out.draw(run)
    _promise(run)


def settings(run: Run) -> None:
    """Everything it was trained with, and the command line that repeats it."""
    st.code(command_line(run.config), language="bash", wrap_lines=True)
    if run.changes():
        st.caption(t("Settings were changed while it trained; the command begins with those of the start."))
    config = run.config
    facts = {"model": config.model, "dataset": config.dataset, "preset": config.preset or UNKNOWN, "seed": config.seed,
             "threads": config.threads, "live_share": config.live_share, "device": run.status.device or config.device,
             "precision": run.status.precision or config.precision, **config.settings, **run.card.versions}
    half = -(-len(facts) // 2)
    for column, part in zip(st.columns(2), (list(facts)[:half], list(facts)[half:]), strict=True):
        column.table({name: str(facts[name]) for name in part}, border="horizontal")
    if not run.active:
        cost_words.line(run)


def log(run: Run) -> None:
    """The worker's own words, the newest last."""
    text = run.log()
    if text:
        st.code(text, language=None, wrap_lines=True, height=320)
    else:
        st.caption(t("The log is empty so far."))


def _promise(run: Run) -> None:
    promise = run.status.promise or {}
    true = promise.get("came_true")
    if not true:
        return
    st.markdown(t("**Promised and come true**"))
    rows = {"seconds": t("Training time"), "images_per_second": t("Images per second"), "megabytes": t("Memory in MB")}
    table = {label: [_said(promise.get(key), key), _said(true.get(key), key)] for key, label in rows.items()
             if promise.get(key) is not None}
    st.table({"": list(table), t("promised"): [said for said, _ in table.values()],
              t("came true"): [said for _, said in table.values()]}, border="horizontal", width="content")


def _said(value: float | None, key: str) -> str:
    if value is None:
        return UNKNOWN
    return duration(value) if key == "seconds" else count(value)
