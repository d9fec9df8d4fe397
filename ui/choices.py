"""The parts of the Train page: three choices bound to the address, the settings form, the budget, the promise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from genmodels import data, worker
from genmodels.config import RunConfig, knobs
from genmodels.errors import UserError
from genmodels.probe import settle
from genmodels.runs import command_line
from ui import forms, frame, promises
from ui.store import store
from ui.text import t
from ui.words import count, duration

if TYPE_CHECKING:
    from genmodels.probe import Promise

MACHINE = ("seed", "device", "threads", "precision", "live_share")


class Chosen(NamedTuple):
    """The three choices by name."""

    dataset: str
    model: str
    preset: str


def three() -> Chosen:
    """Dataset, model and preset; the address holds them, so that a choice is a link."""
    from genmodels.models import models_for

    one, two, three = st.columns(3)
    cards = data.datasets()
    with one:
        dataset = _pick("dataset", t("Dataset"), {name: card.title for name, card in cards.items()},
                        data.best_at_hand())
        st.caption(cards[dataset].summary)
    kinds = models_for(cards[dataset].image)
    with two:
        model = _pick("model", t("Model"), {name: kind.title for name, kind in kinds.items()}, next(iter(kinds)))
    presets = kinds[model].presets
    with three:
        preset = _pick("preset", t("Preset"), {name: preset.title for name, preset in presets.items()},
                       next(iter(presets)))
        st.caption(presets[preset].summary)
    with two:
        st.caption(f"{t(kinds[model].summary)}  \n{kinds[model].paper}")
    return Chosen(dataset, model, preset)


def settings(chosen: Chosen) -> dict[str, Any]:
    """The settings people changed against the preset."""
    from genmodels.models import find_model

    kind = find_model(chosen.model)
    start = dict(kind.presets[chosen.preset].settings)
    values = forms.form(kind.Config, start, key=f"knob-{chosen.model}-{chosen.preset}")
    defaults = {field.name: field.default for field in knobs(kind.Config)}
    return {name: value for name, value in values.items() if value != start.get(name, defaults[name])}


def budget_and_machine(chosen: Chosen) -> dict[str, Any]:
    """Training time or steps, seed, and on the fold what machine to use."""
    from genmodels.models import find_model

    seconds = find_model(chosen.model).presets[chosen.preset].seconds
    fields = {field.name: field for field in knobs(RunConfig)}
    key = f"run-{chosen.model}-{chosen.preset}"
    one, two, three = st.columns(3, vertical_alignment="bottom")
    with one:
        kind = st.segmented_control(t("Train for"), ["seconds", "steps"], default="seconds", required=True,
                                    format_func=lambda word: t(word.capitalize()), key=f"{key}-budget")
    with two:
        budget = forms.widget(fields["seconds"], seconds, key) if kind == "seconds" else \
            forms.widget(fields["steps"], 1000, key)
    with three:
        seed = forms.widget(fields["seed"], 0, key)
    with st.expander(t("Machine")):
        columns = st.columns(len(MACHINE) - 1)
        rest = {}
        for column, name in zip(columns, MACHINE[1:], strict=True):
            with column:
                rest[name] = forms.widget(fields[name], fields[name].default, key)
    return {kind: budget, "seed": seed, **rest}


def promise(config: RunConfig) -> Promise | None:
    """What it will take here, measured while the page stays usable; None while it is not known."""
    answer = _ask(config)
    if answer is None:
        st.fragment(_wait, run_every=0.5)(config)
    elif isinstance(answer, str):
        st.warning(answer, icon=":material/warning:")
        st.button(t("Measure again"), icon=":material/refresh:", key="measure-again", on_click=promises.forget,
                  args=(config,))
    else:
        _tell(answer)
        return answer
    return None


def start(config: RunConfig, promised: Promise | None) -> None:
    """The button; a click leads to Watch."""
    if not st.button(t("Start"), type="primary", icon=":material/play_arrow:", key="start", width="stretch"):
        return
    with frame.sentences():
        run = worker.submit(store(), settle(config, promised) if promised else config, promised)
        st.switch_page("watch.py", query_params={"run": run.id})


def command(config: RunConfig) -> None:
    """The same training from a terminal."""
    st.caption(t("The same from a command line"))
    st.code(command_line(config), language="bash", wrap_lines=True)


def _wait(config: RunConfig) -> None:
    if _ask(config) is not None:
        st.rerun()
    st.info(t("Measuring how fast this trains here ..."), icon=":material/timer:")


def _ask(config: RunConfig) -> Promise | str | None:
    """The promise, or the sentence why there is none, or None while it is measured."""
    try:
        return promises.promise(config)
    except UserError as error:
        return str(error)


def _tell(found: Promise) -> None:
    facts = {t("Training time"): duration(found.seconds), t("Steps"): count(found.steps),
             t("Images per second"): count(found.images_per_second), t("Memory"): f"{count(found.megabytes)} MB"}
    with st.grid(2, min_column_width=110):
        for label, value in facts.items():
            st.metric(label, value)
    st.caption(t("Measured just now on {device} in {precision}; {parameters} weights.").format(
        device=found.device, precision=found.precision, parameters=count(found.parameters)))
    if found.note:
        st.warning(t(found.note), icon=":material/hourglass_bottom:")


def _pick(name: str, label: str, titles: Mapping[str, str], default: str) -> str:
    """A selectbox whose value lives in the address; a stranger in the address is told and replaced by the default."""
    wanted = st.query_params.get(name)
    if wanted is not None and wanted not in titles:
        st.warning(t("There is no {name} {wanted!r} here; this is the default.").format(name=name, wanted=wanted[:60]))
    st.session_state[name] = wanted if wanted in titles else default
    return str(st.selectbox(label, list(titles), key=name, format_func=lambda key: titles.get(key, key),
                            on_change=_to_url, args=(name,)))


def _to_url(name: str) -> None:
    from genmodels.models import models_for

    st.query_params[name] = st.session_state[name]
    if name == "dataset" and st.query_params.get("model") not in models_for(data.find(st.session_state[name]).image):
        st.query_params.pop("model", None)     # points and images are drawn by different models
        st.query_params.pop("preset", None)
    if name == "model":
        st.query_params.pop("preset", None)     # presets belong to a model
