"""Real images beside a model's: those it was trained on, or the nearest kin that lies on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from genmodels import data
from genmodels.config import RunConfig
from genmodels.data.base import ImageSet
from ui import cached
from ui.text import t

if TYPE_CHECKING:
    from genmodels.nearest import NearestImages


def dataset(config: RunConfig) -> str:
    """The run's dataset; while it is not on this machine, one of the same format and classes that is.

    A shipped model can so be explored at once, without a download. Raises DataError when the dataset is gone.
    """
    card = data.find(config.dataset)
    if card.here():
        return card.name
    kin = (other.name for other in data.datasets().values()
           if (other.image, other.classes) == (card.image, card.classes) and other.here())
    return next(kin, card.name)


def notice(config: RunConfig, name: str) -> None:
    """Say so when the real images on the page are not the ones the model learned from."""
    if name == config.dataset:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("{wanted} is not on this machine yet: the real images on this page are from {stand_in}.").format(
            wanted=data.find(config.dataset).title, stand_in=data.find(name).title))
        if st.button(t("Download it"), key="download-dataset", type="tertiary", icon=":material/download:"):
            cached.dataset(config.dataset)
            st.rerun()


def nearest(name: str, images: ImageSet) -> NearestImages:
    """The index of nearest images over a dataset's training split, kept as long as the images are."""
    return _nearest(name, id(images), images)


@st.cache_resource(max_entries=3, show_spinner=False)
def _nearest(name: str, identity: int, _images: ImageSet) -> NearestImages:
    from genmodels.nearest import NearestImages

    return NearestImages(_images.images)
