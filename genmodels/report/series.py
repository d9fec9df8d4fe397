"""What a run recorded step by step, as lines over the steps: thinned so that no spike is lost."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from genmodels.errors import ConfigError
from genmodels.models import find_model
from genmodels.models.base import Curve
from genmodels.models.panels import panels
from genmodels.runs import Run
from genmodels.runs.columns import Numbers, Part, columns

DIGITS = 5         # that count in a value: more than a plot shows or a reader reads
FACTS = 6          # columns of a term in a bucket (genmodels.runs.columns)
BESIDE = {         # ends of the names of terms that every player logs for the doctor -> panel
    "gradient": "Length of the gradient", "update": "Length of a step, as a share of the weights",
    "weights": "Length of the weights", "right_real": "Right verdicts on real images",
    "right_fake": "Right verdicts on samples"}
SIGNS = {          # genmodels.signs: name -> panel, line
    "spread": ("Samples beside each other", "distance between samples, 1 is as real"),
    "twins": ("Samples beside each other", "share of samples with a twin"),
    "sharpness": ("Sharpness of reconstructions", "edges, 1 is as sharp as the originals"),
    "ends": ("Values at the ends of the grey range", "share beyond that of real images"),
    "loss_seen": ("Negative ELBO (nats)", "images it learns from"),
    "loss_unseen": ("Negative ELBO (nats)", "held-out images"),
    "critic_seen": ("Scores of the critic", "images it learns from"),
    "critic_unseen": ("Scores of the critic", "held-out images"),
    "critic_drawn": ("Scores of the critic", "samples")}
OTHER = "Other terms"

Panel = dict[str, Any]     # {"title", "lines": [{"title", "colour", "shown", "steps", "values"}]}; a value may be None


def curves(run: Run) -> list[Panel]:
    """The model's own panels."""
    part = columns(run.folder).since("", 0)
    drawn = [{"title": title, "lines": [_line(curve.title, colour, *_course(part, curve.term), shown=curve.shown)
                                        for curve, colour in lines if curve.term in part.terms]}
             for title, lines in panels(_known(run, part))]
    return [panel for panel in drawn if panel["lines"]]


def beside(run: Run) -> list[Panel]:
    """All else that was recorded, mostly for the doctor: terms no panel shows, and what was read off snapshots."""
    part = columns(run.folder).since("", 0)
    own = {curve.term for curve in _known(run, part)}
    rest = [term for term in part.terms if term not in own]
    found: dict[str, list[dict[str, Any]]] = {}
    for term in rest:
        player, _, what = term.partition("/")
        lines = found.setdefault(BESIDE.get(what, OTHER), [])
        steps, values = _course(part, term)
        told = [(step, value) for step, value in zip(steps, values, strict=True) if value is not None]
        lines.append(_line(player if what in BESIDE else term, len(lines), *_columns(told)))     # not in every row
    for title, signs in _signs(run.signs()).items():
        found.setdefault(title, []).extend(_line(name, i, *_columns(points))
                                           for i, (name, points) in enumerate(signs.items()))
    return [{"title": title, "lines": lines} for title, lines in found.items()]


def number(value: object) -> float | None:
    """Rounded to DIGITS; None for what is no finite number, which JSON does not know."""
    fits = isinstance(value, int | float) and math.isfinite(value)
    return float(f"{value:.{DIGITS}g}") if fits else None


def _known(run: Run, part: Part) -> Iterable[Curve]:
    """The curves of the model; of one that this version does not know, every term."""
    try:
        return find_model(run.config.model).curves
    except ConfigError:
        return [Curve(term, term, OTHER) for term in part.terms]


def _line(title: str, colour: int, steps: list[float], values: list[float | None], *,
          shown: bool = True) -> dict[str, Any]:
    return {"title": title, "colour": colour, "shown": shown, "steps": steps, "values": values}


def _course(part: Part, term: str) -> tuple[list[float], list[float | None]]:
    """Rows as they are, or of each bucket the smallest and the largest value in their order; a gap is None."""
    place = part.terms.index(term)
    if part.size == 1:
        return _columns(zip(part.table[:, 0].tolist(), part.table[:, 2 + place].tolist(), strict=True))
    facts = part.table[:, 5 + FACTS * place: 5 + FACTS * (place + 1)]          # least, most, their steps, sum, finite
    return _columns(point for row, last in zip(facts, part.table[:, 2], strict=True) for point in _ends(row, last))


def _ends(facts: Numbers, last: float) -> list[tuple[float, float]]:
    least, most, at_least, at_most = facts[:4].tolist()
    if math.isnan(least):
        return [(float(last), math.nan)]
    return sorted({(at_least, least), (at_most, most)})


def _columns(points: Iterable[tuple[float, float]]) -> tuple[list[float], list[float | None]]:
    told = list(points)
    return ([int(step) if float(step).is_integer() else step for step, _ in told],
            [number(value) for _, value in told])


def _signs(rows: list[dict[str, Any]]) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """panel -> line -> points"""
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for row in rows:
        for name, value in row["values"].items():
            if name in SIGNS and number(value) is not None:
                panel, line = SIGNS[name]
                found.setdefault(panel, {}).setdefault(line, []).append((row["step"], float(value)))
    return found
