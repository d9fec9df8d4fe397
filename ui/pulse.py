"""How runs are doing now, in few bytes: what every page that shows a run at work asks for once a second."""

from __future__ import annotations

from typing import Any

from starlette.requests import HTTPConnection

from genmodels.errors import ConfigError, RunError
from genmodels.runs import Run
from ui.store import store

MOST_RUNS = 16
TOLD = ("alarms.jsonl", "changes.jsonl")     # what Python draws when there is more of it


def pulses(request: HTTPConnection) -> dict[str, dict[str, Any] | None]:
    """`pulse` of each run named by `run`, None for one that is gone. Raises ConfigError for too many."""
    names = request.query_params.getlist("run")
    if len(names) > MOST_RUNS:
        raise ConfigError(f"run = the id of a run, at most {MOST_RUNS} times; here it stands {len(names)} times.")
    return {name: _pulse_of(name) for name in names}


def pulse(run: Run) -> dict[str, Any]:
    """Numbers that change all the time, and a `stamp` that changes when the page has something else to show."""
    now = run.status
    return {"state": now.state, "step": now.step, "steps": now.steps, "note": now.note,
            "seconds": round(now.seconds, 1), "seconds_left": now.seconds_left,
            "images_per_second": now.images_per_second,
            "where": " · ".join(filter(None, (now.device, now.precision))),
            "stamp": "|".join([now.state, str(now.acknowledged), now.error or "", *map(str, _changed(run))])}


def _pulse_of(name: str) -> dict[str, Any] | None:
    try:
        return pulse(store().get(name))
    except RunError:
        return None


def _changed(run: Run) -> list[int]:
    places = [run.folder / name for name in TOLD]
    return [place.stat().st_mtime_ns if place.exists() else 0 for place in places]
