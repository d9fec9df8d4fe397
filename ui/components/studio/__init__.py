"""The studio: one picture with a pad and sliders that decode where the pointer is: the Python face of studio.js."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import streamlit as st

from genmodels.runs import Run
from ui import codes, live
from ui.components.modules import LOADER, module
from ui.components.studio.answers import heard, kept, named
from ui.components.studio.words import GROUPS, words
from ui.explore_code import Code, Place, pack

if TYPE_CHECKING:
    from genmodels.latent import Direction
    from genmodels.models.base import GenerativeModel

Mode = Literal["plane", "seeds"]
HERE = Path(__file__).parent
HTML = '<div class="genlab-studio"></div>'

_component = st.components.v2.component(
    "genlab_studio", html=HTML, css=(HERE / "studio.css").read_text(), js=LOADER)


@dataclass(frozen=True)
class Dimension:
    """One number of the code. The order in which dimensions are given is the order of their sliders."""

    index: int
    nats: float | None = None     # what it carries, where an encoder measures it
    alive: bool = True


class Spot(NamedTuple):
    """A code with a title: a corner of the pad, or somewhere to go."""

    z: Code
    title: str


def studio(run: Run, model: GenerativeModel, at: Place, *, mode: Mode = "plane", directions: Sequence[Direction] = (),
           dimensions: Sequence[Dimension] = (), corners: Sequence[Spot] | None = None, goals: Sequence[Spot] = (),
           names: Mapping[int, str] | None = None, span: float = 3.5, reach: float = 6.0,
           with_codes: bool = False, key: str, on_keep: Callable[[Place], None],
           on_name: Callable[[int, str], None] | None = None) -> None:
    """Draw it at `at`; without a code it begins in the middle of its pad.

    `mode` "plane": a pad over two chosen directions (dimensions count as such); "seeds": between four `corners`. Pad
    and sliders go to `span` both ways, and no number of a code beyond `reach`. `with_codes`: the run has codes of real
    images, so that the pad is shaded by them and the distance is to them. `on_keep` is called with what the visitor
    kept, checked and within reach; `on_name` with a dimension's new name.
    """
    if mode == "seeds" and len(corners or ()) != 4:
        raise ValueError("a pad between seeds has four corners")
    size, classes = model.latent_dim, len(run.config.classes) if model.conditional else 0
    axes = {f"z{dimension.index}" for dimension in dimensions} | {direction.key for direction in directions}

    def keep() -> None:
        place = kept(key, size, classes, reach, axes)
        if place is not None:
            on_keep(place)

    def name() -> None:
        new = named(key, size)
        if new is not None and on_name is not None:
            on_name(*new)

    _component(key=key, on_kept_change=keep, on_named_change=name, data={
        "module": module("studio/studio.js"), "run": run.id, **live.engine_data(run), "mode": mode,
        "codes": codes.codes_url(run) if with_codes else None, "latent": size, "span": span, "reach": reach,
        "code": None if at.z is None else pack(at.z), "class": at.y, "axes": at.axes, "heard": heard(key),
        "nameable": on_name is not None,
        "classes": list(run.config.classes) if classes else [], "labels": list(run.config.classes),
        "dimensions": [_dimension(dimension, names or {}) for dimension in dimensions],
        "directions": [_direction(direction) for direction in directions],
        "corners": [_spot(spot) for spot in corners or ()], "goals": [_spot(spot) for spot in goals],
        "groups": {group: word() for group, word in GROUPS.items()}, "words": words(mode, with_codes)})


def _dimension(dimension: Dimension, names: Mapping[int, str]) -> dict[str, Any]:
    return {"index": dimension.index, "nats": dimension.nats, "alive": dimension.alive,
            "name": names.get(dimension.index, "")}


def _direction(direction: Direction) -> dict[str, Any]:
    return {"key": direction.key, "title": direction.title, "group": direction.group, "scale": float(direction.scale),
            "vector": pack(direction.vector.numpy()), "detail": direction.detail, "rank": direction.rank,
            "attribute": direction.attribute, "n": direction.n}


def _spot(spot: Spot) -> dict[str, str]:
    return {"code": pack(spot.z), "title": spot.title}
