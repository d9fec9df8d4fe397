"""Decoders on the way to the browser: the portable program of a run's weights, packed once for all visitors."""

from __future__ import annotations

import streamlit as st

from genmodels.runs import Run
from ui import cached
from ui.packed import pack


def blob(run: Run, step: int | None = None) -> bytes:
    """Packed (ui/packed.py): the header of genmodels.portable.Program and its arrays, for the best weights or those of
    a kept step. Raises NotPortable for a decoder that the browser cannot carry out, RunError for weights not there."""
    return _blob(str(run.folder), step, cached.stamp(run), run)


@st.cache_resource(max_entries=32, show_spinner=False)
def _blob(folder: str, step: int | None, stamp: tuple[tuple[str, int], ...], _run: Run) -> bytes:
    from genmodels.portable import program

    drawn = program(cached.model(_run) if step is None else cached.kept_model(_run, step))
    return pack(drawn.header(), drawn.arrays())
