"""One of a few or of many, whose choice stands in the address under its own name, whatever the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.text import t


def pick(label: str, options: Mapping[str, str], key: str, default: str) -> str:
    """The chosen name among `options`, name -> what is read. An address that names none of them means the default."""
    _adopt(options, key, default)
    st.pills(label, list(options), key=key, required=True, wrap=True, on_change=_to_address, args=(key, default),
             format_func=lambda name: t(options.get(name, name)))
    return str(st.session_state[key])


def select(label: str, options: Mapping[str, str], key: str) -> str:
    """The same as a list that unfolds, of labels as they stand; the default is the first."""
    default = next(iter(options))
    _adopt(options, key, default)
    st.selectbox(label, list(options), key=key, on_change=_to_address, args=(key, default),
                 format_func=lambda name: options.get(name, name))
    return str(st.session_state[key])


def _adopt(options: Mapping[str, str], key: str, default: str) -> None:
    """The address is the truth, the widget follows it."""
    wanted = st.query_params.get(key)
    st.session_state[key] = wanted if wanted in options else default


def _to_address(key: str, default: str) -> None:
    chosen = st.session_state[key]
    if chosen == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = str(chosen)
