"""The upper part of the Data page: which dataset, its card, a random grid of its images."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from genmodels import data, pictures
from genmodels.data.base import Dataset, ImageSet, PointSet, Split
from genmodels.scatter import scatter
from ui import show
from ui.text import t
from ui.words import count

COLUMNS, ROWS = 12, 6
DOTS = 5000
ALL = "all"


def which() -> str:
    """`look` or `own`: the two halves of the page."""
    titles = {"look": t("Datasets"), "own": t("Your own pictures")}
    return _linked("view", t("View"), titles, "look", st.segmented_control)


def choose() -> Dataset:
    """The dataset that the address names, or the best at hand, with a row of names to choose from."""
    cards = data.datasets()
    return cards[_linked("dataset", t("Dataset"), {name: card.title for name, card in cards.items()},
                         data.best_at_hand(), st.pills)]


def card(chosen: Dataset) -> None:
    """What it is, where it comes from, under which licence, how its files are known."""
    st.subheader(chosen.title)
    st.markdown(t(chosen.summary))
    st.markdown("\n".join(f"- **{label}:** {text}" for label, text in {
        t("Points") if chosen.image.points else t("Images"): t("{train} to train on, {held_out} held out").format(
            train=count(chosen.sizes["train"]), held_out=count(chosen.sizes["held-out"])),
        t("Size"): _size(chosen),
        t("Classes"): t("{n}: {names}").format(n=len(chosen.classes), names=_names(chosen.classes)),
        t("Source"): t(chosen.source), t("Licence"): t(chosen.licence)}.items()))
    _checksums(chosen)
    if st.button(t("Train on it"), icon=":material/model_training:", key="train-on-it"):
        st.switch_page("train.py", query_params={"dataset": chosen.name})


def split(chosen: Dataset) -> Split:
    """Which split to look at; nothing to choose before the dataset is here."""
    if not chosen.here():
        return "train"
    titles: dict[Split, str] = {"train": t("To train on"), "held-out": t("Held out")}
    return st.segmented_control(t("Split"), list(titles), default="train", required=True, key="data-split",
                                format_func=titles.__getitem__, label_visibility="collapsed") or "train"


def random_grid(chosen: Dataset, images: ImageSet) -> None:
    """Some images by chance, of all classes or one; the seed makes a view repeatable."""
    one, two, three = st.columns([3, 2, 2], vertical_alignment="bottom")
    with one:
        options = [ALL, *chosen.classes]
        wanted = st.selectbox(t("Class"), options, key=f"class-{chosen.name}",
                              format_func=lambda name: t("All classes") if name == ALL else name)
    with two:
        seed = st.number_input(t("Seed"), 0, 99_999, key="data-seed")
    with three:
        st.button(t("Another"), icon=":material/casino:", key="data-another", on_click=_another, width="stretch")
    rows = np.arange(len(images)) if wanted == ALL else np.flatnonzero(images.labels == chosen.classes.index(wanted))
    if not len(rows):
        st.info(t("This split has no image of the class {name}.").format(name=wanted))
        return
    picked = np.random.default_rng(seed).permutation(rows)[:COLUMNS * ROWS]
    st.image(show.inline(show.crisp(pictures.grid(images.images[picked], COLUMNS, gap=1), 1000)), width="stretch",
             alt=t("{n} random images of {title}").format(n=len(picked), title=chosen.title))


def plane(chosen: Dataset, points: PointSet) -> None:
    """Points have no pictures of their own: the plane with some of them is one."""
    some = points.points[:DOTS]
    st.image(show.inline(show.crisp(scatter(some), 700)), width="stretch",
             alt=t("{n} points of {title} in the plane").format(n=len(some), title=chosen.title))
    st.caption(t("{n} points; both coordinates go from -1 to 1.").format(n=count(len(some))))


def _size(chosen: Dataset) -> str:
    if chosen.image.points:
        return t("points of a plane, two coordinates each")
    channels = t("grey") if chosen.image.channels == 1 else t("colour")
    return f"{chosen.image.size} x {chosen.image.size}, {channels}"


def _linked(name: str, label: str, titles: dict[str, str], default: str, row: Callable[..., object]) -> str:
    """A row of choices whose value lives in the address; a stranger there is told and replaced by the default."""
    wanted = st.query_params.get(name)
    if wanted is not None and wanted not in titles:
        st.warning(t("There is no {name} {wanted!r} here; this is the default.").format(name=name, wanted=wanted[:60]),
                   icon=":material/link_off:")
    key = f"data-{name}"
    st.session_state[key] = wanted if wanted in titles else default
    row(label, list(titles), key=key, required=True, format_func=lambda value: titles.get(value, value),
        label_visibility="collapsed", on_change=_to_url, args=(name, key))
    return wanted if wanted is not None and wanted in titles else default


def _to_url(name: str, key: str) -> None:
    st.query_params[name] = st.session_state[key]


def _another() -> None:
    st.session_state["data-seed"] = (st.session_state["data-seed"] + 1) % 100_000


def _names(classes: Sequence[str]) -> str:
    shown = ", ".join(classes[:12])
    return shown if len(classes) <= 12 else f"{shown}, …"


def _checksums(chosen: Dataset) -> None:
    if not chosen.checksums:
        st.caption(t("Drawn by program, so there is no file to check."))
        return
    with st.expander(t("Checksums (SHA-256)")):
        if any(part.endswith("gzip") for part in chosen.checksums):
            st.caption(t("Of the packed files: no checksum of the unpacked ones is published. The number of images in "
                         "each class is counted as well."))
        st.code("\n".join(f"{part}\n  {sha256}" for part, sha256 in chosen.checksums.items()), language=None,
                wrap_lines=True)
