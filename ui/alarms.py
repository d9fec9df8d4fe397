"""Alarm cards on Watch: what was seen, why it matters, what to try. They stand outside the polling fragment.

The fragment looks how many rows there are, and has the page drawn again when there is one more.
"""

from __future__ import annotations

import streamlit as st

from genmodels.runs import Run
from genmodels.runs.episodes import Row, episodes, severity
from ui import models, remedies
from ui.evidence import picture
from ui.text import t
from ui.words import count

NEWEST = 2      # cards that stand open
SIGNS = {       # severity -> icon, word, colour of the badge
    "stopped": (":material/error:", "stopped the run", "red"),
    "open": (":material/warning:", "alarm", "orange"),
    "over": (":material/check_circle:", "over", "green"),
    "note": (":material/info:", "note", "blue"),
}


def cards(run: Run) -> None:
    """The alarms of the run, the newest first; without any, what would be looked for."""
    told = episodes(run.alarms())
    shown = _foremost(told)
    for number, row in shown:
        _card(run, number, row)
    if len(told) > len(shown):
        with st.expander(t("Earlier alarms: {n}").format(n=len(told) - len(shown)), icon=":material/history:"):
            for number, row in told:
                if (number, row) not in shown:
                    _card(run, number, row)
    _watched(run, bool(told))


def _foremost(told: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """The newest ones, each of another kind: what comes again and again need not stand there twice."""
    kinds = {row.get("kind"): (number, row) for number, row in reversed(told)}
    return sorted(kinds.values(), key=lambda one: one[0], reverse=True)[:NEWEST]


def _card(run: Run, number: int, row: Row) -> None:
    plot = picture(row.get("plot") or {})
    with st.container(border=True, key=f"alarm-{run.id}-{number}"):
        words, beside = st.columns([5, 3], gap="medium", vertical_alignment="center")
        with words:
            _words(row)
            remedies.buttons(run, number, row)
        if plot:
            beside.html(plot)


def _words(row: Row) -> None:
    icon, word, colour = SIGNS[severity(row)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(t(word), icon=icon, color=colour)     # type: ignore[arg-type]
        st.markdown(f"**{t(str(row.get('kind', '')).capitalize())}** · {_when(row)}", width="content")
    st.markdown(f"**{row.get('what', '')}** {row.get('evidence', '')}")
    st.caption(" ".join(filter(None, (t(str(row.get("why") or "")), t(str(row.get("advice") or ""))))))


def _when(row: Row) -> str:
    began = t("step {step}").format(step=count(row.get("step", 0)))
    if row.get("ended") is None:
        return began
    return t("{began}, over since step {step}").format(began=began, step=count(row["ended"]))


def _watched(run: Run, alarmed: bool) -> None:
    rules = models.rules(run)
    first = t("No alarm so far: {n} rules watch this run") if not alarmed else t("{n} rules watch this run")
    with st.expander(first.format(n=len(rules)), icon=":material/stethoscope:"):
        st.markdown("\n".join(f"- **{t(rule.title)}**: {t('looks at')} {t(rule.looks_at)}; "
                              f"{t('says so when')} {t(rule.says_when)}." for rule in rules))
