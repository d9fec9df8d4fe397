"""One of a few, as pills whose choice stands in the address under its own name, whatever the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.text import t


def pick(label: str, options: Mapping[str, str], key: str, default: str) -> str:
    """The chosen name among `options`, name -> what is read. An address that names none of them means the default."""
    wanted = st.query_params.get(key)
    st.session_state[key] = wanted if wanted in options else default     # the address is the truth
    st.pills(label, list(options), key=key, required=True, wrap=True, on_change=_to_address, args=(key, default),
             format_func=lambda name: t(options.get(name, name)))
    return str(st.session_state[key])


def _to_address(key: str, default: str) -> None:
    chosen = st.session_state[key]
    if chosen == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = str(chosen)
