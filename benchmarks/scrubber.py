"""Moving through a training at the speed of the hand: frames while dragging over at least 120 snapshots, and while the
film plays at double speed, in a real Chromium; beside it the same pictures behind a plain `st.slider`.

    python -m benchmarks.scrubber [--seconds 8] [-n 20]

Starts a server of its own over a run made from a shipped one (benchmarks/filmed.py) with samples, reconstructions,
curves, histogram, numbers and map on the page. Frames are counted inside the page (benchmarks/scrub.js), requests to
our routes by the browser. Run it on a machine that does nothing else; the exit status is 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.chromium import chromium, page, server
from benchmarks.filmed import filmed
from benchmarks.plain import plain_times
from genmodels.runs import Run

RATE = 30.0          # frames a second at least, over all of the drag
SNAPSHOTS = 120      # that are dragged over
REST = 4000          # ms until the page has come to rest
WATCH = (Path(__file__).parent / "scrub.js").read_text()
START = "Object.assign(genlabScrub, { on: true, frames: [], work: [], moves: 0, drawn: 0, steps: new Set() })"
STOP = "({ ...genlabScrub, on: (genlabScrub.on = false), steps: genlabScrub.steps.size })"


@dataclass(frozen=True)
class Found:
    """What was measured in one way of moving; times in ms."""

    way: str
    seconds: float
    snapshots: int               # that the run has
    shown: int                   # of those, that came onto the screen
    requests: int                # to our routes meanwhile
    drawn: float                 # share of the frames with a move of the hand that had another picture
    frames: Sequence[float]
    work: Sequence[float]

    @property
    def rate(self) -> float:
        return len(self.frames) / self.seconds

    @property
    def kept(self) -> bool:
        return self.rate >= RATE and self.requests == 0 and self.snapshots >= SNAPSHOTS


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        run = filmed(Path(folder))
        with chromium() as browser:
            with server(run.folder.parent) as address:
                found = _scrubber(browser, address, run, asked.seconds)
            with server(run.folder.parent, "benchmarks/slider_film.py") as address:
                plain = plain_times(browser, f"{address}/?run={run.id}", asked.n)
    for one in found:
        _tell(one)
    print(f"st.slider released to picture: {_both(plain)}, so {1000 / statistics.median(plain):.0f} pictures a second\n"
          f"n = {asked.seconds:g} s of each, {asked.n} moves of st.slider; load {os.getloadavg()[0]:.1f} on "
          f"{os.cpu_count()} cores")
    return 0 if all(one.kept for one in found) else 1


def _scrubber(browser: Any, address: str, run: Run, seconds: float) -> list[Found]:
    with page(browser, "about:blank") as opened:
        opened.add_init_script(WATCH)
        opened.goto(f"{address}/watch?run={run.id}")
        opened.locator(".genlab-timeline .said:not(:empty)").wait_for()
        opened.locator(".genlab-curves .plot .main-svg").first.wait_for()
        opened.locator(".genlab-drifting canvas").wait_for()
        opened.wait_for_timeout(REST)
        _sweep(opened, 2.0)                                         # compiled by now, and not counted
        return [_measure(opened, run, "dragging", lambda: _sweep(opened, seconds)),
                _measure(opened, run, "playing at double speed", lambda: _play(opened))]


def _measure(opened: Any, run: Run, way: str, move: Callable[[], None]) -> Found:
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    opened.evaluate(START)
    began = time.monotonic()
    move()
    seconds = time.monotonic() - began
    told = opened.evaluate(STOP)
    return Found(way, seconds, len(run.snapshots()), told["steps"], len(asked), told["drawn"] / max(1, told["moves"]),
                 told["frames"], told["work"])


def _sweep(opened: Any, seconds: float) -> None:
    """From end to end of the track and back, once in two seconds."""
    box = opened.locator(".genlab-timeline .rail").bounding_box()
    top, began = box["y"] + box["height"] / 2, time.monotonic()
    opened.mouse.move(box["x"] + 1, top)
    opened.mouse.down()
    while (passed := time.monotonic() - began) < seconds:
        opened.mouse.move(box["x"] + box["width"] * (0.5 - 0.499 * math.cos(math.pi * passed)), top)
    opened.mouse.up()


def _play(opened: Any) -> None:
    opened.locator(".genlab-timeline .speeds button").last.click()
    opened.locator(".genlab-timeline .knob").press("Home")
    opened.locator(".genlab-timeline .play").click()
    opened.locator('.genlab-timeline .play[aria-label="Play the training"]').wait_for()


def _tell(found: Found) -> None:
    print(f"{found.way}: {found.rate:.0f} frames a second, limit {RATE:g}; {found.shown} of {found.snapshots} "
          f"snapshots came onto the screen, {found.requests} requests\n"
          f"  between frames {_both(found.frames)}, work in a frame {_both(found.work)}, "
          f"{found.drawn:.0%} of the frames with a move had another picture\n"
          f"  {'kept' if found.kept else 'BROKEN'}")


def _both(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.1f} / {statistics.quantiles(times, n=20)[-1]:.1f} ms (median / p95)"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Frames of the scrubber in Chromium.")
    parser.add_argument("--seconds", type=float, default=8, help="of dragging")
    parser.add_argument("-n", type=int, default=20, help="moves of st.slider that are timed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
