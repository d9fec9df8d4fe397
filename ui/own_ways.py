"""A direction of one's own: from a code that was marked to the one that is shown now."""

from __future__ import annotations

import streamlit as st

from ui import explore_code
from ui.direction_rows import Bench, name_and_save, rows
from ui.explore_code import Code
from ui.text import t

LEAST = 0.05     # length of a way that still says where it goes


def draw(bench: Bench) -> None:
    """Mark, move in the studio, save the way. The mark stands in the address, `?start=`."""
    st.markdown(t("**A way of your own**: mark the shown code as the start, move somewhere else in the studio, and "
                  "save the way from there to here."))
    start = _marked(bench)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button(t("Start from the shown code"), icon=":material/flag:", key=f"{bench.key}-mark", on_click=_mark,
                     args=(bench.code,)):
            st.rerun()
        st.button(t("Look where I am now"), icon=":material/refresh:", key=f"{bench.key}-look",
                  help=t("The strips are drawn again from the code the studio shows."))
    if start is not None:
        _way(bench, start)


def _way(bench: Bench, start: Code) -> None:
    import torch

    from genmodels.latent import Direction

    gap = torch.from_numpy(bench.code - start)
    length = float(gap.norm())
    if length < LEAST:
        st.info(t("The start is marked. Move away from it in the studio, then look again."), icon=":material/flag:")
        return
    way = Direction("own-way", t("from the start to here"), "own", gap / length, 1.0,
                    t("a way walked by hand, {length:.2f} long").format(length=length))
    rows(bench, (way,), kept=False)
    with st.container(width=360):
        name_and_save(bench, way, f"{bench.key}-way")


def _marked(bench: Bench) -> Code | None:
    text = st.query_params.get("start")
    return None if text is None else explore_code.unpack(text, bench.model.latent_dim)


def _mark(code: Code) -> None:
    st.query_params["start"] = explore_code.pack(code)
