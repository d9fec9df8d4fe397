"""Small bar charts out of plain boxes: they change in place, where a chart would be mounted again each time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

import streamlit as st

from ui import theme
from ui.text import t

HEIGHT = 6.0     # rem
WIDTH = 3.2      # rem, of a column at most


def pairs(names: Sequence[str], one: Sequence[float], other: Sequence[float], first: str, second: str, *,
          marked: Collection[str] = (), mark: str = "") -> None:
    """Two shares for each name, side by side: the first filled, the second an outline. Marked names say so."""
    most = max([*one, *other, 1e-9])
    ink, colour = theme.palette().text, theme.palette().players[1]
    columns = "".join(
        _column(name, f"{name}: {first} {mine:.1%}, {second} {theirs:.1%}", mark if name in marked else "",
                _bar(mine / most, f"background:{colour}"), _bar(theirs / most, f"border:1px solid {ink};opacity:.55"))
        for name, mine, theirs in zip(names, one, other, strict=True))
    key = (f'<span style="display:inline-block;width:.7rem;height:.7rem;background:{colour}"></span> {escape(first)} '
           f'&nbsp; <span style="display:inline-block;width:.7rem;height:.7rem;border:1px solid {ink};opacity:.55">'
           f"</span> {escape(second)}")
    _chart(columns, len(names), key, t("{first} and {second} in each class").format(first=first, second=second))


def single(names: Sequence[str], values: Sequence[float], title: str) -> None:
    """One bar for each name."""
    most, colour = max([*values, 1e-9]), theme.palette().players[1]
    columns = "".join(_column(name, f"{name}: {value:.3g}", "", _bar(value / most, f"background:{colour}"))
                      for name, value in zip(names, values, strict=True))
    _chart(columns, len(names), escape(title), title)


def _chart(columns: str, n: int, key: str, told: str) -> None:
    st.html(f'<div role="img" aria-label="{escape(told)}" style="font-size:.75rem;max-width:{n * WIDTH}rem">'
            f'<div style="margin-bottom:.4rem">{key}</div><div style="display:flex;gap:2px">{columns}</div></div>')


def _column(name: str, told: str, mark: str, *bars: str) -> str:
    below = f'<b style="color:{theme.palette().players[0]}">{escape(mark)}</b>' if mark else ""
    return (f'<div title="{escape(told)}" style="flex:1;min-width:0;text-align:center;overflow:hidden">'
            f'<div style="height:{HEIGHT}rem;display:flex;align-items:flex-end;justify-content:center;gap:1px">'
            f'{"".join(bars)}</div><div style="text-overflow:ellipsis;overflow:hidden;white-space:nowrap">'
            f"{escape(name)}<br>{below}</div></div>")


def _bar(share: float, style: str) -> str:
    return f'<div style="flex:1;max-width:1.2rem;height:{100 * max(0.0, min(1.0, share)):.1f}%;{style}"></div>'
