"""Explore: A - B + C on images: what tells A from B is added to C, in codes, not in pixels."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from genmodels.pictures import Pixels
from ui import explore_images, figures, real
from ui.explore_space import Space
from ui.figures import Figure, Group
from ui.image_source import Shown, choose
from ui.text import t

NEIGHBOURS = 3
STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5)     # of the step from B to A, added to C
PARTS = {"a": "A", "b": "minus B", "c": "plus C"}


class Sum(NamedTuple):
    """The codes C + s (A - B), their pictures, and how the sum itself stands."""

    code: list[float]            # at strength 1
    pictures: Pixels             # (S, C, H, W), one for each of STRENGTHS
    share: float                 # of real images that lie nearer to the data


def draw(space: Space) -> None:
    """Three images, their sum, and the real images nearest to it."""
    st.caption(t("The step from B to A is added to C: what A has and B has not. It is done with codes; the decoder "
                 "draws the sum."))
    parts = {}
    for (name, title), column, row in zip(PARTS.items(), st.columns(3, gap="large"), _defaults(space), strict=True):
        with column:
            st.markdown(f"**{t(title)}**")
            parts[name] = choose(space, f"{name}-", row)
    a, b, c = parts.values()
    total = _sum(space, a, b, c)
    found = real.nearest(space.dataset, space.train).of(total.pictures[4:5], NEIGHBOURS).rows[0]
    whole = STRENGTHS.index(1.0)
    figures.row([
        Group(t("A - B + C"), [Figure(a.image, "A", a.caption), Figure(b.image, "- B", b.caption),
                               Figure(c.image, "+ C", c.caption),
                               Figure(total.pictures[whole], "=", t("decoded from the sum"),
                                      alt=t("A - B + C"))]),
        Group(t("The real images nearest to it"), [
            Figure(space.train.images[row], space.train.classes[space.train.labels[row]], alt=t("A real image nearby"))
            for row in found])])
    _said(space, total, c)
    st.caption(t("C with more and more of the step from B to A:"))
    figures.row([Group("", [Figure(picture, f"{strength:.2f}", alt=t("C with {share:.2f} of the step").format(
        share=strength)) for strength, picture in zip(STRENGTHS, total.pictures, strict=True)])])


def _sum(space: Space, a: Shown, b: Shown, c: Shown) -> Sum:
    """A conditional model draws it as C's class: the codes carry the rest."""
    import numpy as np
    import torch

    from genmodels import sample

    mean, _ = sample.encode(space.model, np.stack([a.image, b.image, c.image]), [a.label, b.label, c.label])   # (3, L)
    codes = mean[2] + torch.tensor(STRENGTHS)[:, None] * (mean[0] - mean[1])               # (S, L)
    drawn = sample.decode(space.model, codes, c.label if space.conditional else None)
    code = codes[STRENGTHS.index(1.0)]
    return Sum(code.tolist(), drawn, space.distance.of(code[None])[0].share)


def _said(space: Space, total: Sum, c: Shown) -> None:
    near = t("The sum lies among the data: {share:.0%} of real images lie nearer to others.")
    far = t(":orange[The sum lies far from any data, beyond {share:.0%} of real images: what is drawn there is a "
            "guess.]")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("Explore from here"), icon=":material/my_location:", type="primary", key="sum-from-here",
                     on_click=explore_images.take, args=(space, total.code, c.label)):
            st.rerun()     # the studio stands outside this fragment
        st.caption((near if total.share < 0.95 else far).format(share=total.share))


def _defaults(space: Space) -> tuple[int, int, int]:
    """A and B of one class, C of another: the first thing one sees is a step within a class, given to another one."""
    labels = space.held_out.labels
    first = [row for row in range(len(labels)) if labels[row] == labels[0]][:2]
    other = next((row for row in range(len(labels)) if labels[row] != labels[0]), len(labels) - 1)
    return first[0], first[-1], other
