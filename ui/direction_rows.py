"""Directions as rows: what justifies the name, pictures along the way, and where it can be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from genmodels import pictures
from genmodels.errors import UserError
from genmodels.pictures import Pixels
from genmodels.runs import Run
from ui.drawn import drawn
from ui.explore_code import Code
from ui.text import t

if TYPE_CHECKING:
    from genmodels.latent import Direction
    from genmodels.models.base import GenerativeModel

SPAN, TILES = 3.0, 7     # a strip goes this far both ways, in standard deviations; pictures in it
PICTURE = 72             # pixels, least width of one of them


@dataclass(frozen=True)
class Bench:
    """What the rows of a page are drawn with."""

    run: Run
    model: GenerativeModel
    code: Code                # (L,) the strips begin from
    label: int | None         # the class they are drawn as
    key: str                  # of the widgets
    plain: tuple[str, str]    # keys of two directions that are always there


def rows(bench: Bench, directions: Sequence[Direction], kept: bool = True) -> None:
    """One below the other; all strips are decoded in one batch. Those that are not `kept` have no buttons yet."""
    for direction, strip in zip(directions, strips(bench, directions), strict=True):
        words, picture = st.columns([5, 8], gap="medium", vertical_alignment="center")
        with words:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{_plain(direction.title)}**", width="stretch")
                if kept:
                    _uses(bench, direction)
            st.caption(justification(direction))
        drawn(strip, t("Pictures along {title}, from -3 to 3").format(title=direction.title), place=picture,
              least=TILES * PICTURE)


def justification(direction: Direction) -> str:
    """The rank correlation with its interval and n, and how the direction was found."""
    return " ".join(part for part in (_rank(direction), _sentence(_plain(direction.detail))) if part)


def strips(bench: Bench, directions: Sequence[Direction]) -> list[Pixels]:
    """Pictures from -3 to 3 along each direction, all else of the code as it is."""
    import torch

    from genmodels import sample

    if not directions:
        return []
    places, code = torch.linspace(-SPAN, SPAN, TILES), torch.from_numpy(bench.code)
    codes = torch.cat([direction.codes(code, places) for direction in directions])     # (D * TILES, L)
    images = sample.decode(bench.model, codes, bench.label)
    return [pictures.grid(images[i:i + TILES], TILES) for i in range(0, len(images), TILES)]


def _rank(direction: Direction) -> str:
    if direction.rank is None or direction.n is None or direction.attribute is None:
        return ""
    told = t("Rank correlation with {attribute} {rank:.2f} ({sure}).") if direction.named else t(
        "Unnamed: the attribute closest to it is {attribute} at {rank:.2f} ({sure}).")
    return told.format(attribute=_plain(direction.attribute), rank=direction.rank, sure=_sure(direction))


def _sure(direction: Direction) -> str:
    """n, and the interval where the rank is Spearman's."""
    from genmodels.latent import interval

    n = t("n = {n:,}").format(n=direction.n)
    if direction.group == "class":
        return n
    low, high = interval(direction.rank or 0.0, direction.n or 0)
    return t("95 % interval {low:.2f} to {high:.2f}").format(low=low, high=high) + f", {n}"


def _uses(bench: Bench, direction: Direction) -> None:
    for axis, icon, words in (("x", ":material/arrow_forward:", t("To the right on the pad")),
                              ("y", ":material/arrow_upward:", t("Upwards on the pad"))):
        if st.button("", icon=icon, key=f"{bench.key}-{axis}-{direction.key}", help=words, type="tertiary",
                     on_click=_to_pad, args=(axis, direction.key, bench.plain)):
            st.rerun()     # the pad may stand outside this fragment
    if direction.group == "own":
        if st.button("", icon=":material/delete:", key=f"{bench.key}-delete-{direction.key}", type="tertiary",
                     help=t("Delete this direction"), on_click=_forget, args=(bench.run, direction.key)):
            st.rerun()
    else:
        _keep(bench, direction)


def _keep(bench: Bench, direction: Direction) -> None:
    with st.popover("", icon=":material/bookmark_add:", help=t("Keep it under a name of your own"), type="tertiary",
                    key=f"{bench.key}-save-{direction.key}"):
        name_and_save(bench, direction, f"{bench.key}-own-{direction.key}", direction.title)


def name_and_save(bench: Bench, direction: Direction, key: str, suggestion: str = "") -> None:
    """A field for the name and a button; what cannot be kept is told, and the name stays in the field."""
    name = st.text_input(t("Name"), suggestion[:40], key=f"{key}-name", max_chars=40)
    if st.button(t("Save with the run"), icon=":material/bookmark_add:", type="primary", key=f"{key}-save"):
        try:
            save(bench.run, direction, name)
        except UserError as error:
            st.error(str(error), icon=":material/error:")
        else:
            st.rerun()


def save(run: Run, direction: Direction, name: str) -> None:
    """Keep the direction with the run; raises RunError for a name that does not fit."""
    vector = tuple(direction.vector.tolist())
    step = run.best() or run.checkpoints()[-1]
    detail = t("{found}, kept at step {step:,}").format(found=direction.detail, step=step)
    run.change_notes(lambda notes: notes.with_direction(name, vector, direction.scale, detail, step))


def _forget(run: Run, key: str) -> None:
    try:
        run.change_notes(lambda notes: notes.without_direction(key))
    except UserError as error:
        st.toast(str(error), icon=":material/error:")


def _to_pad(axis: str, key: str, plain: tuple[str, str]) -> None:
    """Both axes have to stand in the address; the other one keeps its direction, or becomes a plain one."""
    other = {"x": "y", "y": "x"}[axis]
    if st.query_params.get(other) in (None, "", key):
        st.query_params[other] = plain[key == plain[0]]
    st.query_params[axis] = key


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _plain(words: str) -> str:
    """Names that people gave are shown as they are, not as Markdown."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()<>#+-.!|~:$" else letter for letter in words)
