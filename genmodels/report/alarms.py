"""What the doctor said: what was seen, why it matters, what to try, and the numbers behind it."""

from __future__ import annotations

from typing import Any

from genmodels.report.markup import Markup, section, tag
from genmodels.report.series import number
from genmodels.report.words import brief, setting
from genmodels.runs import Run
from genmodels.runs.episodes import Row, episodes, severity
from genmodels.words import count

MOST = 40         # that are told in full
DRAWN = 160       # values of a line in an alarm's drawing
SAID = {"stopped": "stopped the run", "open": "alarm", "over": "over", "note": "note"}


def alarms(run: Run) -> Markup:
    """The newest first."""
    told = episodes(run.alarms())
    if not told:
        return section("Alarms", tag("p", "No rule of the doctor raised an alarm in this run."), name="alarms")
    left = [tag("p", f"The newest {MOST} of {len(told)}.", class_="note")] if len(told) > MOST else []
    return section("Alarms", *left, *(_card(i, row) for i, (_, row) in enumerate(told[:MOST])), name="alarms")


def drawings(run: Run) -> list[dict[str, Any] | None]:
    """What each of these cards draws: {"title", "unit", "limit", "lines"}; None for one without a plot."""
    return [_drawing(row.get("plot")) for _, row in episodes(run.alarms())[:MOST]]


def _card(place: int, row: Row) -> Markup:
    kind = severity(row)
    chip = tag("span", SAID[kind], class_=f"state {kind}")
    words = [tag("p", chip, " ", tag("strong", _text(row, "kind").capitalize()), f" · {_when(row)}"),
             tag("p", tag("strong", _text(row, "what")), " ", _text(row, "evidence"))]
    for title, key in (("Why it matters", "why"), ("What to try", "advice")):
        if row.get(key):
            words.append(tag("p", tag("b", f"{title}: "), _text(row, key)))
    if tries := _tries(row):
        words.append(tag("ul", *(tag("li", one) for one in tries), class_="tries"))
    return tag("article", tag("div", *words), tag("div", class_="drawing", data_alarm=str(place)), class_="alarm")


def _text(row: Row, key: str) -> str:
    return brief(str(row.get(key) or ""))


def _when(row: Row) -> str:
    began = f"step {count(row.get('step') or 0)}"
    return began if row.get("ended") is None else f"{began}, over since step {count(row['ended'])}"


def _tries(row: Row) -> list[str]:
    """The remedies that GenLab offers as buttons."""
    tries = row.get("tries")
    return [brief(str(one.get("label") or ", ".join(f"{name} = {setting(value)}" for name, value in one.items())))
            for one in tries[:6] if isinstance(one, dict)] if isinstance(tries, list) else []


def _drawing(plot: Any) -> dict[str, Any] | None:
    if not isinstance(plot, dict) or not isinstance(plot.get("x"), list) or not isinstance(plot.get("series"), dict):
        return None
    every = -(-len(plot["x"]) // DRAWN) or 1
    steps = [number(step) or 0 for step in plot["x"][::every]]
    lines = [{"title": brief(str(name)), "colour": i, "shown": True, "steps": steps,
              "values": [number(value) for value in values[::every]]}
             for i, (name, values) in enumerate(plot["series"].items()) if isinstance(values, list)]
    return {"title": brief(str(plot.get("unit") or "")), "limit": number(plot.get("limit")), "lines": lines[:6]}
