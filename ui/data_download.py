"""Get a split: at once when it is here, else by a download that shows how far it is and can be stopped."""

from __future__ import annotations

import streamlit as st

from genmodels.data.base import Dataset, ImageSet, Split
from genmodels.errors import DataError
from ui import cached
from ui.text import t


def get(card: Dataset, split: Split) -> ImageSet | None:
    """The images; None while they are not on this machine, with what to do about it."""
    if not card.here():
        _offer(card)
        return None
    try:
        return cached.dataset(card.name, split)
    except DataError as error:
        st.error(str(error), icon=":material/error:")
        return None


def _offer(card: Dataset) -> None:
    st.info(t("{title} is not on this machine yet. It is downloaded once, checked, and kept in the cache.").format(
        title=card.title), icon=":material/cloud_download:")
    if st.button(t("Download {title}").format(title=card.title), type="primary", icon=":material/download:",
                 key=f"download-{card.name}"):
        _download(card)


def _download(card: Dataset) -> None:
    # A click on Stop runs the page anew: Streamlit ends this script at its next progress, and nothing is kept.
    stop = st.empty()
    stop.button(t("Stop the download"), icon=":material/close:", key="stop-download")
    bar = st.progress(0.0, t("Asking the mirrors ..."))
    try:
        card.read("train", lambda share, words: _show(bar, share, words))
    except DataError as error:
        bar.empty()
        stop.empty()
        st.error(str(error), icon=":material/cloud_off:")
        st.button(t("Look at MNIST-5k"), icon=":material/photo_library:", key="use-mnist-5k",
                  on_click=_use_what_is_here)
    else:
        st.rerun()


def _use_what_is_here() -> None:
    st.query_params["dataset"] = "mnist-5k"


def _show(bar: st.delta_generator.DeltaGenerator, share: float, words: str) -> None:
    bar.progress(min(max(share, 0.0), 1.0), f"{words} · {share:.0%}")
