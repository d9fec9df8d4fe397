"""Decoders on the way to the browser: the portable program of a run's weights, packed once for all visitors."""

from __future__ import annotations

import streamlit as st

from genmodels.errors import NotPortable
from genmodels.runs import Run
from ui import cached
from ui.packed import pack


def blob(run: Run, step: int | None = None) -> bytes:
    """Packed (ui/packed.py): header and arrays of genmodels.portable.Program, for the best weights or those of a kept
    step; for a decoder that the browser cannot carry out, {refused: why}. Raises RunError for weights not there."""
    return _blob(str(run.folder), step, cached.stamp(run), run)


@st.cache_resource(max_entries=32, show_spinner=False)
def _blob(folder: str, step: int | None, stamp: tuple[tuple[str, int], ...], _run: Run) -> bytes:
    from genmodels.portable import program

    try:
        drawn = program(cached.model(_run) if step is None else cached.kept_model(_run, step))
    except NotPortable as error:
        return pack({"refused": str(error)}, {})
    return pack(drawn.header(), drawn.arrays())
