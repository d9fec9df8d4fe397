"""What the check of own pictures found, before anything is kept: numbers, warnings, before and after."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from genmodels.data.base import Pixels
from genmodels.data.check import Draft, Report
from ui import show, theme
from ui.text import t
from ui.words import count

LISTED = 200


def draw(draft: Draft) -> None:
    """Numbers first, then what to mind, then pictures."""
    report = draft.report
    with st.container(border=True):
        st.subheader(t("What the check found"))
        _numbers(report)
        _warnings(report)
        if report.counts:
            _classes(report)
        _lists(report)
    if report.previews:
        with st.container(border=True):
            _previews(draft)


def _numbers(report: Report) -> None:
    facts = {t("Pictures to use"): sum(report.counts.values()), t("Classes"): len(report.counts),
             t("Left out"): len(report.unreadable), t("Repeats, kept once"): len(report.repeats),
             t("Nearly empty"): len(report.empty)}
    for column, (label, value) in zip(st.columns(len(facts)), facts.items(), strict=True):
        column.metric(label, count(value))
    sizes = [f"{width} x {height} ({count(n)})" for (width, height), n in list(report.sizes.items())[:4]]
    if sizes:
        more = len(report.sizes) - len(sizes)
        others = t(" and {n} more").format(n=more) if more else ""
        st.caption(t("Sizes: {sizes}").format(sizes=", ".join(sizes)) + others)


def _warnings(report: Report) -> None:
    if report.uneven:
        small = min(report.counts, key=lambda name: report.counts[name])
        large = max(report.counts, key=lambda name: report.counts[name])
        st.warning(t("{large} has {ratio:.0f} times as many pictures as {small}: a model will hardly learn {small}. "
                     "Add pictures there, or leave some out.").format(large=large, small=small, ratio=report.imbalance),
                   icon=":material/balance:")
    if report.empty:
        st.warning(t("Pictures that show almost nothing once they are small: {n}. Their names are below.").format(
            n=count(len(report.empty))), icon=":material/visibility_off:")


def _classes(report: Report) -> None:
    figure = go.Figure(go.Bar(x=list(report.counts), y=list(report.counts.values()),
                              marker_color=theme.palette().players[1]))
    theme.style(figure).update_layout(height=220, xaxis_type="category",
                                      yaxis={"title": t("pictures"), "automargin": True})
    st.plotly_chart(figure, theme=None, key="own-classes", config={"displayModeBar": False},
                    alt=t("Number of pictures in each class"))


def _lists(report: Report) -> None:
    _list(t("Left out, and why"), [f"{one.name}: {one.reason}" for one in report.unreadable])
    _list(t("Repeats"), [t("{name} is the same as {first}").format(name=name, first=first)
                         for name, first in report.repeats])
    _list(t("Nearly empty"), list(report.empty))


def _list(title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    with st.expander(f"{title} ({count(len(lines))})"):
        st.code("\n".join(lines[:LISTED]) + ("\n…" if len(lines) > LISTED else ""), language=None, wrap_lines=True)


def _previews(draft: Draft) -> None:
    size = draft.how.image.size
    st.subheader(t("What the network will see"))
    st.caption(t("Above the picture as it came, below the {size} x {size} pixels that are left of it.").format(
        size=size))
    for column, preview in zip(st.columns(8), draft.report.previews, strict=False):
        with column:
            st.image(show.inline(show.crisp(_squared(preview.before), 120)), width="stretch",
                     alt=t("{name} as it came").format(name=preview.name))
            st.image(show.inline(show.crisp(preview.after, 120)), width="stretch", caption=preview.name,
                     alt=t("{name} as the network sees it").format(name=preview.name))


def _squared(image: Pixels) -> Pixels:
    """On a square of the panel's colour, so that a row of pictures keeps its line -> (3, S, S)."""
    _, height, width = image.shape
    side = max(height, width)
    panel = [int(theme.palette().panel[i:i + 2], 16) for i in (1, 3, 5)]
    square = np.tile(np.array(panel, np.uint8)[:, None, None], (1, side, side))
    top, left = (side - height) // 2, (side - width) // 2
    square[:, top:top + height, left:left + width] = image
    return square
