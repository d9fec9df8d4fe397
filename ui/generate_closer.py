"""Generate: one sample large beside the training images nearest to it."""

from __future__ import annotations

import streamlit as st

from genmodels.errors import DataError
from genmodels.runs import Run
from ui import cached, real
from ui.drawn import drawn
from ui.generate_samples import Samples
from ui.text import t

NEIGHBOURS, PICTURE = 5, 52     # how many, and their width in pixels


def large(run: Run, samples: Samples, number: int) -> None:
    """The sample that was picked."""
    picture = samples.images[number]
    label = "" if samples.labels is None else f": {run.config.classes[int(samples.labels[number])]}"
    drawn(picture, t("Sample {n}").format(n=number + 1), t("Sample {n}").format(n=number + 1) + label)


def neighbours(run: Run, samples: Samples, number: int) -> None:
    """Whether the model has it by heart."""
    try:
        _nearest(run, samples, number)
    except DataError as error:     # drawing needs no data, so the page goes on without it
        st.info(str(error), icon=":material/cloud_off:")


def _nearest(run: Run, samples: Samples, number: int) -> None:
    name = real.dataset(run.config)
    train = cached.dataset(name)
    found = real.nearest(name, train).of(samples.images[number][None], NEIGHBOURS)
    st.markdown(t("**The {k} training images nearest to it**, of {n:,}").format(k=len(found.rows[0]), n=len(train)))
    with st.container(horizontal=True, gap="xsmall"):
        for row, distance in zip(found.rows[0], found.distances[0], strict=True):
            word = train.classes[train.labels[row]]
            drawn(train.images[row], t("Training image {row}, {word}").format(row=row, word=word),
                  f"{word} · {distance:.1f}", st.container(width=PICTURE), least=2 * PICTURE)
    st.caption(t("Distances are Euclidean, with pixels from 0 to 1. A distance near 0 would mean a copy."))
    real.notice(run.config, name)
