"""The measured numbers of a run, each with how it was got, by the question it answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from genmodels.metrics import METRICS
from genmodels.reading import BETTER, DIGEST, QUESTIONS
from genmodels.report.markup import Markup, joined, section, table, tag
from genmodels.report.words import brief, figure
from genmodels.runs import Run
from genmodels.words import count

MOST = 120     # rows; a run measured again and again under other conditions may have more
HEAD = ("Metric", "Value", "95 % interval", "Real against real", "n", "Seed", "Step", "Seconds", "Judge")
CONDITIONS = ("metric", "step", "n", "seed", "judge")


def results(run: Run) -> Markup:
    """A table for each question."""
    rows = newest(run.results())
    if not rows:
        return section("Numbers", tag("p", "Nothing has been measured on held-out images yet. ",
                                      tag("code", f"python -m genmodels evaluate {run.id}"), " does."), name="numbers")
    left = [tag("p", f"The newest {MOST} of {len(rows)}.", class_="note")] if len(rows) > MOST else []
    return section("Numbers", _standing(run), *left, *_answers(rows[-MOST:]), name="numbers")


def newest(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last of those that were got in the same way."""
    whole = [row for row in rows if "metric" in row and isinstance(row.get("value"), int | float)]
    return list({tuple(str(row.get(key)) for key in CONDITIONS): row for row in whole}.values())


def _standing(run: Run) -> Markup:
    best = run.judged_best()
    about = "Measured beside held-out data. An interval tells of other images, not of another training."
    if best is None:
        return tag("p", about, class_="note")
    return tag("p", f"Step {count(best['step'])} is kept as the best, by {best.get('judged', '')}: "
                    f"{figure(best.get('value'))}. {about}", class_="note")


def _answers(rows: list[dict[str, Any]]) -> list[Markup]:
    question_of = {name: metric.tells for name, metric in METRICS.items()}
    order = list(METRICS)
    rows = sorted(rows, key=lambda row: order.index(row["metric"]) if row["metric"] in order else len(order))
    found = []
    for question, (title, words) in QUESTIONS.items():
        answers = [row for row in rows if question_of.get(row["metric"], "other") == question]
        if answers:
            found.append(joined([tag("h3", title, " ", tag("small", words)), table(HEAD, map(_row, answers), title)]))
    return found


def _row(row: dict[str, Any]) -> list[str]:
    metric = METRICS.get(row["metric"])
    reading = f" {BETTER[metric.better]}" if metric else ""
    name = joined([brief(str(row.get("title") or row["metric"])), " ",
                   tag("small", brief(str(row.get("unit") or "")), reading)])
    low, high = row.get("low"), row.get("high")
    between = f"{figure(low)} to {figure(high)}" if low is not None and high is not None else "-"
    judge = brief(str(row.get("judge") or "-"))
    return [name, tag("b", figure(row["value"])), between, figure(row.get("floor")), count(row.get("n") or 0),
            str(row.get("seed", "-")), count(row.get("step") or 0), figure(row.get("seconds")),
            tag("small", DIGEST.sub(r"\1", judge), title=judge)]
