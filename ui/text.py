"""Every text a person reads goes through `t`, so that a second language is a catalogue and not a rewrite."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

import streamlit as st

CATALOGUES = Path(__file__).parent / "locale"     # <language>/LC_MESSAGES/genlab.mo


def t(text: str) -> str:
    """`text` in the reader's language: `?lang=` first, then the browser's; English where no catalogue knows it."""
    return _catalogue(_language()).gettext(text)


def _language() -> str:
    return str(st.query_params.get("lang") or st.context.locale or "en")[:16]


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("genlab", CATALOGUES, languages=[language, language.split("-")[0]], fallback=True)
