"""Generate: one sample large beside the training images nearest to it, and the walk from it to another one."""

from __future__ import annotations

import streamlit as st

from genmodels.errors import DataError
from genmodels.pictures import Pixels
from genmodels.runs import Run
from ui import cached, numbers, real, walks
from ui.drawn import drawn
from ui.generate_samples import Samples
from ui.text import t

NEIGHBOURS = 5


def large(run: Run, samples: Samples, number: int) -> None:
    """The sample, and whether the model has it by heart."""
    picture = samples.images[number]
    label = "" if samples.labels is None else f": {run.config.classes[int(samples.labels[number])]}"
    drawn(picture, t("Sample {n}").format(n=number + 1), t("Sample {n}").format(n=number + 1) + label)
    try:
        _neighbours(run, samples, number)
    except DataError as error:     # drawing needs no data, so the page goes on without it
        st.info(str(error), icon=":material/cloud_off:")


def _neighbours(run: Run, samples: Samples, number: int) -> None:
    name = real.dataset(run.config)
    train = cached.dataset(name)
    found = real.nearest(name, train).of(samples.images[number][None], NEIGHBOURS)
    st.markdown(t("**The {k} training images nearest to it**, of {n:,}").format(k=len(found.rows[0]), n=len(train)))
    for column, row, distance in zip(st.columns(NEIGHBOURS, gap="xsmall"), found.rows[0], found.distances[0],
                                     strict=False):
        word = train.classes[train.labels[row]]
        drawn(train.images[row], t("Training image {row}, {word}").format(row=row, word=word),
              f"{word} · {distance:.1f}", column, least=112)
    st.caption(t("Distances are Euclidean, with pixels from 0 to 1. A distance near 0 would mean a copy."))
    real.notice(run.config, name)


def walk(samples: Samples, number: int) -> None:
    """From the large sample to another one of the sheet; a conditional model keeps the class of the first."""
    n = len(samples.images)
    ends, film = st.columns([4, 8], gap="large")
    with ends:
        other = numbers.number(t("To sample"), 1, n, 2, key="to") - 1
        pair = st.container()
        frames = _frames(samples, number, other, walks.kind(), walks.steps())
    for column, end, frame in zip(pair.columns(2), (number, other), frames[[0, -1]], strict=True):
        drawn(frame, t("An end of the walk"), t("Sample {n}").format(n=end + 1), column)
    with film:
        walks.show_walk(frames, f"{samples.name}-walk-{number + 1}-{other + 1}",
                        t("Walk from sample {a} to {b}").format(a=number + 1, b=other + 1))


def _frames(samples: Samples, first: int, second: int, kind: walks.Kind, steps: int) -> Pixels:
    from genmodels import latent, sample

    codes = latent.walk(samples.codes[[first, second]], steps, kind)         # (steps, L)
    return sample.decode(samples.model, codes, None if samples.labels is None else int(samples.labels[first]))
