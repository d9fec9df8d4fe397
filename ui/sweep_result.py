"""How a sweep came out: how far it is, a number as curve or map over the settings, each run, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from genmodels import worker
from genmodels.errands import sweeping
from genmodels.sweep import Outcome, Sweep, go_on, outcomes, stop
from ui import compare_files, frame, sweep_chart
from ui.compare_runs import MOST
from ui.store import store
from ui.text import t
from ui.words import UNKNOWN, count

if TYPE_CHECKING:
    from genmodels.compare.numbers import Line
    from genmodels.sweep.table import Point

GONE = ("stopped", "lost", "not started")


def draw(sweep: Sweep) -> None:
    """Looks again every two seconds while something is at work, and not at all otherwise."""
    found = outcomes(store(), sweep)
    at_work = any(not one.ended and one.run is not None for one in found)
    if at_work:
        worker.ensure_launcher(store().root)     # after a restart of the machine nobody serves the queue but him
    st.fragment(_progress, run_every=2.0 if at_work else None)(sweep, _ended(found))
    _buttons(sweep, found, at_work)
    from genmodels.sweep.table import measured, sweep_sheet  # imports torch

    lines = measured(found)
    if lines:
        _numbers(sweep, found, lines)
    else:
        st.caption(t("The first numbers come when the first run has finished."))
    _runs(found)
    compare_files.button(sweep_sheet(found, lines), t("Sweep as CSV"), "sweep")


def _progress(sweep: Sweep, drawn: int) -> None:
    found = outcomes(store(), sweep)
    ended, failed = _ended(found), sum(one.state == "failed" for one in found)
    if ended != drawn:
        st.rerun()
    words = t("{ended} of {all} ended").format(ended=ended, all=len(found))
    if failed:
        words += " · " + t("{n} failed").format(n=failed)
    st.progress(sum(_share(one) for one in found) / len(found), text=words)


def _share(one: Outcome) -> float:
    """Of the run's way."""
    if one.ended or one.run is None:
        return 1.0 if one.ended else 0.0
    status = one.run.status
    return min(1.0, status.step / status.steps) if status.steps else 0.0


def _ended(found: Sequence[Outcome]) -> int:
    return sum(one.ended for one in found)


def _buttons(sweep: Sweep, found: Sequence[Outcome], at_work: bool) -> None:
    runs = [one.run.id for one in found if one.run is not None]
    with st.container(horizontal=True, vertical_alignment="center"):
        if at_work and st.button(t("Stop the rest"), icon=":material/stop_circle:", key="stop-sweep"):
            with frame.sentences():
                stop(store(), sweep)
                st.rerun()
        if not at_work and any(one.state in GONE for one in found) and st.button(
                t("Go on"), icon=":material/play_arrow:", key="resume-sweep", type="primary"):
            with frame.sentences():
                go_on(store(), sweep)
                st.rerun()
        if len(runs) > 1:
            st.page_link("compare.py", label=t("Compare its first {n} runs").format(n=min(MOST, len(runs))),
                         icon=":material/compare_arrows:", query_params={"runs": ",".join(runs[:MOST])})


def _numbers(sweep: Sweep, found: Sequence[Outcome], lines: Sequence[Line]) -> None:
    from genmodels.sweep.table import left_out, points

    known = {line.metric: line for line in lines}
    left, right = st.columns([3, 2], vertical_alignment="bottom", gap="medium")
    with left:
        line = known[_pick(known)]
    with right:
        _measure(sweep, known)
    there = points(found, line)
    (sweep_chart.curve if len(sweep.plan.over) == 1 else sweep_chart.plane)(sweep, there, line)
    st.caption(_explained(there, line))
    _table(sweep, there, line)
    if apart := left_out(line):
        st.caption(t("{n} numbers were got in another way and are left out.").format(n=apart))


def _pick(known: dict[str, Line]) -> str:
    wanted = st.query_params.get("number")
    st.session_state["number"] = wanted if wanted in known else next(iter(known))
    return str(st.selectbox(t("Number"), list(known), key="number", on_change=_to_address,
                            format_func=lambda name: t(known[name].title) if name in known else name))


def _to_address() -> None:
    st.query_params["number"] = st.session_state["number"]


def _explained(there: Sequence[Point], line: Line) -> str:
    n = max((point.spread.n for point in there if point.spread is not None), default=0)
    better = {"lower": t("Lower is better."), "higher": t("Higher is better."), "as real": t("Best as real images.")}
    how = t("One training for each value: no interval, and a difference may be chance.") if n < 2 else t(
        "Intervals are of 95 % over up to {n} trainings, by Student's t because they are fewer than eight.").format(n=n)
    conditions = line.conditions
    got = "" if conditions is None else t("Each number over n = {n}, seed {seed}.").format(
        n=count(conditions.n), seed=conditions.seed)
    return " ".join(filter(None, (better.get(line.better, ""), how, got)))


def _table(sweep: Sweep, there: Sequence[Point], line: Line) -> None:
    from genmodels.sweep.plan import worded

    table = {name: [worded(point.values[name]) for point in there] for name in sweep.plan.names}
    table[f"{t(line.title)} ({t(line.unit)})"] = [_mean(point) for point in there]
    table[t("Trainings")] = [t("{n} of {all}").format(n=len(point.seeds), all=point.planned) for point in there]
    st.table(table, border="horizontal", hide_index=True, width="content")


def _mean(point: Point) -> str:
    if point.spread is None:
        return UNKNOWN
    mean, low, high, _ = point.spread
    return f"{mean:.4g}" if low is None or high is None else f"{mean:.4g} ({low:.4g} to {high:.4g})"


def _measure(sweep: Sweep, known: dict[str, Line]) -> None:
    """Another number for all runs, by a process of its own."""
    errand = sweeping.measuring(store().root, sweep.id)
    if errand.word().at_work:
        st.fragment(_watch, run_every=1.0)(sweep)
        return
    from genmodels.metrics import METRICS

    offered = [name for name in METRICS if name not in known]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(t("Another number"), offered, offered.index("kid") if "kid" in offered else 0,
                            key="measure", format_func=lambda name: t(METRICS[name].title))
        if st.button(t("Measure it"), icon=":material/straighten:", key="measure-sweep"):
            with frame.sentences():
                sweeping.start(store().root, sweep.id, str(name))
                st.rerun()
    if errand.word().state == "failed":
        st.warning(errand.word().words, icon=":material/error:")


def _watch(sweep: Sweep) -> None:
    word = sweeping.measuring(store().root, sweep.id).word()
    if not word.at_work:
        st.rerun()
    st.progress(word.share, text=word.words)


def _runs(found: Sequence[Outcome]) -> None:
    """Every run with its state; what failed says why."""
    from genmodels.sweep.plan import described

    for one in found:
        if one.state == "failed":
            st.error(f"{described(one.entry.values)}, seed {one.entry.seed}: {one.error}", icon=":material/error:")
    with st.expander(t("All runs ({n})").format(n=len(found))):
        for one in found:
            words = f"{described(one.entry.values)} · seed {one.entry.seed}"
            with st.container(horizontal=True, vertical_alignment="center"):
                if one.run is None:
                    st.caption(f"{words} · {t(one.state)}")
                else:
                    st.page_link("watch.py", label=words, query_params={"run": one.run.id})
                    frame.badge(one.run)
