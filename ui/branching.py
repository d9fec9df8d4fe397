"""Rewind and branch: from a kept checkpoint as a new run, with the settings of the old one to begin with."""

from __future__ import annotations

import json
import shlex
from typing import Any

import streamlit as st

from genmodels import worker
from genmodels.config import Knob, RunConfig
from genmodels.errors import ConfigError, UserError
from genmodels.runs import Run
from genmodels.worker.branching import NO_OPTIMISER
from ui import forms, frame
from ui.store import store
from ui.text import t
from ui.words import count

WISH = "branch"      # in the address: the step to branch off at; settings stand beside it by their names
LONGEST = 40         # letters of a setting in the address


def asked() -> bool:
    """Does the address ask for a branch?"""
    return WISH in st.query_params


def draw(run: Run) -> None:
    """The form, or why there is none; a click leads to the new run."""
    if run.shipped:
        st.info(NO_OPTIMISER.format(id=run.title), icon=":material/lock:")
        return
    points = worker.branch_points(run)
    if not points:
        st.caption(t("There is no checkpoint to branch off yet; the first one comes within seconds of the start."))
        return
    st.caption(t("The new run begins with this one's curves and pictures up to the step, and goes on with your "
                 "settings. This run stays as it is."))
    from_step, until, _ = st.columns([2, 2, 3], vertical_alignment="bottom")
    with from_step:
        step = _step(run, points)
    with until:
        steps = int(st.number_input(t("Go on to step"), value=worker.usual_steps(run, step), min_value=1,
                                    key=f"branch-{run.id}-{step}-steps"))
    before = worker.branch_config(run, step, {}, steps=step + 1)
    settings = _settings(run, step, before)
    _offer(run, step, steps, settings)


def _step(run: Run, points: list[int]) -> int:
    wish, best = st.query_params.get(WISH, ""), run.best()
    wanted = int(wish) if wish.isascii() and wish.isdigit() and len(wish) < 13 else None
    if wish and wanted not in points:
        st.warning(t("Step {wish} is not kept here; this is the nearest that is.").format(wish=wish[:LONGEST]))
    start = min(points, key=lambda step: abs(step - wanted)) if wanted is not None else points[-1]
    return st.selectbox(t("Branch from step"), points, points.index(start), key=f"branch-{run.id}-from-{wish[:13]}",
                        format_func=lambda at: count(at) + (t(" (the best)") if at == best else ""))


def _settings(run: Run, step: int, before: RunConfig) -> dict[str, Any]:
    """What people changed against the settings of that step."""
    fields, start = _fields(before.model_dump_json())
    wishes = _wishes(fields)
    key = f"branch-{run.id}-{step}-{json.dumps(wishes)}"
    values = forms.rows(fields, start | wishes, key)
    return {name: value for name, value in values.items() if value != start[name]}


@st.cache_data(max_entries=64, show_spinner=False)
def _fields(config: str) -> tuple[tuple[Knob, ...], dict[str, Any]]:
    """The fields a branch may set, and all settings as they were."""
    from genmodels.branching import free_knobs, resolved  # torch, and only now
    plain = RunConfig.model_validate_json(config)
    return free_knobs(plain), resolved(plain)


def _wishes(fields: tuple[Knob, ...]) -> dict[str, Any]:
    """Settings the address names, in a form their widget can hold; whether they are in range, the form says."""
    found = {}
    for field in fields:
        text = st.query_params.get(field.name)
        if text is None:
            continue
        value = _plain(field, text[:LONGEST])
        if value is None:
            st.warning(t("{name} = {text!r} in the address is no value of that setting; it was left out.").format(
                name=field.name, text=text[:LONGEST]))
        else:
            found[field.name] = value
    return found


def _plain(field: Knob, text: str) -> Any:
    if field.kind == "choice":
        return text if text in field.choices else None
    try:
        value = json.loads(text, parse_constant=lambda name: None)
    except ValueError:
        return None
    if field.kind == "bool":
        return value if isinstance(value, bool) else None
    fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12
    if not fits or (field.kind == "int" and not (field.low or 0) <= value <= (field.high or 0)):
        return None
    return int(value) if field.kind == "int" else float(value)


def _offer(run: Run, step: int, steps: int, settings: dict[str, Any]) -> None:
    try:
        config = worker.branch_config(run, step, settings, steps)
        _check(run, step, config)
    except UserError as error:
        st.error(str(error), icon=":material/error:")
        config = None
    if st.button(t("Branch from step {step}").format(step=count(step)), type="primary", icon=":material/alt_route:",
                 key="branch", disabled=config is None) and config is not None:
        with frame.sentences():
            child = worker.branch(store(), run.id, step, config)
            st.switch_page("watch.py", query_params={"run": child.id})
    words = [f"--set {name}={value if isinstance(value, str) else json.dumps(value)}"
             for name, value in settings.items()]
    st.code(shlex.join(["python", "-m", "genmodels", "branch", run.id, "--step", str(step), "--steps", str(steps)])
            + "".join(f" {word}" for word in words), language="bash", wrap_lines=True)


def _check(run: Run, step: int, config: RunConfig) -> None:
    """The sentences that the start would end with, before anybody presses the button."""
    from genmodels.branching import check_branch  # torch, and only now
    if config.steps is not None and config.steps <= step:
        raise ConfigError(t("The branch starts at step {step}: let it go on to a later one.").format(step=step))
    check_branch(worker.branch_config(run, step, {}, steps=step + 1), config)
