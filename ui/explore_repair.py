"""Explore: an image is destroyed, the model repairs it, and so do three methods that need no model."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from genmodels.pictures import Pixels
from ui import figures, repair_controls, repairing
from ui.beside import beside
from ui.explore_space import Space
from ui.figures import Figure, Group
from ui.image_source import Shown, choose
from ui.repairing import Asked
from ui.text import t

if TYPE_CHECKING:
    from genmodels.repair import Comparison

EQUAL = 0.3     # dB; less than this nobody sees
MISREAD = 3.0   # dB by which the optimised code beats the encoder's


def draw(space: Space) -> None:
    """Choose an image, choose how it is destroyed, see who repairs it best."""
    choice, damage, about = beside("repair", 240, 240)
    with choice:
        shown = choose(space)
    with damage:
        asked = repair_controls.choose(space, shown.image)
    if asked is None:
        about.info(t("Paint over the picture what is to be destroyed: the model fills it in."),
                   icon=":material/brush:")
        return
    with about, st.spinner(t("Repairing in six ways ...")):
        result = repairing.compare(space, shown, asked)
    with about:
        _said(space, shown, result)
    _row(shown, result)
    _iterations(space, shown, asked)
    _many(space, asked)


def _row(shown: Shown, result: Comparison) -> None:
    from genmodels.repair import METHODS

    best = max(METHODS, key=lambda name: float(result.psnr[name][0]))
    made: dict[str, list[Figure]] = {"model": [], "baseline": []}
    for name, method in METHODS.items():
        made[method.by].append(Figure(result.repaired[name][0], t(method.title), decibels(result.psnr[name][0]),
                                      t("★ best") if name == best else ""))
    figures.row([
        Group(t("The image"), [
            Figure(shown.image, t("Original"), shown.caption),
            Figure(_marked(result), t("Destroyed"), decibels(result.psnr["destroyed"][0]))]),
        Group(t("Repaired by the model"), made["model"]),
        Group(t("Repaired without a model"), made["baseline"])])
    st.caption(t("PSNR on what was missing, in decibels: 3 dB more is half the squared error. One pass: encoded and "
                 "decoded once. Iterated: again and again, what is known put back each time. Code optimised: the most "
                 "probable code given what is left. All methods know the kind and the strength of the damage."))


def _said(space: Space, shown: Shown, result: Comparison) -> None:
    """Who wins on this image, by how much, and why that is so; the model may lose."""
    from genmodels.repair import METHODS

    model, other = result.best("model"), result.best("baseline")
    gain = float(result.psnr[model][0] - result.psnr[other][0])
    words = {"model": t(METHODS[model].title), "other": t(METHODS[other].title), "gain": abs(gain)}
    if result.psnr["destroyed"][0] >= max(result.psnr[model][0], result.psnr[other][0]):
        st.warning(t("**Nothing helps here.** The destroyed picture itself is closer to the original than any repair."),
                   icon=":material/block:")
    elif not gain > -EQUAL:
        st.warning(t("**The model loses here.** {other} comes {gain:.1f} dB closer than the model's best, {model}.")
                   .format(**words), icon=":material/trending_down:")
    elif gain < EQUAL:
        st.info(t("**A draw.** {model} and {other} are equally close to the original.").format(**words),
                icon=":material/balance:")
    else:
        st.success(t("**The model wins here.** {model} comes {gain:.1f} dB closer to the original than the best method "
                     "without a model, {other}.").format(**words), icon=":material/trending_up:")
    st.markdown(_why(space, shown, result, gain))


def _why(space: Space, shown: Shown, result: Comparison, gain: float) -> str:
    if not result.missing.all():
        sentence = t("What is gone cannot be known. The model fills in what is likely, given all it has seen: that can "
                     "look right and still be wrong.")
    elif gain < -EQUAL and result.best("baseline") == "nearest":
        sentence = t("Among {n:,} training images is one so like it that showing that one is closer than drawing anew. "
                     "It is a memory, not a repair: for an image without a twin it fails.").format(n=len(space.train))
    elif gain < -EQUAL:
        sentence = t("Much is left to see, and a picture from a code of {size} numbers keeps the gist, not every "
                     "pixel: even from the intact image the model draws no closer than {limit} in one pass.").format(
            size=space.model.latent_dim, limit=decibels(repairing.limit(space, shown, result.missing)))
    else:
        sentence = t("Little is left to see, so it helps to know what such images look like. Where too little is left, "
                     "the model draws a clear picture of something else.")
    if result.missing.all() and result.psnr["optimised"][0] - result.psnr["one-pass"][0] > MISREAD:
        sentence += " " + t("The encoder has never seen such damage and misreads it in one pass; optimising the code "
                            "asks the decoder alone.")
    if space.conditional:
        sentence += " " + t("The model is told the class: {name}.").format(name=space.classes[shown.label])
    return sentence + " " + t("One image proves little; the comparison below takes {n}.").format(n=repairing.SCORED)


def _iterations(space: Space, shown: Shown, asked: Asked) -> None:
    """The strip of the clamped repair on its way."""
    chain = repairing.chain(space, shown, asked)
    with st.expander(t("The clamped iterations, step by step"), expanded=True):
        figures.row([Group("", [
            Figure(picture, t("start") if step == 0 else str(step), decibels(score),
                   alt=t("Iteration {n}").format(n=step))
            for step, picture, score in zip(chain.steps, chain.pictures, chain.psnr, strict=True)])])
        st.caption(t("Each step encodes the picture, draws a code from its posterior, decodes it, and puts back what "
                     "is known. The result above is the mean of the second half of the steps."))


def _many(space: Space, asked: Asked) -> None:
    """The same damage on many images, when asked for."""
    from genmodels.repair import METHODS

    if not st.toggle(t("Compare on {n} held-out images").format(n=repairing.SCORED), key="repair-many"):
        return
    with st.spinner(t("Repairing {n} images in six ways ...").format(n=repairing.SCORED)):
        result = repairing.scores(space, asked)
    best = max(METHODS, key=lambda name: float(result.psnr[name].mean()))
    lines = [t("| method | mean PSNR | 95 % interval | best of six on |"), "|---|---|---|---|"]
    winners = np.stack([result.psnr[name] for name in METHODS]).argmax(0)
    for i, (name, method) in enumerate(METHODS.items()):
        mean, half = repair_controls.interval(result.psnr[name])
        title = f"**{t(method.title)}**" if name == best else t(method.title)
        lines.append(f"| {title} | {mean:.2f} dB | ± {half:.2f} | {int((winners == i).sum())} |")
    st.markdown("\n".join(lines))
    st.caption(t("The first {n} held-out images, equal damage, seed {seed}.").format(n=len(winners), seed=asked.seed))


def _marked(result: Comparison) -> Pixels:
    """The destroyed picture; a hole is shown as a pattern of grey, so that it cannot be taken for black."""
    picture, missing = result.destroyed[0].copy(), result.missing[0, 0]
    if not missing.all():
        rows, columns = np.indices(missing.shape)
        picture[:, missing] = np.where((rows + columns) % 2, 105, 150).astype(np.uint8)[missing]
    return picture


def decibels(score: float) -> str:
    """17.3 dB, or what it means when nothing differs."""
    return t("exact") if math.isinf(score) else t("{score:.1f} dB").format(score=score)
