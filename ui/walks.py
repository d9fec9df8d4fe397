"""A walk through latent space on the screen: its path, its frames as a film, one by one, as a strip, and as a file."""

from __future__ import annotations

from typing import Literal, cast

import streamlit as st

from genmodels import pictures
from genmodels.pictures import Pixels
from ui.drawn import drawn
from ui.text import t

Kind = Literal["slerp", "lerp"]
KINDS = ("slerp", "lerp")     # unformatted on the page: what is shown there is what stands in the address
FRAME = 90            # milliseconds a frame of the film is shown
IN_A_ROW = 12         # frames of the strip
STRIP = 900           # pixels, least width of the strip
FILM = 280            # pixels, least width of the film


def kind() -> Kind:
    """slerp or lerp, with what the difference is."""
    return cast(Kind, st.segmented_control(
        t("Path"), KINDS, key="path", default="slerp", required=True, bind="query-params",
        help=t("Usual codes have a certain length. The arc (slerp) keeps it; the straight line (lerp) cuts through the "
               "middle, where codes are shorter than any the decoder has seen.")))


def steps() -> int:
    return st.slider(t("Frames"), 4, 36, 12, key="frames", bind="query-params")


def show_walk(frames: Pixels, name: str, label: str) -> None:
    """Film, one frame by hand, and the strip. Frames are uint8 (N, C, H, W)."""
    film, single = st.columns(2, gap="medium")
    with film:
        movie = gif(frames)
        st.image(movie, width="stretch", caption=t("There and back"), alt=label)
    with single:
        place = st.empty()
        step = st.slider(t("Step of the walk"), 1, len(frames), (len(frames) + 1) // 2, key=f"step-{len(frames)}")
        drawn(frames[step - 1], f"{label}, {step}", t("Frame {step} of {n}").format(step=step, n=len(frames)), place)
    drawn(pictures.grid(frames, min(IN_A_ROW, len(frames))), label, least=STRIP)
    with st.container(horizontal=True):
        st.download_button(t("GIF"), movie, f"{name}.gif", "image/gif", icon=":material/download:",
                           on_click="ignore", key=f"gif-{name}")
        st.download_button(t("Strip as PNG"), pictures.png(pictures.grid(frames, len(frames))), f"{name}.png",
                           "image/png", icon=":material/download:", on_click="ignore", key=f"png-{name}")


def gif(frames: Pixels) -> bytes:
    """There and back, enlarged without blur."""
    large = [pictures.enlarge(pictures.picture(frame), -(-FILM // frame.shape[-1])) for frame in frames]
    return pictures.gif([*large, *large[-2:0:-1]], FRAME)
