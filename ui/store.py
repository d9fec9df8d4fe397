"""The one store of runs that all pages and routes of this server share."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from genmodels.runs import RunStore, default_root


def store() -> RunStore:
    """The store over the root folder that the environment names now."""
    return _store(default_root())


@st.cache_resource(max_entries=4, show_spinner=False)
def _store(root: Path) -> RunStore:
    return RunStore(root)
