"""Generate: a walk between pinned codes; it begins between the sample shown large and its neighbour on the sheet."""

from __future__ import annotations

import secrets

import numpy as np
import streamlit as st

from genmodels.runs import Run
from ui import walks
from ui.generate_samples import Samples
from ui.text import t


def draw(run: Run, samples: Samples, number: int) -> None:
    """The sample to pin, and the walk, which decodes in the page."""
    n = len(samples.images)
    start = np.stack([samples.code(number), samples.code((number + 1) % n)])
    now = walks.current(run, samples.model, start, samples.label(number))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        walks.pin(t("Pin sample {n}").format(n=number + 1), now, samples.code(number), "pin-sample")
        others = [secrets.randbelow(n) for _ in range(2)]
        walks.restart(t("Walk between two other samples"), now, np.stack([samples.code(i) for i in others]), "others")
    walks.draw(run, samples.model, now, follow=False)
