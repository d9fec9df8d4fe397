"""What the live curves ask of a run: the rows that are new, or a range of steps; never more than a bounded number."""

from __future__ import annotations

import json
import math
import re

from starlette.requests import HTTPConnection

from genmodels.errors import ConfigError
from genmodels.runs import Run
from genmodels.runs.columns import Part, columns

CURSOR = re.compile(r"0|(\d{1,20}\.\d{1,9})\.(\d{1,12})", re.ASCII)     # which telling of the file, and rows seen
MOST_TERMS = 32


def message(run: Run, request: HTTPConnection) -> bytes:
    """A JSON header with its length before it, then float64 as genmodels.runs.columns.Part describes.

    Raises ConfigError for parameters that do not fit.
    """
    asked = request.query_params
    named = asked.getlist("term")
    if len(named) > MOST_TERMS:
        raise ConfigError(f"term = a name of a curve, at most {MOST_TERMS} times; here it stands {len(named)} times.")
    terms = tuple(dict.fromkeys(named)) or None
    if "low" in asked or "high" in asked:
        low, high = (_step(asked.get(name, ""), name) for name in ("low", "high"))
        return _packed(run, columns(run.folder).between(low, high, terms))
    return _packed(run, columns(run.folder).since(*_cursor(asked.get("since", "0")), terms))


def _packed(run: Run, part: Part) -> bytes:
    header = json.dumps({
        "cursor": f"{part.epoch}.{part.end}", "rows": part.rows, "first": part.first, "end": part.end,
        "size": part.size, "terms": part.terms, "active": run.active,
        "latest": {term: value for term, value in zip(part.terms, part.latest, strict=False) if math.isfinite(value)},
    }).encode()
    header += b" " * (-(len(header) + 4) % 8)                   # so that the numbers begin at a multiple of 8
    return len(header).to_bytes(4, "little") + header + part.table.astype("<f8").tobytes()


def _cursor(text: str) -> tuple[str, int]:
    found = CURSOR.fullmatch(text)
    if found is None:
        raise ConfigError("since = the cursor of the last answer; begin with 0.")
    return found[1] or "", int(found[2] or 0)


def _step(text: str, name: str) -> float:
    try:
        step = float(text) if len(text) <= 24 else math.nan
    except ValueError:
        step = math.nan
    if not math.isfinite(step):
        raise ConfigError(f"{name} = a step, a number; low and high belong together.")
    return step
