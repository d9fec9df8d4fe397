"""The few routes of our own: rows for live curves, pictures of snapshots, and the scripts of our components."""

from __future__ import annotations

import gzip
from dataclasses import asdict
from functools import cache
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from genmodels.runs.family import family
from ui import codes, decoders, drift, drifting, live, metric_rows
from ui.components.modules import scripts
from ui.cursors import since
from ui.film import film
from ui.guard import ours
from ui.poster import compose
from ui.pulse import pulses
from ui.steps import span_of, step_of
from ui.store import store
from ui.story import KINDS, story


@ours
def metrics(request: Request) -> Response:
    """Rows for the curves, as ui/metric_rows.py packs them: since a cursor, or from step `low` to `high`."""
    body = metric_rows.message(store().get(request.path_params["run"]), request)
    return Response(body, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


@ours
def live_numbers(request: Request) -> Response:
    """Numbers taken while the run trains, those after the byte cursor `since`, in the form of its live.jsonl."""
    run = store().get(request.path_params["run"])
    rows, cursor = run.live(since(request))
    return JSONResponse({"cursor": cursor, "rows": rows, "active": run.active}, headers={"Cache-Control": "no-store"})


@ours
def relatives(request: Request) -> Response:
    """The runs it branched off and those that branched off it, each parent before its children; [] for a run alone."""
    members = [asdict(member) for member in family(store(), request.path_params["run"])]
    return JSONResponse(members, headers={"Cache-Control": "no-store"})


@ours
def pulse(request: Request) -> Response:
    """How the runs named by `run` are doing now."""
    return JSONResponse(pulses(request), headers={"Cache-Control": "no-store"})


@ours
def plotly_js(request: Request) -> Response:
    """The script itself; its address carries the version, so a browser may keep it for ever."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(plotly_packed(), media_type="text/javascript", headers=headers | {"Content-Encoding": "gzip"})
    return Response(_plotly_file().read_bytes(), media_type="text/javascript", headers=headers)


@ours
def snapshots(request: Request) -> Response:
    """Which moments of the run have a picture, and of what kinds."""
    run = store().get(request.path_params["run"])
    steps = run.snapshots()
    kinds = [kind for kind in KINDS if steps and kind in run.snapshot(steps[-1])]
    return JSONResponse({"steps": steps, "kinds": kinds, "active": run.active}, headers={"Cache-Control": "no-store"})


@ours
def snapshot(request: Request) -> Response:
    """One picture as the worker wrote it. A step repeated after a resume draws the same, so a browser may keep it."""
    step, kind = request.path_params["step"], request.path_params["kind"]
    path = store().get(request.path_params["run"]).snapshot(step).get(kind)
    if path is None or not path.is_file():
        return PlainTextResponse(f"This run has no picture {kind[:40]!r} at step {step}.", 404)
    return Response(path.read_bytes(), media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


@ours
def filmed(request: Request) -> Response:
    """Many pictures at once, those of the steps from `from` to `to`."""
    names = request.path_params
    content = film(store().get(names["run"]), names["kind"], *span_of(request))
    return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


@ours
def drifting_points(request: Request) -> Response:
    """Where the same held-out images lie at every kept moment; asked for again when there is another."""
    content = drifting.drifting(store().get(request.path_params["run"]))
    return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


@ours
def told(request: Request) -> Response:
    """What happened in the run and when, for the timeline."""
    return JSONResponse(story(store().get(request.path_params["run"])), headers={"Cache-Control": "no-store"})


@ours
def module(request: Request) -> Response:
    """A script of ours; its address carries the version of all of them, so a browser may keep it for ever."""
    script = scripts().get(request.path_params["path"])
    if script is None:
        return PlainTextResponse("There is no such script.", 404)
    return Response(script, media_type="text/javascript",
                    headers={"Cache-Control": "public, max-age=31536000, immutable"})


@ours
def held_out_codes(request: Request) -> Response:
    """The codes of the held-out images, at a kept step where one is named; the address carries the version."""
    return _blob(codes.blob(store().get(request.path_params["run"]), step_of(request)))


@ours
def drifted(request: Request) -> Response:
    """Where the held-out images lie on the map at one kept step."""
    step = step_of(request)
    if step is None:
        return PlainTextResponse("step = the kept step to look at; this address names none.", 400)
    return _blob(drift.blob(store().get(request.path_params["run"]), step))


@ours
def held_out_image(request: Request) -> Response:
    """One held-out image; its address carries the version of the codes, so a browser may keep it."""
    picture = codes.image(store().get(request.path_params["run"]), request.path_params["row"])
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


@ours
def decoder(request: Request) -> Response:
    """The decoder for engine/decoder.js, or the reason why it has to stay in the server."""
    return _blob(decoders.blob(store().get(request.path_params["run"]), step_of(request)))


@ours
def poster(request: Request) -> Response:
    """The pictures of compared runs as one file."""
    asked = request.query_params
    content = compose(*(asked.get(name, "") for name in ("runs", "steps", "kind")))
    return Response(content, media_type="image/png", headers={
        "Content-Disposition": 'attachment; filename="genlab-compare.png"', "Cache-Control": "no-store"})


@cache
def plotly_packed() -> bytes:
    """plotly.js as gzip: 1.4 MB instead of 4.8 MB on the way to the browser."""
    return gzip.compress(_plotly_file().read_bytes(), compresslevel=6)


ROUTES = [Route("/api/pulse", pulse), Route("/api/runs/{run}/metrics", metrics),
          Route("/api/runs/{run}/live-numbers", live_numbers),
          Route("/api/runs/{run}/snapshots", snapshots),
          Route("/api/runs/{run}/snapshots/{step:int}/{kind}.png", snapshot), Route("/api/plotly.js", plotly_js),
          Route("/api/runs/{run}/story", told), Route("/api/runs/{run}/film/{kind}", filmed),
          Route("/api/runs/{run}/family", relatives),
          Route("/api/runs/{run}/drifting", drifting_points),
          Route("/api/modules/{version}/{path:path}", module), Route("/api/runs/{run}/codes", held_out_codes),
          Route("/api/runs/{run}/drift", drifted), Route("/api/runs/{run}/held-out/{row:int}.png", held_out_image),
          Route("/api/compare.png", poster), Route("/api/runs/{run}/decoder", decoder),
          WebSocketRoute("/api/runs/{run}/live", live.socket)]


def _blob(content: bytes) -> Response:
    """The address carries the version, so a browser may keep it for a while."""
    return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "private, max-age=3600"})


def _plotly_file() -> Path:
    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
