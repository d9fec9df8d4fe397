"""The engine in Chromium: torch's pictures for every model, drags that end with the newest picture, the server when the
page is too slow or the decoder cannot be carried over, and nothing left behind."""

import re
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.browser.conftest import free_port
from tests.portable.cases import SHIPPED, TOLERANCE, cases
from tests.running import wait_for
from ui.packed import pack
from ui.routes import ROUTES

COMPONENTS = Path(__file__).parents[2] / "ui" / "components"
HERE = "http://engine.test"
RUN = "conv-vae-mnist"
APART = """async ({ cases }) => {     // the largest difference to torch's pictures, for each case
  const { open } = await import("/engine/decoder.js"), apart = {};
  for (const { name, file, codes } of cases) {
    const decoder = await open(`/${file}.bin`);
    const expected = new Float32Array(await (await fetch(`/${file}.torch`)).arrayBuffer());
    const found = codes.flatMap((z, y) => Array.from(decoder.decode(z, y)));
    apart[name] = found.length === expected.length ? Math.max(...found.map((x, i) => Math.abs(x - expected[i]))) : 1;
  }
  return apart;
}"""
CONNECT = """async ({ run, budget }) => {
  globalThis.genlabBudget = budget;
  const { connect } = await import("/api/modules/x/engine/source.js");
  window.source = await connect({ decoder: `/api/runs/${run}/decoder`, live: `/api/runs/${run}/live` });
  const { where, why, reason, latent, classes, channels, size } = source;
  return { where, why, reason, latent, classes, channels, size };
}"""
SHOW = "(z) => new Promise((done) => source.show(z, 0, (pixels, ms) => done({ pixels: Array.from(pixels), ms })))"
BATCH = """(codes) => new Promise((done) => source.batch("strip", codes.flat(), 0,
  (pixels, ms) => done({ pixels: Array.from(pixels), ms })))"""
NEAREST = """(z) => new Promise((done) => source.nearest(z, 0, 4,
  (found) => done({ ...found, pixels: Array.from(found.pixels) })))"""
DRAG = """(codes) => new Promise((done) => {
  const shown = [];
  codes.forEach((z, i) => source.show(z, 0, (pixels) => {
    shown.push(i);
    if (i === codes.length - 1) done({ shown, pixels: Array.from(pixels) });
  }));
})"""
REPLACED = """(codes) => new Promise((done) => {
  const came = [];
  codes.forEach((z, i) => source.batch("strip", Array(40).fill(z).flat(), 0, (pixels) => {
    came.push(i);
    if (i === codes.length - 1) done({ came, first: pixels[0], whole: pixels.length });
  }));
})"""


@pytest.fixture
def bare(open_browser):
    """A page with our scripts and without a server: `files` are its other answers."""
    page, files = open_browser(), {"/": b"<!doctype html><title>engine</title><link rel=icon href=data:,>"}

    def answer(route):
        path = route.request.url.removeprefix(HERE)
        script = COMPONENTS / path.lstrip("/")
        if path in files:
            route.fulfill(body=files[path], content_type="text/html" if path == "/" else "application/octet-stream")
        else:
            route.fulfill(body=script.read_bytes(), content_type="text/javascript")

    page.route(re.compile(re.escape(HERE)), answer)
    page.goto(HERE)
    return page, files


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    """The address of our routes alone, served from this process over one shipped run: no page, no script run."""
    root, port = tmp_path_factory.mktemp("runs"), free_port()
    shutil.copytree(SHIPPED / RUN, root / RUN)
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=[*ROUTES, Route("/", blank)]), port=port,
                                           log_level="warning"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENMODELS_ROOT", str(root))
        patch.delenv("GENMODELS_DATA", raising=False)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        wait_for(lambda: server.started)
        yield f"http://localhost:{port}"
        server.should_exit = True
        thread.join(20)


def blank(request):
    return HTMLResponse("<!doctype html><title>engine</title><link rel=icon href=data:,>")


@pytest.fixture
def visitor(routes, open_browser):
    page = open_browser()
    page.goto(routes)
    return page


def test_it_draws_what_torch_draws(bare):
    page, files = bare
    asked = []
    for i, case in enumerate(cases()):
        files |= {f"/{i}.bin": case.blob, f"/{i}.torch": case.pictures.astype("<f4").tobytes()}
        asked.append({"name": case.name, "file": i, "codes": case.codes})
    apart = page.evaluate(APART, {"cases": asked})
    assert len(apart) == len(asked)
    assert {name: worst for name, worst in apart.items() if not worst <= TOLERANCE} == {}


def test_the_page_draws_and_the_worker_draws_the_same(visitor):
    told = visitor.evaluate(CONNECT, {"run": RUN, "budget": 1000})
    assert told == {"where": "page", "why": "", "reason": "", "latent": 16, "classes": 0, "channels": 1, "size": 28}
    codes = np.random.default_rng(0).normal(size=(5, 16)).tolist()
    one_by_one = [visitor.evaluate(SHOW, z)["pixels"] for z in codes]
    np.testing.assert_allclose(visitor.evaluate(BATCH, codes)["pixels"], np.concatenate(one_by_one), atol=1e-6)
    visitor.evaluate("source.close()")


def test_a_drag_ends_with_its_last_picture_and_a_batch_is_replaced_by_a_newer(visitor):
    codes = np.random.default_rng(0).normal(size=(30, 16)).tolist()
    for budget, where in ((1000, "page"), (-1, "server")):
        assert visitor.evaluate(CONNECT, {"run": RUN, "budget": budget})["where"] == where
        dragged = visitor.evaluate(DRAG, codes)
        assert dragged["shown"] == (list(range(30)) if where == "page" else [0, 29])
        np.testing.assert_allclose(dragged["pixels"], visitor.evaluate(SHOW, codes[-1])["pixels"], atol=1e-6)
        batches = visitor.evaluate(REPLACED, codes)
        assert batches["came"] == [0, 29]
        assert batches["whole"] == 40 * 28 * 28
        assert batches["first"] == pytest.approx(dragged["pixels"][0], abs=0.005)
        visitor.evaluate("source.close()")


def test_a_decoder_that_is_too_slow_here_is_drawn_by_the_server_and_says_so(visitor):
    visitor.evaluate(CONNECT, {"run": RUN, "budget": 1000})
    codes = np.random.default_rng(1).normal(size=(40, 16)).tolist()
    in_page = visitor.evaluate(BATCH, codes)["pixels"]
    visitor.evaluate("source.close()")
    told = visitor.evaluate(CONNECT, {"run": RUN, "budget": -1})
    assert (told["where"], told["why"], told["latent"], told["size"]) == ("server", "slow", 16, 28)
    np.testing.assert_allclose(visitor.evaluate(BATCH, codes)["pixels"], in_page, atol=0.01)
    np.testing.assert_allclose(visitor.evaluate(SHOW, codes[0])["pixels"], in_page[:784], atol=0.01)
    visitor.evaluate("source.close()")


def test_a_decoder_that_cannot_be_carried_over_is_drawn_by_the_server(visitor):
    refused = pack({"refused": "The decoder uses softmax."}, {})
    visitor.route("**/decoder", lambda route: route.fulfill(body=refused, content_type="application/octet-stream"))
    told = visitor.evaluate(CONNECT, {"run": RUN, "budget": 1000})
    assert (told["where"], told["why"], told["reason"]) == ("server", "refused", "The decoder uses softmax.")
    assert len(visitor.evaluate(SHOW, [0.0] * 16)["pixels"]) == 784
    visitor.evaluate("source.close()")


def test_a_lost_socket_comes_back_and_the_newest_wish_with_it(visitor):
    visitor.evaluate("""() => {
      const Socket = window.WebSocket;
      window.sockets = [];
      window.WebSocket = class extends Socket { constructor(url) { super(url); sockets.push(this); } };
    }""")
    visitor.evaluate(CONNECT, {"run": RUN, "budget": -1})
    first = visitor.evaluate(SHOW, [0.0] * 16)["pixels"]
    shown = visitor.evaluate("""() => new Promise((done) => {
      sockets.at(-1).close();
      for (const x of [1, 2, 0]) source.show(new Float32Array(16).fill(x), 0, (pixels) => done(Array.from(pixels)));
    })""")
    assert shown == first
    assert visitor.evaluate("sockets.length") == 3, "for the facts, before the loss, after it"
    visitor.evaluate("source.close()")


def test_the_nearest_real_images_come_over_the_socket(visitor):
    visitor.evaluate(CONNECT, {"run": RUN, "budget": 1000})
    found = visitor.evaluate(NEAREST, [0.0] * 16)
    assert len(found["rows"]) == len(found["labels"]) == len(found["distances"]) == 4
    assert found["distances"] == sorted(found["distances"])
    shown = np.array(visitor.evaluate(SHOW, [0.0] * 16)["pixels"])
    nearest = np.array(found["pixels"][:784]) / 255
    assert np.linalg.norm(shown - nearest) == pytest.approx(found["distances"][0], abs=0.1)
    visitor.evaluate("source.close()")


def test_components_of_a_page_share_one_worker_and_closing_ends_it(visitor):
    shared = visitor.evaluate("""async (run) => {
      const { connect } = await import("/api/modules/x/engine/source.js");
      const where = { decoder: `/api/runs/${run}/decoder`, live: `/api/runs/${run}/live` };
      const sources = [await connect(where), await connect(where)];
      const answers = await Promise.all(sources.map((source, i) => new Promise((done) =>
        source.batch("same", new Float32Array(16).fill(i), 0, (pixels) => done(pixels[300])))));
      sources[0].close();
      let late = "never";
      sources[0].show(new Float32Array(16), 0, () => { late = "called"; });
      await new Promise((done) => sources[1].batch("same", new Float32Array(16), 0, done));
      window.last = sources[1];
      return { late, differ: answers[0] !== answers[1] };
    }""", RUN)
    assert shared == {"late": "never", "differ": True}
    assert len(visitor.workers) == 1
    visitor.evaluate("last.close()")
    wait_for(lambda: visitor.evaluate("1") and visitor.workers == [])


def test_a_run_that_is_gone_is_a_sentence(visitor):
    told = visitor.evaluate("""async () => {
      const { connect } = await import("/api/modules/x/engine/source.js");
      window.fetch = () => Promise.resolve(new Response("There is no run 'gone'.", { status: 404 }));
      const gone = { decoder: "/api/runs/gone/decoder", live: "/api/runs/gone/live" };
      return connect(gone).catch((error) => error.message);
    }""")
    assert told == "There is no run 'gone'."


def test_pixels_are_painted_as_they_are(bare):
    page, _ = bare
    told = page.evaluate("""async () => {
      const { paint, paintMany } = await import("/engine/paint.js");
      const grey = document.createElement("canvas"), colour = document.createElement("canvas");
      const read = (canvas) => [canvas.width, canvas.height,
        ...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data];
      paint(grey, Float32Array.from([0, 0.5, 1, 2]), 2, 1);
      paintMany(colour, Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]), 1, 3, 3, 2);
      return [read(grey), read(colour)];
    }""")
    assert told[0] == [2, 2, *[0] * 3, 255, *[128] * 3, 255, *[255] * 4, *[255] * 4]
    assert told[1][:2] == [2, 2]
    assert told[1][2:14] == [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]
