"""Quality against what it cost: one mark for each run, the best frontier, the figures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from genmodels.cost import Band, Rates, Spent, energy, frontier
from ui import compare_files, cost_words, linked
from ui.compare_runs import Chosen
from ui.cost_chart import chart
from ui.cost_rates import rates
from ui.text import t
from ui.words import duration

if TYPE_CHECKING:
    from genmodels.cost.quality import Mark, Quality

SCALES = {"seconds": "Training time", "flops": "Operations", "energy": "Energy"}
AXES = {"seconds": "Seconds of training", "flops": "Floating-point operations (FLOP)", "energy": "Energy in joules"}
ARROWS = {"lower": "lower is better", "higher": "higher is better", "as real": "distance from real images"}


def draw(chosen: list[Chosen]) -> None:
    """The choice of both axes, the chart, the table, what is missing."""
    if not chosen:
        return
    from genmodels.cost.quality import qualities  # imports torch

    found = {one.name: one for one in qualities([one.run for one in chosen])}
    if not found:
        st.caption(t("None of these runs has a number that says which is better. It comes when a run has finished, or "
                     "now with `python -m genmodels evaluate RUN`."))
        return
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        quality = found[_pick(found)]
    with right:
        scale = linked.pick(t("Cost"), SCALES, "cost", "seconds")
    _shown(chosen, quality, scale)


def _shown(chosen: Sequence[Chosen], quality: Quality, scale: str) -> None:
    from genmodels.cost.quality import lower_is_better, marks

    plot, beside = st.container(), st.container()
    force = rates(any(one.run.status.device == "cuda" for one in chosen))
    every = marks([one.run for one in chosen], quality)
    priced = [(mark, cost.value) for mark in every if (cost := _price(mark.spent, scale, force)) and cost.value > 0]
    order = frontier([cost for _, cost in priced], [mark.value for mark, _ in priced],
                     lower_is_better=lower_is_better(quality.line))
    best = [priced[i][0] for i in order]
    if priced:
        with plot:
            line = quality.line
            chart([mark for mark, _ in priced], best, [one.place for one in chosen],
                  lambda spent: _price(spent, scale, force),
                  (t(AXES[scale]), f"{t(line.unit)}, {t(ARROWS[line.better])}"))
            st.caption(_explained(quality, scale))
    with beside:
        _table([chosen[mark.place] for mark in every], every, best, force, quality)
        _missing(chosen, quality, every)


def _pick(found: dict[str, Quality]) -> str:
    """By its title; the address keeps the name. Without one, the number that most runs share, of the end if two do."""
    wanted = st.query_params.get("quality")
    st.session_state["quality"] = wanted if wanted in found else max(found, key=lambda name: _first(found[name]))
    return str(st.selectbox(t("Quality"), list(found), key="quality", on_change=_to_address,
                            format_func=lambda name: _title(found[name]) if name in found else name))


def _first(quality: Quality) -> tuple[int, bool, int]:
    runs = sum(cell.result is not None and not cell.differences for cell in quality.line.cells)
    return min(runs, 2), not quality.live, runs


def _to_address() -> None:
    st.query_params["quality"] = st.session_state["quality"]


def _title(quality: Quality) -> str:
    title = t(quality.line.title)
    if quality.live:
        title = t("{title}, while it trained").format(title=title)
    conditions = quality.line.conditions
    return title if conditions is None else f"{title} (n = {conditions.n:,})"


def _price(spent: Spent, scale: str, force: Rates) -> Band | None:
    if scale == "energy":
        return energy(spent, force)
    if scale == "flops":
        return None if spent.flops is None else Band(spent.flops, spent.flops, spent.flops, "FLOP", "")
    return Band(spent.seconds, spent.seconds, spent.seconds, "s", "")


def _explained(quality: Quality, scale: str) -> str:
    words = [t("The broad line is the best frontier: no run here is better than it for the same cost or less. What a "
               "run had spent counts up to the step that was measured."),
             t("Whiskers upwards are the 95 % interval over images, not over trainings: two runs whose whiskers "
               "overlap share the frontier.")]
    if scale == "energy":
        words.append(t("Whiskers sideways are the band of the energy."))
    if scale == "flops":
        words.append(t("Only matrix products and convolutions are counted; a step costs the same on every machine."))
    if quality.live:
        words.append(t("Thin lines are the way there, measured again and again from the same codes."))
    return " ".join(words)


def _table(who: Sequence[Chosen], every: Sequence[Mark], best: Sequence[Mark], force: Rates, quality: Quality) -> None:
    """A column for each run, and all of it as a file."""
    if not every:
        return
    from genmodels.compare.sheet import sheet

    joules = [energy(mark.spent, force) for mark in every]
    names = (quality.line.title, "Training time", "Processor time", "Operations", "Achieved", "Energy", "CO₂",
             "Price of the electricity", "Best frontier")
    table = {"": [t(name) for name in names]}
    for one, mark, energetic in zip(who, every, joules, strict=True):
        table[f"**{one.letter}** · {one.run.title}"] = [
            _value(mark), duration(mark.spent.seconds), cost_words.processor(mark.spent),
            cost_words.operations(mark.spent), cost_words.speed(mark.spent), cost_words.band(energetic),
            cost_words.grams(energetic, force), cost_words.price(energetic, force),
            t("★ on it") if mark in best else ""]
    st.table(table, border="horizontal", hide_index=True)
    for how in dict.fromkeys(cost_words.methods(mark.spent, force) for mark in every):
        st.caption(how)
    compare_files.button(sheet([_HEAD, *map(_row, who, every, joules)]), t("Costs as CSV"), "costs")


_HEAD = ("run", "title", "step", "quality", "low", "high", "seconds", "cpu_seconds", "flop", "joules", "joules_low",
         "joules_high", "method")


def _row(one: Chosen, mark: Mark, joules: Band) -> list[object]:
    spent = mark.spent
    return [one.run.id, one.run.title, spent.steps, mark.value, mark.low, mark.high, round(spent.seconds, 3),
            spent.cpu_seconds, spent.flops, joules.value, joules.low, joules.high, joules.method]


def _value(mark: Mark) -> str:
    if mark.low is None or mark.high is None:
        return f"{mark.value:.4g}"
    return t("{value:.4g} ({low:.4g} to {high:.4g})").format(value=mark.value, low=mark.low, high=mark.high)


def _missing(chosen: Sequence[Chosen], quality: Quality, every: Sequence[Mark]) -> None:
    """Which runs are not in the chart, and how their number is had."""
    there = {mark.place for mark in every}
    out = [(one, quality.line.cells[place]) for place, one in enumerate(chosen) if place not in there]
    elsewhere = [one for one, cell in out if any(why.what == "dataset" for why in cell.differences)]
    without = [one for one, _ in out if one not in elsewhere]
    if elsewhere:
        st.info(t("Not in the chart, for another dataset does not compare: {names}.").format(names=_names(elsewhere)),
                icon=":material/help:")
    if without and quality.live:
        st.info(t("Not in the chart, for they were not measured so while they trained: {names}.")
                .format(names=_names(without)), icon=":material/help:")
    elif without:
        st.info(t("Not in the chart, for they have no such number that compares: {names}. Measure it under equal "
                  "conditions:").format(names=_names(without)), icon=":material/help:")
        st.code("\n".join(_command(one, quality) for one in without), language="bash")


def _command(one: Chosen, quality: Quality) -> str:
    how = quality.line.conditions
    equal = "" if how is None else f" -n {how.n} --seed {how.seed}"
    return f"python -m genmodels evaluate {one.run.id} --metric {quality.line.metric}{equal}"


def _names(chosen: Sequence[Chosen]) -> str:
    return ", ".join(f"**{one.letter}** {one.run.title}" for one in chosen)
