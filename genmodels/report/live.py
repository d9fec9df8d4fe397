"""Numbers that a run took while it trained, for the scrubber: those it stops at, and the ends of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from genmodels.report.series import number
from genmodels.runs import Run

BARS = {"classes": "Classes of the samples", "modes": "Samples in each mode",
        "kl_per_dimension": "Nats that each dimension tells"}
Rows = list[dict[str, Any]]


def numbers(run: Run, moments: Sequence[int]) -> Rows:
    """Each metric with its rows in order: {"metric", "title", "unit", "judge", "rows"}."""
    return [{"metric": name, "title": str(rows[-1].get("title") or name), "unit": str(rows[-1].get("unit") or ""),
             "judge": str(rows[-1].get("judge") or ""), "rows": [_number(row) for row in _shown(rows, moments)]}
            for name, rows in _by_metric(run).items()]


def bars(run: Run, moments: Sequence[int]) -> Rows:
    """How samples spread over classes or modes, and information over dimensions: {"kind", "title", "names", "real",
    "rows": [{"step", "n", "seed", "counts"}]}, the real ones as shares or None. Of a run that took no numbers while it
    trained, what was measured of it afterwards."""
    while_training = _by_metric(run)
    found = []
    for kind, title in BARS.items():
        rows = while_training.get(kind) or [row for row in run.results() if row.get("metric") == kind][-1:]
        whole = [row for row in rows if _counts(kind, row)]
        if whole:
            found.append({"kind": kind, "title": title, **_frame(kind, whole[-1]["details"]), "rows": [
                {"step": row["step"], "n": row.get("n", 0), "seed": row.get("seed", 0), "counts": _counts(kind, row)}
                for row in _shown(whole, moments)]})
    return found


def _by_metric(run: Run) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in run.live()[0]:
        if number(row["value"]) is not None and isinstance(row["step"], int):
            found.setdefault(str(row["metric"]), []).append(row)
    return {name: sorted(rows, key=lambda row: int(row["step"])) for name, rows in found.items()}


def _shown(rows: Rows, moments: Sequence[int]) -> Rows:
    """What was known at each moment, and where the number was smallest and largest: no more rows than moments, and two,
    however long the run."""
    steps = [row["step"] for row in rows]
    places = {bisect_right(steps, moment) - 1 for moment in moments} - {-1}
    ends = (min, max) if "value" in rows[0] else ()
    places |= {end(range(len(rows)), key=lambda i: rows[i]["value"]) for end in ends} | {len(rows) - 1}
    return [rows[place] for place in sorted(places)]


def _number(row: dict[str, Any]) -> dict[str, Any]:
    exact = {key: row.get(key) for key in ("step", "n", "seed")}
    return exact | {key: number(row.get(key)) for key in ("value", "low", "high", "floor")}


def _counts(kind: str, row: dict[str, Any]) -> list[float]:
    """What the bars stand for; empty where a row does not hold it."""
    values = (row.get("details") or {}).get("nats" if kind == "kl_per_dimension" else "counts")
    return [number(value) or 0.0 for value in values] if isinstance(values, list) else []


def _frame(kind: str, details: dict[str, Any]) -> dict[str, Any]:
    """The same for all rows: the names of the bars, and what real images have."""
    if kind == "classes":
        return {"names": [str(name) for name in details["classes"]], "real": _shares(details["real"])}
    if kind == "modes":
        return {"names": [str(i + 1) for i in range(details["of"])], "real": [1 / details["of"]] * details["of"]}
    return {"names": [f"z{i + 1}" for i in range(len(details["nats"]))], "real": None}


def _shares(counts: Sequence[int]) -> list[float]:
    return [round(count / max(1, sum(counts)), 5) for count in counts]
