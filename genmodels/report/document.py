"""The file as a whole: head with its policy, the parts in their order, the data, the script."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from functools import cache
from pathlib import Path
from typing import Any

from genmodels import VERSION
from genmodels.report import alarms, live, moving, pictures, series
from genmodels.report.cost import cost
from genmodels.report.heading import heading
from genmodels.report.kin import kin
from genmodels.report.marks import marks
from genmodels.report.markup import Markup, joined, tag, void
from genmodels.report.results import results
from genmodels.report.settings import repeat, settings
from genmodels.report.words import brief
from genmodels.runs import Run, RunStore
from genmodels.runs.columns import columns
from genmodels.runs.family import family

LIMIT = 5_000_000      # bytes of a file: what mail servers let pass, with room to spare
ROOM = 4_000           # bytes of the words around pictures
BARE = 60              # moments of a run without pictures, for its scrubber
HERE = Path(__file__).parent / "page"
SCRIPTS = ("dom", "places", "chart", "curves", "film", "live", "bars", "scrubber", "main")     # each after what it uses


def report(run: Run, store: RunStore) -> bytes:
    """The run as it stands now, at most LIMIT bytes. Raises RunError for one that cannot be read."""
    members, moments = family(store, run.id), _moments(run)
    data = {"title": brief(run.title), "end": _end(run, moments), "marks": marks(run, members),
            "curves": series.curves(run), "beside": series.beside(run), "live": live.numbers(run, moments),
            "bars": live.bars(run, moments), "alarms": alarms.drawings(run)}
    parts = _parts(run, members)
    frame = _file(run, data | _film(run, moments, None), _body(parts, None, data))
    film = pictures.film(run, LIMIT - len(frame) - ROOM)
    return _file(run, data | _film(run, moments, film), _body(parts, film, data))


def file_name(run: Run) -> str:
    """What the file is called."""
    return f"genlab-{run.id}.html"


def _moments(run: Run) -> list[int]:
    """The steps a scrubber may stop at: those with pictures; without any, some of those with numbers."""
    if steps := run.snapshots():
        return steps
    rows = [int(row["step"]) for row in run.metrics()[0] if isinstance(row["step"], int)]
    return pictures.spread(sorted(set(rows)), BARE)


def _end(run: Run, moments: list[int]) -> int:
    """The step that the curves go up to."""
    return max([1, run.status.step, *moments[-1:]])


def _film(run: Run, moments: list[int], film: pictures.Film | None) -> dict[str, Any]:
    """The moments that are shown with their training seconds and pictures. The last picture of each kind stands in the
    page itself, where a reader without scripts sees it."""
    steps, kinds = moments, {}
    if film is not None and film.steps:
        steps, kinds = film.steps, {kind: [*found[:-1], None] for kind, found in film.kinds.items()}
    return {"steps": steps, "times": [round(time, 1) for time in columns(run.folder).seconds(steps)], "films": kinds}


def _parts(run: Run, members: Any) -> dict[str, Markup]:
    return {"heading": heading(run, run.status, time.time()), "results": results(run), "alarms": alarms.alarms(run),
            "settings": settings(run), "cost": cost(run), "kin": kin(run.id, members), "repeat": repeat(run)}


def _body(parts: dict[str, Markup], film: pictures.Film | None, data: dict[str, Any]) -> Markup:
    foot = tag("footer", tag("p", f"Made by GenLab {VERSION}. This file loads nothing: all that it shows is inside."))
    rest = [parts[name] for name in ("results", "alarms", "settings", "cost", "kin", "repeat")]
    return joined([parts["heading"], tag("main", *moving.moving(film, data), *rest), foot])


def _file(run: Run, data: dict[str, Any], body: Markup) -> bytes:
    style, script = _style(), _script()
    policy = (f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
              "base-uri 'none'; form-action 'none'")
    head = [void("meta", charset="utf-8"), void("meta", http_equiv="Content-Security-Policy", content=policy),
            void("meta", name="viewport", content="width=device-width, initial-scale=1"),
            void("meta", name="color-scheme", content="light dark"), void("meta", name="generator", content="GenLab"),
            tag("title", f"{brief(run.title)} · GenLab"), tag("style", style)]
    kept = tag("script", _json(data), id="data", type="application/json")
    page = tag("html", tag("head", *head), tag("body", body, kept, tag("script", script)), lang="en")
    return ("<!doctype html>\n" + page + "\n").encode()


def _json(data: dict[str, Any]) -> Markup:
    """Text that cannot end the element it stands in."""
    return Markup(json.dumps(data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"))


@cache
def _style() -> Markup:
    return Markup((HERE / "report.css").read_text())


@cache
def _script() -> Markup:
    """The modules of page/ as one, so that the file needs no other: their imports and exports are left out."""
    lines = [line.removeprefix("export ") for name in SCRIPTS for line in (HERE / f"{name}.js").read_text().splitlines()
             if not line.startswith("import ")]
    return Markup('"use strict";\n(() => {\n' + "\n".join(lines) + "\n})();\n")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
