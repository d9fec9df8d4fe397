"""The part of the report that its scrubber moves: places for pictures, curves and numbers, and what is not there."""

from __future__ import annotations

from typing import Any

from genmodels.report.markup import Markup, joined, section, tag, void
from genmodels.report.pictures import Film
from genmodels.words import count

TITLES = {"samples": "Samples", "reconstructions": "Reconstructions"}
ABOUT = {"samples": "from the same codes at every step",
         "reconstructions": "held-out originals, and below them what the model makes of them"}


def moving(film: Film | None, data: dict[str, Any]) -> list[Markup]:
    """Scrubber, pictures and curves side by side, then the numbers and histograms of the moment."""
    shown, curves = film is not None and bool(film.steps), bool(data["curves"])
    parts = [_scrubber(shown or curves), tag("div", tag("div", *_figures(film), class_="film"),
                                             tag("div", *_curves(curves), class_="curves"), class_="side")]
    return [section("The training", *parts, *_numbers(data), *_beside(data), name="training")]


def _scrubber(there: bool) -> Markup:
    if not there:
        return joined([])
    words = tag("noscript", tag("p", "Scrubber and curves need scripts, which are switched off here; the pictures are "
                                     "those of the last moment.", class_="note"))
    return joined([words, tag("div", class_="scrubber", id="scrubber")])


def _figures(film: Film | None) -> list[Markup]:
    if film is None or not film.steps:
        return [tag("p", "This run has no pictures: none was drawn yet, or none is left.", class_="note")]
    found = [tag("figure", tag("figcaption", tag("b", TITLES[kind]), " ", tag("small", ABOUT[kind])),
                 void("img", src=pictures[-1], alt=f"{TITLES[kind]} at step {count(film.steps[-1])}",
                      data_film=kind) if pictures[-1] else void("img", alt=TITLES[kind], data_film=kind))
             for kind, pictures in film.kinds.items()]
    return [*found, *_left_out(film)]


def _left_out(film: Film) -> list[Markup]:
    """What the file's limit cost, said plainly."""
    said = []
    if len(film.steps) < film.of:
        said.append(f"{len(film.steps)} of {film.of} moments are here, evenly chosen; the run has the others.")
    if not film.exact:
        said.append("Pictures are packed with a small loss so that the file stays small; the run has the exact ones.")
    return [tag("p", " ".join(said), class_="note")] if said else []


def _curves(there: bool) -> list[Markup]:
    if not there:
        return [tag("p", "No numbers were recorded yet: the curves begin with the first steps.", class_="note")]
    return [tag("div", id="curves")]


def _numbers(data: dict[str, Any]) -> list[Markup]:
    """Live numbers, and bars that may be from afterwards."""
    said = [tag("p", "No numbers were taken while it trained; those measured afterwards stand below.", class_="note")
            ] if not data["live"] else [tag("div", id="live", class_="grid")]
    bars = [tag("div", id="bars", class_="grid")] if data["bars"] else []
    return [tag("h3", "Numbers at this moment"), *said, *bars]


def _beside(data: dict[str, Any]) -> list[Markup]:
    if not data["beside"]:
        return []
    return [tag("details", tag("summary", "More that was recorded"), tag("div", id="beside", class_="grid"))]
