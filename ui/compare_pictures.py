"""What the compared runs drew, at moments that match."""

from __future__ import annotations

import streamlit as st

from ui import linked
from ui.compare_runs import Chosen
from ui.components.sides import sides
from ui.text import t

KINDS = {"samples": "Samples", "reconstructions": "Held-out images drawn again"}
VIEWS = {"all": "Beside each other", "swipe": "Swipe", "blink": "In turn"}
BY = {"share": "Share of training", "step": "Steps", "seconds": "Seconds"}


def draw(chosen: list[Chosen]) -> None:
    """Samples or reconstructions under one scrubber."""
    if not chosen:
        return
    with st.container(horizontal=True, gap="large"):
        kind = linked.pick(t("Pictures"), KINDS, "pictures", "samples")
        by = linked.pick(t("Same moment means the same"), BY, "moment", "share")
        view = "all"
        if kind == "samples" and len(chosen) > 1:
            view = linked.pick(t("View"), VIEWS, "view", "all")
    if kind == "samples":
        st.caption(_codes(chosen))
        sides(chosen, kind=kind, by=by, view=view)
        return
    encoding = [one for one in chosen if kind in _kinds(one)]
    st.caption(_same_images([one.letter for one in chosen if one not in encoding]))
    if encoding:
        sides(encoding, kind=kind, by=by, view=view)


def _kinds(one: Chosen) -> set[str]:
    steps = one.run.snapshots()
    return set(one.run.snapshot(steps[-1])) if steps else set()


def _codes(chosen: list[Chosen]) -> str:
    """Is the same place in each grid the same code? Which runs share theirs, if not."""
    from genmodels.compare.codes import sharing  # imports torch

    groups = sharing([one.run.config for one in chosen])
    if len(groups) == 1:
        codes = next(iter(groups))
        return t("All draw from the same codes of {size} numbers (seed {seed}): a place in one grid is the same code "
                 "in every other.").format(size=codes.size, seed=codes.seed)
    parts = [t("{letters}: {size} numbers, seed {seed}").format(
        letters=", ".join(chosen[i].letter for i in places), size=codes.size, seed=codes.seed)
        for codes, places in groups.items()]
    return t("Not all draw from the same codes, so a place in the grids only corresponds where size and seed agree. "
             "{parts}.").format(parts=" · ".join(parts))


def _same_images(without: list[str]) -> str:
    words = t("The same held-out images for all runs on a dataset.")
    if without:
        words += " " + t("{letters} left none: only models that encode images draw them again.").format(
            letters=", ".join(without))
    return words
