"""The judge of a dataset on the Data page: whether there is one, how good it is, and a button that trains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from genmodels.data.base import Dataset
from genmodels.errands import judging
from genmodels.errors import UserError
from ui import errand
from ui.text import t
from ui.words import count, duration

if TYPE_CHECKING:
    from genmodels.judge import Card


def draw(dataset: Dataset) -> None:
    """For images; what it says is on the disk, so a reload finds it again."""
    from genmodels.judge import card_for  # torch, and only now

    st.subheader(t("The judge"))
    work, card = judging.judging(dataset.name), card_for(dataset.name)
    if work.word().at_work:
        st.markdown(t("It learns to tell the classes apart, and then has to prove that it can judge. You may leave."))
        errand.watch(work)
    elif card is not None and card.passed:
        _passed(card)
    elif card is not None:
        _failed(card)
        _offer(dataset, t("Train it again"))
    else:
        st.markdown(t("Numbers such as KID or the class histogram look through a judge: a small classifier of these "
                      "images. There is none for this dataset yet, so they are not shown."))
        _offer(dataset, t("Train a judge"))


def _offer(dataset: Dataset, label: str) -> None:
    """The button, or the sentence why this dataset cannot have one."""
    from genmodels.judge.make import refuse_unjudgeable

    try:
        refuse_unjudgeable(dataset.name)
    except UserError as reason:
        st.info(str(reason), icon=":material/block:")
        return
    errand.button(label, lambda: judging.start(dataset.name), f"judge-{dataset.name}", "gavel", primary=True)
    word = judging.judging(dataset.name).word()
    if word.state == "failed":
        st.error(t(word.words), icon=":material/error:")
    else:
        st.caption(t("In the background, some minutes; it goes on when you leave this page."))


def _passed(card: Card) -> None:
    st.markdown(t(":material/verified: It has **passed its proof** and is right on **{share}** of {n} held-out images."
                  ).format(share=f"{card.accuracy:.2%}", n=count(card.tested_on)))
    st.caption(t("{parameters} weights, learned from {part} in {time}; SHA-256 {id}.").format(
        parameters=count(card.parameters), part=card.learned_from, time=duration(card.seconds), id=card.id[:12]))
    with st.expander(t("The proof")):
        _proof(card)


def _failed(card: Card) -> None:
    st.warning(t("It **did not pass its proof**, so it judges nothing. It is right on {share} of {n} held-out images. "
                 "More images for each class may help.").format(share=f"{card.accuracy:.2%}", n=count(card.tested_on)),
               icon=":material/gavel:")
    st.markdown("\n".join(f"- {failure}" for failure in card.failures))
    with st.expander(t("The proof")):
        _proof(card)


def _proof(card: Card) -> None:
    """Fréchet distances must grow with every level of damage, and real against real must be next to nothing."""
    proof = card.proof
    st.caption(t("Fréchet distance of {n} damaged images to real ones: it has to grow at every level of each damage. "
                 "Real against real is {floor}, {share} of the variance of real images, where 2 % is allowed.").format(
                     n=count(proof.n), floor=f"{proof.floor:.3g}", share=f"{proof.floor / proof.variance:.2%}"))
    levels = max(map(len, proof.distances.values()), default=0)
    table = {t("damage"): list(proof.distances)} | {
        t("level {n}").format(n=level + 1): [f"{values[level]:.3g}" for values in proof.distances.values()]
        for level in range(levels)}
    st.table(table, border="horizontal", width="content")
