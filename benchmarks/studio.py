"""Exploring at the speed of the hand: frames while dragging in the studio, and from a press to its picture, in a real
Chromium on the shipped models, beside the same models behind a plain `st.slider`.

    python -m benchmarks.studio [--seconds 8] [-n 40] [--runs conv-vae-mnist r3gan-mnist] [--minutes 0]

Starts a server of its own over a copy of the shipped runs. The mouse draws circles over the pad while the frames are
counted inside the page (benchmarks/watch.js). `--minutes` drags on for so long and compares the memory of the page
before and after. Run it on a machine that does nothing else; the exit status is 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.chromium import ROOT, chromium, page, server
from benchmarks.plain import plain_times
from genmodels.runs import RunStore

FRAME = 16.7            # ms, 95th percentile of the time between frames, and of the work in one: 60 a second
CLOCK = 0.1             # ms to which a page's clock is rounded: even frames lie 16.6 to 16.8 apart by it
ANSWER = 50             # ms, 95th percentile from a press on the pad to the end of the frame with its picture
SERVED = 50             # pictures a second from the server, for a decoder that is too large for the page
GROWTH = 10.0           # MB that the page's memory may grow by
WATCH = (Path(__file__).parent / "watch.js").read_text()
FROM_SERVER = """async ([run, seconds]) => {     // pictures a second, each asked for when the last one is there
  globalThis.genlabBudget = -1;
  const { connect } = await import("/api/modules/x/engine/source.js");
  const source = await connect({ decoder: `/api/runs/${run}/decoder`, live: `/api/runs/${run}/live` });
  const z = new Float32Array(source.latent), until = performance.now() + 1000 * seconds;
  let pictures = 0;
  while (performance.now() < until) {
    z[0] = Math.sin(pictures++ / 20);
    await new Promise((came) => source.show(z, 0, came));
  }
  source.close();
  return source.where === "server" ? pictures / seconds : 0;
}"""
READY = ".genlab-studio .latency:not(:empty)"
REST = 4000             # ms until strips, tiles and the rest of the page have come


@dataclass(frozen=True)
class Found:
    """What was measured on one run; times in ms."""

    run: str
    where: str                       # what the studio says about the decoder
    rate: float                      # frames a second while dragging
    drawn: float                     # share of the frames with a move that showed its picture
    frames: Sequence[float]
    work: Sequence[float]
    answers: Sequence[float]

    @property
    def kept(self) -> bool:
        return (p95(self.frames) <= round(FRAME + CLOCK, 1) and p95(self.work) <= FRAME
                and p95(self.answers) <= ANSWER)


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in asked.runs:
            shutil.copytree(ROOT / "checkpoints" / name, root / name)
        with chromium() as browser:
            with server(root) as address:
                found = [_studio(browser, address, root, name, asked) for name in asked.runs]
                served = {name: _served(browser, address, name, asked.seconds) for name in asked.runs}
                grown = _memory(browser, address, root, asked.runs[0], asked.minutes) if asked.minutes else 0.0
            with server(root, "benchmarks/slider_page.py") as address:
                plain = {name: plain_times(browser, f"{address}/?run={name}", asked.n) for name in asked.runs}
    for one in found:
        _tell(one, plain[one.run], served[one.run])
    if asked.minutes:
        print(f"memory of the page after {asked.minutes:g} minutes of dragging: {grown:+.1f} MB, limit +{GROWTH:g}")
    print(f"n = {asked.n} presses, {asked.seconds:g} s of dragging; load {os.getloadavg()[0]:.1f} on "
          f"{os.cpu_count()} cores")
    return 0 if all(one.kept for one in found) and min(served.values()) >= SERVED and grown <= GROWTH else 1


def _studio(browser: Any, address: str, root: Path, name: str, asked: argparse.Namespace) -> Found:
    with page(browser, "about:blank") as opened:
        _open(opened, address, root, name)
        _circles(opened, 2.0)                                       # compiled by now, and not counted
        opened.evaluate("Object.assign(genlabWatch, { on: true, frames: [], work: [], moves: 0, pictures: 0 })")
        began = time.monotonic()
        _circles(opened, asked.seconds)
        seconds = time.monotonic() - began
        drag = opened.evaluate("({ ...genlabWatch, on: (genlabWatch.on = false) })")
        answers = _presses(opened, asked.n)
        where = opened.locator(".genlab-studio .latency").first.inner_text()
    return Found(name, where, len(drag["frames"]) / seconds, drag["pictures"] / drag["moves"], drag["frames"],
                 drag["work"], answers)


def _open(opened: Any, address: str, root: Path, name: str) -> None:
    """The page with the run's studio, come to rest."""
    family = RunStore(root).get(name).config.model
    opened.add_init_script(WATCH)
    opened.goto(f"{address}/{'explore' if 'vae' in family else 'generate'}?run={name}")
    opened.locator(READY).first.wait_for()
    opened.locator(".genlab-studio .pad").first.scroll_into_view_if_needed()
    opened.wait_for_timeout(REST)


def _circles(opened: Any, seconds: float) -> None:
    """Press on the pad and draw circles of changing size for so long."""
    box = opened.locator(".genlab-studio .pad").first.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    opened.mouse.move(*middle)
    opened.mouse.down()
    until, step = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        step += 1
        radius = box["width"] * (0.25 + 0.2 * math.sin(step / 70))
        opened.mouse.move(middle[0] + radius * math.cos(step / 20), middle[1] + radius * math.sin(step / 20))
    opened.mouse.up()


def _presses(opened: Any, n: int) -> list[float]:
    """ms from pressing somewhere on the pad to the end of the frame with the picture of that place."""
    box = opened.locator(".genlab-studio .pad").first.bounding_box()
    opened.evaluate("genlabWatch.answers = []")
    for i in range(n):
        x, y = 0.1 + 0.8 * ((i * 0.618) % 1), 0.1 + 0.8 * ((i * 0.382) % 1)
        opened.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        opened.mouse.down()
        opened.wait_for_function(f"genlabWatch.answers.length > {i}")
        opened.mouse.up()
        opened.wait_for_timeout(300)                                # the address follows, and the nearest images
    return list(opened.evaluate("genlabWatch.answers"))


def _served(browser: Any, address: str, name: str, seconds: float) -> float:
    with page(browser, f"{address}/_stcore/health") as opened:
        return float(opened.evaluate(FROM_SERVER, [name, seconds]))


def _memory(browser: Any, address: str, root: Path, name: str, minutes: float) -> float:
    """MB by which scripts and their arrays grow, garbage collected before both looks."""
    with page(browser, "about:blank") as opened:
        _open(opened, address, root, name)
        inspector = opened.context.new_cdp_session(opened)
        _circles(opened, 5.0)
        before = _heap(opened, inspector)
        for _ in range(max(1, round(minutes * 6))):
            _circles(opened, 10.0)
        after = _heap(opened, inspector)
    print(f"heap of {name}: {before:.1f} MB at the start, {after:.1f} MB at the end")
    return after - before


def _heap(opened: Any, inspector: Any) -> float:
    opened.wait_for_timeout(REST)
    inspector.send("HeapProfiler.collectGarbage")
    usage = inspector.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6


def _tell(found: Found, plain: Sequence[float], served: float) -> None:
    print(f"{found.run}: {found.where}; {found.rate:.0f} frames a second, {found.drawn:.0%} of the moves drawn\n"
          f"  between frames {_both(found.frames)}, work in a frame {_both(found.work)}, limit {FRAME}\n"
          f"  press to picture {_both(found.answers)}, limit {ANSWER}; st.slider released to picture {_both(plain)}\n"
          f"  drawn by the server instead: {served:.0f} pictures a second, limit {SERVED}\n"
          f"  {'kept' if found.kept and served >= SERVED else 'BROKEN'}")


def _both(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.1f} / {p95(times):.1f} ms"


def p95(times: Sequence[float]) -> float:
    """Rounded to what a limit is written with: a browser's frames are 16.667 ms long."""
    return round(statistics.quantiles(times, n=20)[-1], 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Frames and answers of the latent studio in Chromium.")
    parser.add_argument("--seconds", type=float, default=8, help="of dragging on each run")
    parser.add_argument("-n", type=int, default=40, help="presses that are timed on each run")
    parser.add_argument("--runs", nargs="+", default=[run.id for run in RunStore(ROOT / "checkpoints").runs()])
    parser.add_argument("--minutes", type=float, default=0, help="drag on for so long and look at the memory")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
