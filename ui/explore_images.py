"""Explore: an image of one's own, or a held-out one: what the model sees in it, and where it lies."""

from __future__ import annotations

import secrets

import numpy as np
import numpy.typing as npt
import streamlit as st

from genmodels import pictures
from genmodels.pictures import Pixels
from ui import explore_code, figures, place_picture, posterior_chart
from ui.beside import beside
from ui.explore_space import Space
from ui.figures import Figure, Group
from ui.image_source import Shown, choose
from ui.text import t

GHOSTS = 12                 # codes drawn from the posterior
MEASURED = 500              # held-out images whose reconstruction tells what is usual
CLEAR, ODD = 0.9, 0.99      # shares of held-out images that are rebuilt better


def draw(space: Space) -> None:
    """The image on the left, what the model makes of it on the right; it follows the pen."""
    choice, result = beside("image", 300)
    with choice:
        shown = choose(space, live=True)
    with result:
        _posterior(space, shown)


def _posterior(space: Space, shown: Shown) -> None:
    import torch

    from genmodels import sample

    mean, logvar = sample.encode(space.model, shown.image[None], [shown.label])     # (1, L) each
    noise = torch.randn(GHOSTS, mean.shape[1], generator=torch.Generator().manual_seed(_ghost_seed()))
    codes = torch.cat([mean, mean + (0.5 * logvar).exp() * noise])                  # (1 + GHOSTS, L)
    images = sample.decode(space.model, codes, [shown.label] * len(codes) if space.conditional else None)
    figures.row([Group("", [
        Figure(shown.image, t("What the model sees"), shown.caption, alt=t("The image the model sees")),
        Figure(images[0], t("Its reconstruction"), t("from the mean of its posterior"), alt=t("The reconstruction")),
        Figure(pictures.grid(images[1:], 4), t("Ghosts"),
               t("drawn from its posterior: to the model all the same image"), alt=t("Ghosts from the posterior"),
               width=4 / 3),
        Figure(place_picture.picture(space, codes[0].numpy(), codes[1:].numpy()), t("Where it lies"),
               t("ring: the image, dots: its ghosts, colours: held-out images"),
               alt=t("Its place among all images"))])])
    _verdict(space, shown.image, images[0])
    _buttons(space, mean[0].tolist(), shown.label)
    posterior_chart.chart(mean[0].numpy(), (0.5 * logvar[0]).exp().numpy(), space.order, space.run.notes().dimensions)
    st.caption(t("The posterior in each dimension: mean and one standard deviation, those first that carry most. The "
                 "band is one standard deviation of the prior; a dimension that fills it says nothing about the "
                 "image."))


def _verdict(space: Space, image: Pixels, again: Pixels) -> None:
    """How well it was rebuilt, beside what is usual: the model knows only what it has learned."""
    usual = _usual(str(space.run.folder), id(space.encoded), space)
    share = float((usual < _error(image[None], again[None])[0]).mean())
    if share < CLEAR:
        st.caption(t("Rebuilt as well as real images are: {share:.0%} of held-out images are rebuilt better.").format(
            share=share))
    elif share < ODD:
        st.caption(t("Rebuilt worse than {share:.0%} of held-out images: unusual for this model.").format(share=share))
    else:
        st.caption(t(":orange[Rebuilt worse than {share:.0%} of held-out images: the model has seen nothing like it "
                     "and draws the nearest thing it knows.]").format(share=share))


@st.cache_data(max_entries=8, show_spinner=False)
def _usual(folder: str, identity: int, _space: Space) -> npt.NDArray[np.float64]:
    from genmodels import sample

    images, labels = _space.held_out.images[:MEASURED], _space.held_out.labels[:MEASURED]
    return _error(images, sample.reconstruct(_space.model, images, labels))


def _error(images: Pixels, others: Pixels) -> npt.NDArray[np.float64]:
    """Mean squared difference of each image, (N,)."""
    return np.asarray(((images.astype(np.float64) - others) ** 2).mean((1, 2, 3)))


def _buttons(space: Space, code: list[float], label: int) -> None:
    with st.container(horizontal=True):
        taken = st.button(t("Explore from here"), icon=":material/my_location:", type="primary", key="from-here",
                          on_click=take, args=(space, code, label), help=t("Takes this code into the studio above."))
        repair = st.button(t("Destroy and repair it"), icon=":material/healing:", key="to-repair", on_click=_to_repair)
        st.button(t("Other ghosts"), icon=":material/casino:", key="ghosts", on_click=_other_ghosts)
    if taken or repair:
        st.rerun()     # the studio and the tabs stand outside this fragment


def take(space: Space, code: list[float], label: int) -> None:
    """Make it the code of the studio; call it from a callback and run the whole page again."""
    explore_code.go(code)
    if space.conditional:
        st.query_params["class"] = str(label)


def _to_repair() -> None:
    st.session_state["section"] = t("Repair")


def _ghost_seed() -> int:
    text = st.query_params.get("ghosts", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _other_ghosts() -> None:
    st.query_params["ghosts"] = str(secrets.randbelow(10**6))
