"""Our own routes: only new rows go out, strangers are refused, hostile names find nothing."""

import asyncio
import gzip
import io
import json
import shutil
from urllib.parse import quote, urlsplit

import numpy as np
import pytest
import streamlit as st
import torch
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware

from genmodels import data, latent
from genmodels.runs import RunStore
from genmodels.runs.files import append_row, write_rows
from genmodels.runs.snapshots import write_snapshot
from genmodels.worker import train_here
from tests.running import tiny
from ui import drift, drifting, film
from ui.components import modules
from ui.headers import HEADERS, Headers
from ui.routes import ROUTES

APP = Starlette(routes=ROUTES, middleware=[Middleware(Headers, ahead="/api/plotly.js")])


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("GENMODELS_ROOT", str(tmp_path))
    st.cache_resource.clear()
    return RunStore(tmp_path).create(tiny())


def get(path, **headers):
    """Status, headers and body of a GET without a network."""
    parts, sent = urlsplit(path), []
    names = {"host": "localhost:8501"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
             "path": parts.path, "raw_path": quote(parts.path).encode(), "query_string": parts.query.encode(),
             "root_path": "", "headers": [(name.encode(), value.encode()) for name, value in names.items()]}

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(APP(scope, receive, send))
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], head, b"".join(message.get("body", b"") for message in sent[1:])


def rows(run, since=0):
    """Header and table (N, 2 + terms) of the metrics route."""
    status, _, body = get(f"/api/runs/{run.id}/metrics?since={since}")
    assert status == 200
    length = int.from_bytes(body[:4], "little")
    assert (4 + length) % 8 == 0, "the browser reads the numbers in place"
    header = json.loads(body[4:4 + length])
    return header, np.frombuffer(body[4 + length:], "<f8").reshape(-1, 2 + len(header["terms"]))


def test_a_long_run_is_told_in_buckets_and_a_range_of_it_row_by_row(run):
    write_rows(run.folder / "metrics.jsonl", ({"step": 10 * i, "time": float(i), "values": {"loss": float(i % 97)}}
                                              for i in range(10_000)))
    status, _, body = get(f"/api/runs/{run.id}/metrics")
    header, table = told(body)
    assert (status, header["first"], header["end"], header["size"]) == (200, 0, 10_000, 16)
    assert len(body) < 100_000
    assert table[:, 0].sum() == 10_000
    assert (table[:, 5].min(), table[:, 6].max()) == (0, 96)
    header, table = told(get(f"/api/runs/{run.id}/metrics?low=5000&high=6000")[2])
    assert (header["size"], table[0, 0], table[-1, 0]) == (1, 4990, 6010)


@pytest.mark.parametrize("query", ["low=1", "high=5", "low=x&high=2", "low=nan&high=2", "low=1&high=inf", "low=1&high=",
                                   "low=1&high=" + "9" * 60, "&".join(["term=a"] * 33)])
def test_a_range_that_is_none_is_refused_with_a_sentence(run, query):
    status, _, body = get(f"/api/runs/{run.id}/metrics?{query}")
    assert status == 400
    assert len(body) > 30


def test_terms_may_be_named_and_strange_names_find_nothing(run):
    log(run, 1, loss=2.5, kl=1.0)
    header, table = told(get(f"/api/runs/{run.id}/metrics?term=kl&term=..%2Fetc")[2])
    assert (header["terms"], table.tolist()) == (["kl"], [[1, 0.1, 1.0]])


def told(body):
    length = int.from_bytes(body[:4], "little")
    header, numbers = json.loads(body[4:4 + length]), np.frombuffer(body[4 + length:], "<f8")
    width = (2 if header["size"] == 1 else 5) + len(header["terms"]) * (1 if header["size"] == 1 else 6)
    return header, numbers.reshape(-1, width)


def log(run, step, **values):
    append_row(run.folder / "metrics.jsonl", {"step": step, "time": step / 10, "values": values})


def test_rows_arrive_with_their_terms_and_holes_are_nan(run):
    log(run, 1, loss=2.5)
    log(run, 10, loss=None, kl=0.5)
    header, table = rows(run)
    assert header["terms"] == ["kl", "loss"]
    np.testing.assert_array_equal(table, [[1, 0.1, np.nan, 2.5], [10, 1.0, 0.5, np.nan]])


def test_only_new_rows_go_out_and_nothing_when_nothing_is_new(run):
    log(run, 1, loss=2.5)
    first, _ = rows(run)
    again, none = rows(run, first["cursor"])
    assert (len(none), again["cursor"]) == (0, first["cursor"])
    log(run, 10, loss=1.5)
    _, new = rows(run, first["cursor"])
    assert new.tolist() == [[10, 1.0, 1.5]]


def test_a_torn_last_line_waits_for_its_end(run):
    log(run, 1, loss=2.5)
    with (run.folder / "metrics.jsonl").open("ab") as stream:
        stream.write(b'{"step": 10, "time"')
    header, table = rows(run)
    assert len(table) == 1
    with (run.folder / "metrics.jsonl").open("ab") as stream:
        stream.write(b': 1.0, "values": {"loss": 0.5}}\n')
    assert rows(run, header["cursor"])[1].tolist() == [[10, 1.0, 0.5]]


def test_live_numbers_go_out_once_in_the_form_of_their_file(run):
    kid = {"metric": "kid", "value": 0.5, "low": 0.4, "high": 0.6, "floor": None, "n": 1000, "step": 40, "time": 3.5}
    append_row(run.folder / "live.jsonl", kid)
    status, head, body = get(f"/api/runs/{run.id}/live-numbers")
    first = json.loads(body)
    assert (status, head["cache-control"]) == (200, "no-store")
    assert first == {"cursor": (run.folder / "live.jsonl").stat().st_size, "rows": [kid], "active": True}
    append_row(run.folder / "live.jsonl", kid | {"step": 80})
    again = json.loads(get(f"/api/runs/{run.id}/live-numbers?since={first['cursor']}")[2])
    assert [row["step"] for row in again["rows"]] == [80]


@pytest.mark.parametrize("route", ["metrics", "live-numbers"])
@pytest.mark.parametrize("since", ["-1", "1.5", "x", "1" * 30, "%00", ""])
def test_a_cursor_that_is_none_is_refused_with_a_sentence(run, since, route):
    status, _, body = get(f"/api/runs/{run.id}/{route}?since={since}")
    assert status == 400
    assert b"begin with 0" in body


HOSTILE = ["..", "%2e%2e", "..%2f..%2fetc", "a/../../b", ".queue", "x" * 500, "nul\x00l", "run;ls", "ünicode", " "]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("rest", ["metrics", "live-numbers", "codes", "snapshots", "snapshots/0/samples.png",
                                  "story", "film/samples?from=0&to=9", "drifting"])
def test_hostile_names_find_nothing(run, name, rest):
    assert get(f"/api/runs/{name}/{rest}")[0] == 404


def test_a_run_that_is_gone_is_a_sentence(run):
    status, _, body = get("/api/runs/vae-mnist-20200101-000000-aaaa/metrics")
    assert status == 404
    assert b"There is no run" in body


@pytest.mark.parametrize("address", ["/api/plotly.js", "/api/runs/x/metrics", "/api/runs/x/live-numbers",
                                     "/api/runs/x/snapshots",
                                     "/api/runs/x/snapshots/0/samples.png", "/api/runs/x/codes",
                                     "/api/runs/x/drift?step=0", "/api/runs/x/held-out/0.png",
                                     "/api/runs/x/story", "/api/runs/x/film/samples?from=0&to=9",
                                     "/api/runs/x/drifting"])
@pytest.mark.parametrize("headers", [
    {"origin": "http://evil.example"}, {"origin": "http://localhost:9999"}, {"origin": "null"},
    {"host": "evil.example"}, {"host": "localhost.evil.example:8501"}, {"host": "[::1"}, {"host": ""}])
def test_strangers_are_refused_at_every_route(run, address, headers):
    assert get(address.replace("/x/", f"/{run.id}/"), **headers)[0] == 403


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501"])
def test_this_machine_is_welcome_by_each_of_its_names(run, host):
    assert get(f"/api/runs/{run.id}/metrics", host=host, origin=f"http://{host}")[0] == 200


def test_a_server_opened_to_the_network_answers_by_any_name_but_not_to_other_pages(run, monkeypatch):
    option = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: "0.0.0.0" if name == "server.address" else option(name))
    assert get(f"/api/runs/{run.id}/metrics", host="lab.example")[0] == 200
    assert get(f"/api/runs/{run.id}/metrics", host="lab.example", origin="http://evil.example")[0] == 403


def test_snapshots_are_listed_and_sent_as_they_were_drawn(run):
    images = np.zeros((64, 1, 8, 8), np.uint8)
    write_snapshot(run.folder, 0, images, images[:4], images[:4])
    write_snapshot(run.folder, 16, images, images[:4], images[:4])
    status, _, body = get(f"/api/runs/{run.id}/snapshots")
    told = json.loads(body)
    assert (status, told["steps"], told["kinds"]) == (200, [0, 16], ["samples", "reconstructions"])
    status, head, body = get(f"/api/runs/{run.id}/snapshots/16/samples.png")
    assert (status, head["content-type"]) == (200, "image/png")
    assert body == run.snapshot(16)["samples"].read_bytes()


def test_the_story_of_a_run_names_all_that_happened_in_order(run):
    images = np.zeros((4, 1, 8, 8), np.uint8)
    for step in (16, 0):
        write_snapshot(run.folder, step, images, None, None)
    for step in (9, 3):
        append_row(run.folder / "alarms.jsonl", {"step": step, "kind": "slow", "what": "Slow.", "advice": "Wait."})
    append_row(run.folder / "alarms.jsonl", {"what": "a damaged row"})
    append_row(run.folder / "changes.jsonl", {"step": 5, "time": 0.5, "setting": "beta", "old": 1.0, "new": 4.0})
    late, early = (RunStore(run.folder.parent).create(tiny(), parent={"run": run.id, "step": at}) for at in (12, 4))
    RunStore(run.folder.parent).create(tiny(), parent={"run": "another", "step": 1})
    status, head, body = get(f"/api/runs/{run.id}/story")
    assert (status, head["cache-control"]) == (200, "no-store")
    assert json.loads(body) == {
        "step": 0, "total": 40, "steps": [0, 16], "times": [0.0, 0.0], "kinds": ["samples"], "checkpoints": [],
        "milestones": [], "active": True,
        "alarms": [{"step": step, "kind": "slow", "what": "Slow."} for step in (3, 9)],
        "changes": [{"step": 5, "setting": "beta", "old": 1.0, "new": 4.0}],
        "branches": [{"step": at, "run": branch.id, "title": branch.title} for at, branch in ((4, early), (12, late))]}


def test_snapshots_are_dated_by_the_rows_around_them_and_again_after_a_resume(run):
    for step in (0, 5, 16):
        write_snapshot(run.folder, step, np.zeros((4, 1, 8, 8), np.uint8), None, None)
    log(run, 10, loss=1.0)

    def times():
        return json.loads(get(f"/api/runs/{run.id}/story")[2])["times"]

    assert times() == [0.0, 0.5, 1.0]
    log(run, 20, loss=1.0)
    assert times() == [0.0, 0.5, 1.6]
    append_row(run.folder / "metrics.jsonl", {"step": 10, "time": 3.0, "values": {}})     # a resumed run, later
    append_row(run.folder / "metrics.jsonl", {"step": 20, "time": 5.0, "values": {}})
    assert times() == [0.0, 1.5, 4.2]


def test_many_pictures_come_in_one_answer_and_the_rest_in_the_next(run, monkeypatch):
    images = np.zeros((64, 1, 8, 8), np.uint8)
    for step in (0, 1, 2, 4, 8):
        write_snapshot(run.folder, step, images + step, images[:4], images[:4])
    one = len(run.snapshot(4)["samples"].read_bytes())
    monkeypatch.setattr(film, "MOST", 3 * one)
    status, head, body = get(f"/api/runs/{run.id}/film/samples?from=0&to=4")
    header, arrays = unpacked(body)
    assert (status, head["cache-control"], header["steps"]) == (200, "no-store", [0, 1, 2])
    parts = np.split(arrays["pictures"], header["ends"][:-1])
    assert [part.tobytes() for part in parts] == [run.snapshot(step)["samples"].read_bytes() for step in (0, 1, 2)]
    header, arrays = unpacked(get(f"/api/runs/{run.id}/film/reconstructions?from=3&to=4")[2])
    assert header["steps"] == [4]
    assert arrays["pictures"].tobytes() == run.snapshot(4)["reconstructions"].read_bytes()
    header, arrays = unpacked(get(f"/api/runs/{run.id}/film/samples?from=9&to=99")[2])
    assert (header["steps"], len(arrays["pictures"])) == ([], 0)
    monkeypatch.setattr(film, "MOST", 1)
    assert unpacked(get(f"/api/runs/{run.id}/film/samples?from=0&to=99")[2])[0]["steps"] == [0], "one at least"


@pytest.mark.parametrize("rest", ["samples", "samples?from=1", "samples?from=1&to=-1", "samples?from=x&to=2",
                                  f"samples?from=1&to={'9' * 30}", "config?from=1&to=2", "..%2fstatus?from=1&to=2"])
def test_a_film_of_what_is_none_is_refused(run, rest):
    assert get(f"/api/runs/{run.id}/film/{rest}")[0] in (400, 404)


def test_the_family_of_a_run_is_told(run):
    assert json.loads(get(f"/api/runs/{run.id}/family")[2]) == []
    child = RunStore(run.folder.parent).create(tiny(), {"run": run.id, "step": 20})
    for asked in (run, child):
        members = json.loads(get(f"/api/runs/{asked.id}/family")[2])
        assert [(member["id"], member["parent"], member["start"]) for member in members] == [
            (run.id, None, 0), (child.id, run.id, 20)]


def test_a_branch_that_comes_or_goes_is_seen(run):
    def told():
        return [branch["run"] for branch in json.loads(get(f"/api/runs/{run.id}/story")[2])["branches"]]

    assert told() == []
    branch = RunStore(run.folder.parent).create(tiny(), parent={"run": run.id, "step": 4})
    assert told() == [branch.id]
    shutil.rmtree(branch.folder)
    assert told() == []


@pytest.mark.parametrize("rest", ["17/samples.png", "16/config.png", "-1/samples.png", "16/..%2f..%2fconfig.json.png"])
def test_a_picture_that_is_not_there_is_404(run, rest):
    write_snapshot(run.folder, 16, np.zeros((4, 1, 8, 8), np.uint8), None, None)
    assert get(f"/api/runs/{run.id}/snapshots/{rest}")[0] == 404


def test_plotly_comes_from_the_package_and_stays_in_the_browser():
    status, head, body = get("/api/plotly.js?v=1")
    assert status == 200
    assert "immutable" in head["cache-control"]
    _, packed_head, packed = get("/api/plotly.js?v=1", accept_encoding="gzip, br")
    assert packed_head["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == body


def test_every_answer_carries_the_security_headers(run):
    for address in (f"/api/runs/{run.id}/metrics", "/api/runs/../x", "/nowhere"):
        head = get(address)[1]
        assert all(head[name.lower()] == value for name, value in HEADERS.items())


def test_scripts_of_components_stay_in_the_browser_and_nothing_else_is_given_out(run):
    status, headers, script = get(modules.module("engine/packed.js"))
    assert status == 200
    assert b"unpack" in script
    assert "immutable" in headers["cache-control"]
    assert headers["content-type"].startswith("text/javascript")
    for path in ("engine/none.js", "map/__init__.py", "../routes.py"):
        assert get(modules.module(path))[0] == 404


def test_codes_of_the_held_out_images_come_packed(run):
    status, _, body = get(f"/api/runs/{run.id}/codes")
    assert (status, b"no codes" in body) == (404, True), "nothing was saved yet"
    assert train_here(run) == "finished"
    status, _, body = get(f"/api/runs/{run.id}/codes")
    header, arrays = unpacked(body)
    encoded = latent.encode_set(run.model(), data.load("digits", "held-out"))
    assert (status, header["n"], header["size"], header["step"]) == (200, len(encoded), 2, None)
    np.testing.assert_allclose(arrays["mean"], encoded.mean, rtol=1e-3, atol=1e-3)
    assert arrays["labels"].tolist() == encoded.labels.tolist()
    np.testing.assert_array_equal(arrays["usual"], latent.DataDistance(encoded).usual)
    assert arrays["attributes"].shape == (len(header["attributes"]), len(encoded))


@pytest.mark.parametrize(("step", "status"), [("-1", 400), ("x", 400), ("1" * 30, 400), ("", 400), ("39", 404)])
def test_codes_at_a_step_that_was_not_kept_are_refused(run, step, status):
    assert train_here(run) == "finished"
    answer, _, body = get(f"/api/runs/{run.id}/codes?step={step}")
    assert answer == status
    assert len(body) > 20


def test_a_milestone_moves_the_points_and_says_how_much_was_learned(run):
    assert train_here(run) == "finished"
    steps = drift.moments(run)
    assert steps == [*run.milestones(), 40]
    (first, before), *_, (last, after) = [unpacked(get(f"/api/runs/{run.id}/drift?step={step}")[2]) for step in steps]
    encoded = latent.encode_set(run.model(0), data.load("digits", "held-out"))
    np.testing.assert_allclose(before["points"], encoded.mean, rtol=1e-4, atol=1e-5)     # a code of two is its place
    assert first["loss"] > last["loss"]
    assert 0.1 < first["same"] < last["same"] <= 1
    assert not np.allclose(before["points"], after["points"], atol=0.1)
    assert get(f"/api/runs/{run.id}/drift")[0] == 400
    assert get(f"/api/runs/{run.id}/drift?step=7")[0] == 404


def test_held_out_images_drift_over_every_kept_moment(run):
    header, arrays = unpacked(get(f"/api/runs/{run.id}/drifting")[2])
    assert (header["steps"], arrays["points"].shape[0]) == ([], 0), "nothing was kept yet"
    assert train_here(run) == "finished"
    header, arrays = unpacked(get(f"/api/runs/{run.id}/drifting")[2])
    assert header["steps"] == [*run.milestones(), 40]
    held_out = data.load("digits", "held-out")
    rows = np.linspace(0, len(held_out) - 1, min(800, len(held_out))).astype(int)
    assert arrays["labels"].tolist() == held_out.labels[rows].tolist()
    for at in (0, -1):     # a code of two numbers is its place
        codes = latent.encode_set(run.model(header["steps"][at]), held_out).mean[rows]
        np.testing.assert_allclose(arrays["points"][at], codes, rtol=2e-3, atol=2e-3)


def test_a_moment_whose_weights_went_while_one_looked_is_left_out(run, monkeypatch):
    assert train_here(run) == "finished"
    monkeypatch.setattr(drifting, "moments", lambda run: [0, 7, 40])
    assert unpacked(get(f"/api/runs/{run.id}/drifting")[2])[0]["steps"] == [0, 40]


def test_a_model_without_codes_has_no_map(run):
    gan = RunStore(run.folder.parent).create(tiny("gan"))
    status, _, body = get(f"/api/runs/{gan.id}/drifting")
    assert (status, b"cannot encode" in body) == (404, True)


def test_neighbours_of_the_same_class_are_counted_without_the_image_itself():
    codes = torch.tensor([[0.0], [0.1], [0.2], [5.0], [5.1], [5.2]])
    apart = latent.Encoded(codes, codes, torch.tensor([0, 0, 0, 1, 1, 1]))
    assert drift.same_class(apart) == pytest.approx(2 / 5)     # all five others are neighbours, two show the same
    alone = latent.Encoded(codes, codes, torch.arange(6))
    assert drift.same_class(alone) == 0


def test_held_out_images_are_sent_as_they_are(run):
    status, head, body = get(f"/api/runs/{run.id}/held-out/3.png")
    assert (status, head["content-type"]) == (200, "image/png")
    image = np.asarray(Image.open(io.BytesIO(body)))
    np.testing.assert_array_equal(image, data.load("digits", "held-out").images[3, 0])
    assert get(f"/api/runs/{run.id}/held-out/999999.png")[0] == 404
    assert get(f"/api/runs/{run.id}/held-out/-1.png")[0] == 404


def unpacked(blob):
    length = int.from_bytes(blob[:4], "little")
    header = json.loads(blob[4:4 + length])
    return header, {part["name"]: np.frombuffer(
        blob, np.dtype(part["dtype"]).newbyteorder("<"), int(np.prod(part["shape"])), part["offset"],
    ).reshape(part["shape"]) for part in header["arrays"]}
