"""Which runs are compared: chosen by search, kept in the address as `?runs=a,b`, each with a mark that stays its own.

A run's mark is its place in the address. Where a run is taken out its place stays empty (`?runs=a,,c`), so that the
others keep their letters and colours.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import streamlit as st

from genmodels.runs import Run
from ui import frame
from ui.run_marks import LETTERS, swatch
from ui.store import store
from ui.text import t

MOST = len(LETTERS)
OFFERED = 4      # runs that are compared before anybody has chosen
KEY = "compared"


class Chosen(NamedTuple):
    """A run and its place among the marks: its letter, colour and dashes."""

    run: Run
    place: int

    @property
    def letter(self) -> str:
        return LETTERS[self.place]


def choose() -> list[Chosen]:
    """The runs the address names, in their places; without any in it, a few that have something in common."""
    readable = {run.id: run for run in store().runs() if run.problem is None}
    if not readable:
        frame.nothing_yet(t("Nothing to compare yet. Train two models first; each takes half a minute."))
    places = _places(readable)
    st.session_state[KEY] = [name for name in places if name]     # the address is the truth, the widget follows it
    labels = {name: label(run) for name, run in readable.items()}
    st.multiselect(t("Runs"), list(labels), key=KEY, max_selections=MOST, on_change=_to_address, args=(places,),
                   format_func=lambda name: labels.get(name, name), label_visibility="collapsed", wrap=True,
                   placeholder=t("Choose two to eight runs: type a title, a model or a dataset"))
    chosen = [Chosen(readable[name], place) for place, name in enumerate(places) if name]
    if len(chosen) < 2:
        st.info(t("Choose one more run to compare with.") if chosen else t("Choose two runs to compare."),
                icon=":material/playlist_add:")
    return chosen


def legend(chosen: list[Chosen]) -> None:
    """What each run's letter, colour and dashes are, on this page throughout."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run-links-compared"):
        for one in chosen:
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
                st.html(swatch(one.place), width="content")
                st.page_link("watch.py", label=one.run.title, query_params={"run": one.run.id}, help=one.run.id)
                if one.run.state != "finished":
                    frame.badge(one.run)


def label(run: Run) -> str:
    """What the search looks through: title, model and dataset."""
    what = f"{run.config.model} on {run.config.dataset}"
    return frame.label(run) if what in run.title else f"{frame.label(run)} · {what}"


def beside(run: Run) -> str:
    """The address of a comparison that begins with this run: with the newest other one on its dataset."""
    others = [other.id for other in store().runs()
              if other.problem is None and other.id != run.id and other.config.dataset == run.config.dataset]
    return ",".join([run.id, *others[:1]])


def _places(readable: dict[str, Run]) -> list[str]:
    """A run's id for each place, "" for an empty one; says what it had to leave out."""
    wanted = st.query_params.get("runs")
    if wanted is None:
        places = _offered(list(readable.values()))
        st.query_params["runs"] = ",".join(places)
        return places
    names = [name.strip() for name in wanted.split(",")]
    strangers = list(dict.fromkeys(name for name in names if name and name not in readable))
    places = [name if name in readable and name not in names[:i] else "" for i, name in enumerate(names)]
    if strangers:
        st.warning(_left_out(strangers), icon=":material/link_off:")
    if any(places[MOST:]):
        st.warning(t("At most {most} runs are compared at once; the others in the address are left out.")
                   .format(most=MOST), icon=":material/link_off:")
    return places[:MOST]


def _left_out(strangers: list[str]) -> str:
    named = ", ".join(repr(name[:60]) for name in strangers[:MOST])
    return t("Left out, for they are not here or cannot be read: {named}.").format(named=named)


def _offered(runs: list[Run]) -> list[str]:
    """Runs on the dataset that most of the shipped ones share, else of all; the oldest first, as they were shipped."""
    among = [run for run in runs if run.shipped] or runs
    common, _ = Counter(run.config.dataset for run in among).most_common(1)[0]
    same = [run.id for run in reversed(among) if run.config.dataset == common]
    return same[:OFFERED] if len(same) > 1 else [run.id for run in among[:OFFERED]]


def _to_address(places: list[str]) -> None:
    """Those that stay keep their places, new ones take the first that are empty."""
    wanted = [name for name in st.session_state[KEY] if isinstance(name, str)]
    kept = [name if name in wanted else "" for name in places]
    for name in wanted:
        if name in kept:
            continue
        if "" in kept:
            kept[kept.index("")] = name
        else:
            kept.append(name)
    st.query_params["runs"] = ",".join(kept[:MOST]).rstrip(",")
