"""A number in the address that picks one of many: a bound number input that survives when the many become fewer."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def number(label: str, first: int, last: int, default: int, key: str, help: str | None = None,
           on_change: Callable[[], None] | None = None) -> int:
    """The chosen number; one that is kept from a longer list becomes the last of this one."""
    kept = st.session_state.get(key)
    if isinstance(kept, int) and not first <= kept <= last:
        st.session_state[key] = min(max(kept, first), last)
    return int(st.number_input(label, first, last, min(max(default, first), last), key=key, bind="query-params",
                               help=help, on_change=on_change))
