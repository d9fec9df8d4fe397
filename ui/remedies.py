"""What an alarm offers to press: change a live setting now, branch from a checkpoint, or start again with another."""

from __future__ import annotations

from typing import Any

import streamlit as st

from genmodels import worker
from genmodels.config import RunConfig, build
from genmodels.errors import UserError
from genmodels.runs import Run
from ui import controls
from ui.store import store
from ui.text import t
from ui.words import count


def buttons(run: Run, number: int, row: dict[str, Any]) -> None:
    """The tries of an alarm that make sense in the state the run is in."""
    offered = [(i, one) for i, one in enumerate(_now(run, row.get("tries") or [])) if _can(run, one)]
    if not offered:
        return
    with st.container(horizontal=True):
        for i, one in offered:
            label, icon = _label(run, one)
            st.button(label, icon=icon, key=f"try-{run.id}-{number}-{i}", on_click=_press, args=(run, one))


def checkpoint_for(run: Run, step: int) -> int | None:
    """The newest kept checkpoint at or before that step: the one that was meant may be gone by now."""
    return max((kept for kept in run.checkpoints() if kept <= step), default=None)


def _now(run: Run, tries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A run that has ended hears nothing: what could only be changed live is then offered as a new start."""
    if run.active:
        return tries
    elsewhere = [one.get("settings") for one in tries if one.get("from") is not None]
    return [one | {"from": 0} if one.get("from") is None and one.get("settings") not in elsewhere else one
            for one in tries]


def _can(run: Run, one: dict[str, Any]) -> bool:
    """A live change needs a run that listens; a shipped run cannot be branched off."""
    if not isinstance(one.get("settings"), dict):
        return False
    if one.get("from") is None:
        return run.state in ("running", "paused")
    return one["from"] == 0 or not run.shipped


def _label(run: Run, one: dict[str, Any]) -> tuple[str, str]:
    words = ", ".join(f"{name} = {value:g}" if isinstance(value, float) else f"{name} = {value}"
                      for name, value in one["settings"].items())
    if one.get("from") is None:
        return t("Set {settings} now").format(settings=words), ":material/tune:"
    step = checkpoint_for(run, int(one["from"]))
    if not step:
        return t("Start again with {settings}").format(settings=words), ":material/replay:"
    return (t("Branch from step {step} with {settings}").format(step=count(step), settings=words),
            ":material/fork_right:")


def _press(run: Run, one: dict[str, Any]) -> None:
    try:
        if one.get("from") is None:
            for name, value in one["settings"].items():
                controls.send(run, "set", name, setting=name, value=value)
            return
        st.query_params["run"] = _begun(run, one).id
    except UserError as error:
        st.toast(str(error), icon=":material/error:")


def _begun(run: Run, one: dict[str, Any]) -> Run:
    """The new run; it has what was changed by hand meanwhile, and a branch as many steps as the run was to have."""
    step = checkpoint_for(run, int(one["from"]))
    settings = run.config.settings | run.changed_settings(step or None) | one["settings"]
    config = build(RunConfig, run.config.model_dump() | {"settings": settings, "preset": ""})
    if step:
        return worker.branch(store(), run.id, step, config)
    _check(config)
    return worker.submit(store(), config)


def _check(config: RunConfig) -> None:
    """Raises ConfigError for settings that the model does not have in this version."""
    from genmodels.branching import resolved

    resolved(config)
