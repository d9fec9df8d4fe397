"""The studio of the Explore page: one code, its picture, the nearest real image, sliders with strips, and the map."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from genmodels import pictures
from genmodels.pictures import Pixels
from ui import explore_code, real
from ui.components.map import latent_map
from ui.drawn import drawn
from ui.explore_code import Code
from ui.explore_space import Space
from ui.text import t

if TYPE_CHECKING:
    from torch import Tensor

SHOWN, COLUMNS, TILES = 8, 4, 7     # sliders that are always seen, sliders beside each other, pictures in a strip
SPAN = 3.0                          # a strip goes this far both ways
HEAD_START = 0.04                   # seconds: else the browser lays out all that follows before it shows the picture
INSIDE, EDGE = 0.9, 0.995           # shares of real images that lie nearer to the data


def draw(space: Space) -> None:
    """Runs alone at each move. The picture goes out first; what costs more follows it."""
    code = explore_code.current(space)
    label = explore_code.class_of(space)
    above = st.container()
    shown, neighbour, chart = st.columns([4, 4, 5], gap="medium")
    with shown:
        picture = _decode(space, code[None], label)[0]
        drawn(picture, t("The picture the model draws from the shown code"), t("Decoded from the code"))
    time.sleep(HEAD_START)
    with above:
        controls(space)
    with neighbour:
        _nearest(space, picture)
    with chart:
        _map(space, code)
    _distance(space, code)
    sliders(space, code, label)


def controls(space: Space) -> None:
    """Jumps: a random code, the middle, the mean of a class."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(t("Random code"), icon=":material/casino:", type="primary", key="random",
                  on_click=explore_code.to_random, args=(space,), help=t("A code drawn from the prior."))
        st.button(t("Reset"), icon=":material/restart_alt:", key="reset", on_click=explore_code.to_middle,
                  help=t("The middle of the latent space: zero in every dimension."))
        key = f"class-mean-{space.run.id}"
        st.selectbox(t("Mean code of a class"), sorted(space.means), index=None, key=key, width=240,
                     format_func=lambda label: space.held_out.classes[label], placeholder=t("Mean code of a class"),
                     label_visibility="collapsed", on_change=explore_code.to_class_mean, args=(space, key))


def sliders(space: Space, code: Code, label: int | None) -> None:
    """One for each dimension, those that carry most first; dead ones are folded away."""
    first, more, dead = space.order[:space.alive][:SHOWN], space.order[:space.alive][SHOWN:], space.order[space.alive:]
    _rows(space, code, label, first)
    if more:
        fold = st.expander(t("{n} more dimensions").format(n=len(more)), key="more", on_change="rerun")
        if fold.open:
            with fold:
                _rows(space, code, label, more)
    if dead:
        fold = st.expander(t("{n} dead dimensions: the model does not use them").format(n=len(dead)), key="dead",
                           on_change="rerun")
        if fold.open:
            with fold:
                _rows(space, code, label, dead)


def _rows(space: Space, code: Code, label: int | None, dimensions: tuple[int, ...]) -> None:
    if not dimensions:
        st.info(t("No dimension carries anything: the posterior has collapsed onto the prior. Train with a smaller "
                  "beta, or with free bits."), icon=":material/info:")
        return
    strips = _strips(space, code, label, dimensions)
    for start in range(0, len(dimensions), COLUMNS):
        for i, column in enumerate(st.columns(COLUMNS, gap="medium")):
            if start + i < len(dimensions):
                with column:
                    _slider(space, code, dimensions[start + i], strips[start + i])


def _slider(space: Space, code: Code, dimension: int, strip: Pixels) -> None:
    key = f"z-{space.run.id}-{dimension}"
    if st.session_state.get(key) != float(code[dimension]):
        st.session_state[key] = float(code[dimension])     # the address is the truth, the slider follows it
    st.slider(t("z{number} · {nats:.2f} nats").format(number=dimension, nats=float(space.information[dimension])),
              -space.reach, space.reach, step=0.01, key=key, format="%.2f",
              on_change=explore_code.to_slider, args=(space, dimension, key))
    drawn(strip, t("Pictures as z{number} goes from -3 to 3").format(number=dimension))


def _strips(space: Space, code: Code, label: int | None, dimensions: tuple[int, ...]) -> list[Pixels]:
    """All strips in one batch."""
    import torch

    from genmodels import latent

    values, start = torch.linspace(-SPAN, SPAN, TILES), torch.from_numpy(code)
    codes = torch.cat([latent.traversal(start, dimension, values) for dimension in dimensions])     # (D * TILES, L)
    images = _decode(space, codes, label)
    return [pictures.grid(images[i:i + TILES], TILES) for i in range(0, len(images), TILES)]


def _decode(space: Space, codes: Tensor | Code, label: int | None) -> Pixels:
    import torch

    from genmodels import sample

    return sample.decode(space.model, torch.as_tensor(codes), label)


def _nearest(space: Space, picture: Pixels) -> None:
    row = int(real.nearest(space.dataset, space.train).of(picture[None]).rows[0, 0])
    name = space.train.classes[space.train.labels[row]]
    drawn(space.train.images[row], t("The nearest training image"),
          t("Nearest of {n:,} real images: {name}").format(n=len(space.train), name=name))


def _distance(space: Space, code: Code) -> None:
    """Always said: how far the code is from the codes of real images."""
    import torch

    near = space.distance.of(torch.from_numpy(code)[None])[0]
    if near.share < INSIDE:
        colour, icon, word = "green", ":material/check_circle:", t("among the data")
    elif near.share < EDGE:
        colour, icon, word = "orange", ":material/radio_button_partial:", t("at the edge of the data")
    else:
        colour, icon, word = "red", ":material/explore_off:", t("far from any data")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(word, icon=icon, color=colour)     # type: ignore[arg-type]
        st.caption(t("Farther from the codes of real images than {share:.0%} of real images are from each other: "
                     "{distance:.2f}, where {usual:.2f} is usual.").format(
            share=near.share, distance=near.distance, usual=float(space.distance.usual.median())))


def _map(space: Space, code: Code) -> None:
    import torch

    key = f"map-{space.run.id}"
    x, y = space.axes.project(torch.from_numpy(code)[None])[0].tolist()
    latent_map(space.points, space.held_out.labels[space.rows], space.held_out.classes, (x, y), key=key,
               axes=_axis_names(space), on_click=lambda: explore_code.to_click(space, key))


def _axis_names(space: Space) -> tuple[str, str]:
    if space.model.latent_dim == 2:
        return "z0 →", "z1 ↑"
    one, two = (float(share) for share in space.axes.shares)
    return (t("main axis 1 ({share:.0%} of the spread) →").format(share=one),
            t("main axis 2 ({share:.0%}) ↑").format(share=two))


def class_picker(space: Space) -> None:
    """For a conditional model; every section of the page follows it."""
    if not space.conditional:
        return
    st.session_state["class"] = explore_code.class_of(space)
    st.selectbox(t("Class to draw"), range(len(space.classes)), key="class", width=240, on_change=_class_to_url,
                 format_func=lambda label: space.classes[label], help=t("This model draws any code as any class."))


def _class_to_url() -> None:
    st.query_params["class"] = str(st.session_state["class"])
