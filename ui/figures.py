"""Small pictures in a row, each with its title and its number: one element, which changes in place without flicker."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from genmodels.pictures import Pixels, png
from ui import show, theme

LEAST = 5     # rem, the least width of a picture; where the row is too narrow for that, it breaks
MOST = 17     # rem; larger ones only show larger pixels
EDGE = "border-radius:4px;width:100%;display:block;image-rendering:pixelated;"


class Figure(NamedTuple):
    """One picture, uint8 (C, H, W), (H, W) or (H, W, 3)."""

    picture: Pixels
    title: str
    note: str = ""      # below the title, such as its PSNR
    mark: str = ""      # for what is singled out, such as "★ best"; it also gets a frame
    alt: str = ""       # for a screen reader; the title when empty
    width: float = 1    # beside its neighbours


class Group(NamedTuple):
    """Figures that belong together, under a heading."""

    title: str
    figures: Sequence[Figure]


def row(groups: Sequence[Group], place: DeltaGenerator | None = None) -> None:
    """Groups side by side, pixels as squares."""
    body = "".join(_group(group) for group in groups)
    (place or st).html(f'<div style="display:flex;flex-wrap:wrap;gap:1rem 1.75rem;align-items:flex-start">{body}</div>')


def _group(group: Group) -> str:
    share = sum(figure.width for figure in group.figures)
    columns = " ".join(f"minmax(0,{figure.width:g}fr)" for figure in group.figures)
    heading = f'<div style="font-size:.8rem;opacity:.75;margin-bottom:.3rem">{escape(group.title)}</div>'
    room = f"flex:{share:g} 1 {share * LEAST:g}rem;min-width:0;max-width:{share * MOST:g}rem"
    return (f'<section style="{room}">{heading if group.title else ""}'
            f'<div style="display:grid;grid-template-columns:{columns};gap:.6rem;align-items:start">'
            + "".join(map(_figure, group.figures)) + "</div></section>")


def _figure(figure: Figure) -> str:
    colour = theme.palette().players[1]
    frame = f"outline:3px solid {colour};outline-offset:1px;" if figure.mark else ""
    mark = f' <b style="color:{colour};white-space:nowrap">{escape(figure.mark)}</b>' if figure.mark else ""
    note = f'<span style="opacity:.8">{escape(figure.note)}</span>' if figure.note else ""
    return (f'<figure style="margin:0;min-width:0"><img src="{_address(figure.picture)}" style="{EDGE}{frame}" '
            f'alt="{escape(figure.alt or figure.title)}">'
            f'<figcaption style="font-size:.8rem;line-height:1.35;margin-top:.35rem">{escape(figure.title)}'
            f"<br>{note}{mark}</figcaption></figure>")


def _address(picture: Pixels) -> str:
    plain = picture
    if picture.ndim == 3 and picture.shape[0] in (1, 3):
        plain = picture.transpose(1, 2, 0)                      # (C, H, W) -> (H, W, C)
    return show.inline(png(plain[..., 0] if plain.ndim == 3 and plain.shape[-1] == 1 else plain))
